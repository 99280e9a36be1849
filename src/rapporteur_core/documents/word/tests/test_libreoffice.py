"""Files of ours as LibreOffice opens, shows and saves them."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pypdf
import pytest
from lxml import etree

from rapporteur_core.documents.word.identity import Identity
from rapporteur_core.documents.word.negotiated import NegotiatedText
from rapporteur_core.documents.word.reading import read
from rapporteur_core.documents.word.tests.examples import (
    ARABIC,
    ARABIC_COMPILATION,
    ENGLISH,
    ENGLISH_COMPILATION,
    PARTED,
    clean,
)
from rapporteur_core.documents.word.tracked import write_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LIMIT = 240
TEXTS = {
    "clean": clean(ENGLISH),
    "redline": ENGLISH,
    "compilation": ENGLISH_COMPILATION,
    "arabic-clean": clean(ARABIC),
    "arabic-redline": ARABIC,
    "arabic-compilation": ARABIC_COMPILATION,
    "parted": PARTED,
}


# A macro that takes or refuses all changes of a file, as a person does in the menu, and saves it.
SETTLE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Settle()
  One("Accept", "accepted")
  One("Reject", "rejected")
End Sub
Sub One(verb, target)
  Dim a(0) As New com.sun.star.beans.PropertyValue
  a(0).Name = "Hidden" : a(0).Value = True
  doc = StarDesktop.loadComponentFromURL("file://{folder}/text.docx", "_blank", 0, a())
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  helper.executeDispatch(doc.CurrentController.Frame, ".uno:" + verb + "AllTrackedChanges", "", 0, Array())
  Dim b(0) As New com.sun.star.beans.PropertyValue
  b(0).Name = "FilterName" : b(0).Value = "MS Word 2007 XML"
  doc.storeToURL("file://{folder}/" + target + ".docx", b())
  doc.close(True)
End Sub
</script:module>"""


def settled(folder: Path, text: NegotiatedText) -> dict[str, bytes]:
    """A text with all changes taken and with all refused by LibreOffice itself: "accepted" and "rejected"."""
    # The first start lays out the profile, with an empty module of this name.
    start_libreoffice(folder, "--terminate_after_init")
    (folder / "profile/user/basic/Standard/Module1.xba").write_text(SETTLE.replace("{folder}", str(folder)))
    (folder / "text.docx").write_bytes(write_text(text))
    start_libreoffice(folder, "macro:///Standard.Module1.Settle")
    return {name: (folder / f"{name}.docx").read_bytes() for name in ("accepted", "rejected")}


def converted(folder: Path, texts: Mapping[str, NegotiatedText], form: str) -> dict[str, bytes]:
    """The texts written as Word files, opened by LibreOffice and saved in another form: all in one start of it."""
    for name, text in texts.items():
        (folder / f"{name}.docx").write_bytes(write_text(text))
    files = [str(folder / f"{name}.docx") for name in texts]
    start_libreoffice(folder, "--convert-to", form, "--outdir", str(folder / "out"), *files)
    ending = form.partition(":")[0]
    return {name: (folder / "out" / f"{name}.{ending}").read_bytes() for name in texts}


def start_libreoffice(folder: Path, *arguments: str) -> None:
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        pytest.fail("LibreOffice is needed: `apt-get install --no-install-recommends libreoffice-writer-nogui`.")
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", *arguments],
        check=True,
        timeout=LIMIT,
        capture_output=True,
        env={**os.environ, "HOME": str(folder)},
    )


def words(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages).split())


def test_libreoffice_shows_every_text_with_its_numbers_symbol_and_pages(tmp_path: Path) -> None:
    shown = {name: words(data) for name, data in converted(tmp_path, TEXTS, "pdf").items()}
    assert sorted(shown) == sorted(TEXTS)
    for part in (
        "Conference of Cities on Migration CCM/2017/L.1/Rev.2",
        "Agenda item 4: Outcome of the conference",
        "PP2 bis Deeply concerned",
        "OP2 Commit [to issue [municipal] identity cards",
        "(ii) for language courses;",
        "1/2",
    ):
        assert part in shown["clean"]
    assert ("live in" in shown["redline"], "all the figures" in shown["redline"]) == (True, True)
    for part in ("A-3 · Quito, with Porto Sereno", "Opposed by Kisimamaji, Sfântu.", "Amendment Sponsor Words"):
        assert part in shown["compilation"]


@dataclass(frozen=True)
class Seen:
    """What a file says that must survive being opened and saved by another program."""

    changes: list[tuple[str, str, datetime | None, str]]
    moves: dict[str, list[str]]
    paragraphs: list[tuple[str | None, str | None, str, str]]
    comments: list[tuple[str, datetime | None, str, str]]
    identity: Identity
    accepted: str
    rejected: str


def seen(data: bytes) -> Seen:
    file = read(data)
    return Seen(
        [(each.kind, each.author, each.instant, each.text) for each in file.changes],
        moves(data),
        [(each.key, each.number, each.accepted, each.rejected) for each in file.paragraphs if each.key],
        [(each.author, each.instant, each.text, each.words) for each in file.comments],
        file.identity,
        file.accepted,
        file.rejected,
    )


def moves(data: bytes) -> dict[str, list[str]]:
    """The names of the moves at either side, as their range marks bear them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    sides = ("moveFromRangeStart", "moveToRangeStart")
    return {side: sorted(str(each.get(f"{W}name")) for each in root.iter(W + side)) for side in sides}


def test_nothing_is_lost_and_nothing_invented_when_libreoffice_opens_and_saves_a_file(tmp_path: Path) -> None:
    returned = converted(tmp_path, TEXTS, "docx:MS Word 2007 XML")
    for name, text in TEXTS.items():
        assert seen(returned[name]) == seen(write_text(text)), name


def test_libreoffice_gives_back_both_texts_of_splits_and_joins_with_their_numbers(tmp_path: Path) -> None:
    found = {
        name: [(line.key, file.paragraphs[line.paragraphs[0]].number, line.text) for line in file.lines("accepted")]
        for name, data in settled(tmp_path, PARTED).items()
        for file in [read(data)]
    }
    assert {name: [each for each in lines if each[1]] for name, lines in found.items()} == {
        "accepted": [
            ("s1", "OP1", "Decide to issue cards"),
            ("s2", "OP1 bis", "Decide that they are free"),
            ("s3", "(a)", "for all residents;"),
            ("j1", "OP3", "Invite cities to share, and the United Nations to listen;"),
            ("last", "OP5", "Decide to meet again."),
        ],
        "rejected": [
            ("s1", "OP1", "Decide to issue cards; Decide that they are free andfor residents;"),
            ("gone", "OP2", "Urge nobody;"),
            ("j1", "OP3", "Invite cities to share"),
            ("j2", "OP4", " the United Nations to listen;"),
            ("last", "OP5", "Decide to meet again."),
        ],
    }


def test_the_examples_have_something_to_lose() -> None:
    counts = {name: len(seen(write_text(text)).changes) for name, text in TEXTS.items()}
    assert counts == {
        "clean": 0,
        "redline": 28,
        "compilation": 6,
        "arabic-clean": 0,
        "arabic-redline": 27,
        "arabic-compilation": 2,
        "parted": 11,
    }
    assert seen(write_text(ENGLISH)).moves == {"moveFromRangeStart": ["p1", "w1"], "moveToRangeStart": ["p1", "w1"]}
    assert len(seen(write_text(ENGLISH)).comments) == 2
