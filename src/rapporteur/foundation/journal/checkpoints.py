"""Checkpoints of the journal: how many entries it has, and the root of the tree over them (C2SP tlog-checkpoint).

Whoever keeps one can tell from any later export whether an entry that stood then was changed, removed or moved, even
where the whole chain was written anew.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from .chain import entry_hash
from .keys import PublicKey
from .notes import Note, is_signed_by
from .tree import edge_of, root_of

SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes

    def note(self) -> Note:
        """Its text, signed by nobody yet."""
        return Note(f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n")


def read_checkpoint(note: Note) -> Checkpoint:
    """What a note says of a journal; ValueError when it says nothing of one. Lines after the third are left unread."""
    origin, size, root, *_others = [*note.text.split("\n"), "", ""]
    try:
        found = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
    except ValueError:
        found = Checkpoint("", 0, b"")
    if not (found.origin and SIZE.fullmatch(size) and len(found.root) == 32):
        raise ValueError("This note is no checkpoint: its lines are origin, number of entries, and root in base64.")
    return found


def root_at(entries: Iterable[Mapping[str, Any]], size: int) -> bytes:
    """The root of the tree over the first `size` of `entries`."""
    return root_of(edge_of(bytes.fromhex(entry_hash(entry)) for entry in islice(entries, size)))


def checkpoint_faults(note: Note, entries: Sequence[Mapping[str, Any]], *, keys: Iterable[PublicKey] = ()) -> list[str]:
    """What does not agree between a checkpoint and a journal of its time or later, and which of `keys` did not sign."""
    checkpoint = read_checkpoint(note)
    found = []
    if len(entries) < checkpoint.size:
        found.append(
            f"The checkpoint is of {checkpoint.size} entries, the journal has {len(entries)}: "
            "entries were cut off, or this is an older export."
        )
    elif root_at(entries, checkpoint.size) != checkpoint.root:
        found.append(f"The first {checkpoint.size} entries are not those of the checkpoint: the journal was rewritten.")
    unsigned = [key for key in keys if not is_signed_by(note, key)]
    return found + [f"The checkpoint is not signed by {key.name} with the key {key}." for key in unsigned]


def witness_faults(last: Note, new: Note, entries: Sequence[Mapping[str, Any]]) -> list[str]:
    """Why a witness who signed `last` does not sign `new`, which was found to agree with `entries`."""
    before, after = read_checkpoint(last), read_checkpoint(new)
    if before.origin != after.origin:
        return [f"This key is a witness of {before.origin}. Take another key for {after.origin}."]
    if before.size > after.size:
        return [f"You signed a later checkpoint already, of {before.size} entries; this one is of {after.size}."]
    return checkpoint_faults(last, entries)
