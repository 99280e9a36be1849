"""Packed files opened with a limit on what comes out."""

from __future__ import annotations

import io
import zipfile
import zlib

from rapporteur_core.documents.problems import Unreadable

CHUNK = 1 << 20
MEGABYTE = 1 << 20


def gunzip(data: bytes, *, limit: int) -> tuple[bytes, bool]:
    """What a gzip file holds and whether it is whole; Unreadable above `limit` bytes or where it is damaged."""
    out: list[bytes] = []
    size = 0
    while data:
        member = zlib.decompressobj(wbits=31)
        while data and not member.eof:
            try:
                piece = member.decompress(data, CHUNK)
            except zlib.error as error:
                raise Unreadable("damaged") from error
            data = member.unconsumed_tail
            size += len(piece)
            if size > limit:
                raise Unreadable("too_large", limit=limit // MEGABYTE)
            out.append(piece)
        if not member.eof:
            return b"".join(out), False
        # Tools pad with zeros; another member may follow.
        data = member.unused_data.lstrip(b"\0")
    return b"".join(out), True


def check_zip(data: bytes, *, limit: int) -> zipfile.ZipFile:
    """The archive, if it is whole and unpacks to no more than `limit` bytes, counted and not as declared."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        size = 0
        for part in archive.infolist():
            with archive.open(part) as opened:
                while piece := opened.read(CHUNK):
                    size += len(piece)
                    if size > limit:
                        raise Unreadable("too_large", limit=limit // MEGABYTE)
    except zipfile.BadZipFile as error:
        is_cut = b"PK\x05\x06" not in data[-66_000:]
        raise Unreadable("cut_archive" if is_cut else "damaged") from error
    except (NotImplementedError, RuntimeError, zlib.error, EOFError, OSError, ValueError) as error:
        raise Unreadable("damaged") from error
    return archive
