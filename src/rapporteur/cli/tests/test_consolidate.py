from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rapporteur.cli import consolidate
from rapporteur_core.engines import Stopped

ROWS = [
    {"id": f"p{number}", "title": title, "text": said, "who": f"Group {number % 3}", "region": "NS"[number % 2]}
    for number, (title, said) in enumerate(
        [
            ("Night shelter", "Keep the night shelter open in winter, many families have nowhere to sleep."),
            ("Bicycle lanes", "More bicycle lanes on the avenue of the station and safe parking for bicycles."),
            ("Night shelter", "KEEP the night shelter open in winter: many families have nowhere to sleep!"),
            ("Lanes for bicycles", "A bicycle lane to the harbour, and parking where bicycles are not stolen."),
            ("Language classes", "Objective 16 of the GCM asks for language classes near the places of work."),
            ("Safe cycling", "Children cycle to school: bicycle lanes must be apart from the traffic of cars."),
        ]
    )
]


def write_csv(path: Path, rows=ROWS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def call(*words: object) -> int:
    parser = argparse.ArgumentParser()
    consolidate.add_arguments(parser)
    return consolidate.run(parser.parse_args([str(word) for word in words]))


def lines_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_all_files_are_written(tmp_path):
    out = tmp_path / "out"
    assert call(write_csv(tmp_path / "a.csv"), "-o", out, "--by", "who") == 0
    assert {each.name for each in out.iterdir()} == consolidate.WRITTEN
    assert lines_of(out / "duplicates.jsonl") == [{"kind": "near", "members": ["p0", "p2"]}]
    assert len(lines_of(out / "related.jsonl")) == 6
    assert ("gcm.obj.16", "citation") in {(each["provision"], each["by"]) for each in lines_of(out / "mapping.jsonl")}
    assert json.loads((out / "run.json").read_text())["settings"]["text"] == ["text"]
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_the_same_call_gives_the_same_bytes_whatever_the_kind_of_file(tmp_path):
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in ROWS).encode(), mtime=0))
    assert call(write_csv(tmp_path / "a.csv"), "-o", tmp_path / "one") == 0
    assert call(tmp_path / "a.csv", "-o", tmp_path / "two" / "out") == 0
    assert call(packed, "-o", tmp_path / "three") == 0
    for name in consolidate.WRITTEN - {"report.html", "run.json"}:
        one = (tmp_path / "one" / name).read_bytes()
        assert one == (tmp_path / "two" / "out" / name).read_bytes() == (tmp_path / "three" / name).read_bytes()
    for name in consolidate.WRITTEN:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / "out" / name).read_bytes()


def test_a_spreadsheet_is_read(tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([list(ROWS[0]), *(list(row.values()) for row in ROWS)]):
            sheet.write_row(number, 0, row)
    assert call(tmp_path / "a.xlsx", "-o", tmp_path / "out", "--text", "text") == 0
    assert {each["field"] for each in lines_of(tmp_path / "out" / "passages.jsonl")} == {"text"}


def test_a_second_run_takes_the_place_of_the_first(tmp_path):
    file, out = write_csv(tmp_path / "a.csv"), tmp_path / "out"
    assert call(file, "-o", out) == call(file, "-o", out, "--seed", "7") == 0
    assert json.loads((out / "run.json").read_text())["settings"]["seed"] == 7


def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path, capsys):
    out = tmp_path / "out"
    out.mkdir()
    (out / "minutes.txt").write_text("ours")
    assert call(write_csv(tmp_path / "a.csv"), "-o", out) == 2
    assert capsys.readouterr().err == (
        f"The folder {out} holds what is no consolidation (minutes.txt). "
        "Name another folder with -o, or move those files away first.\n"
    )
    assert [each.name for each in out.iterdir()] == ["minutes.txt"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "a.csv: The file is empty.\n"),
        (b"id,text\n1,Some words of a text\n1,Other words of a text\n", None),
        (b"id,text\n1,a long enough text\x00 here\n", "Row 2, column text: the cell holds a zero byte."),
        (b"id,text\n1,one two three,four\n", "Row 2 has 3 cells where the first row has 2."),
        (b"id,number\n1,2\n3,4\n", "No column looks like a text."),
        (b'id,text\n1,"cut in the mid', "Row 2: a quotation mark is opened and never closed."),
    ],
    ids=["empty", "twice", "zero byte", "cells", "no text", "cut"],
)
def test_a_bad_file_gets_its_sentence_and_nothing_is_written(tmp_path, capsys, content, sentence):
    (tmp_path / "a.csv").write_bytes(content)
    assert call(tmp_path / "a.csv", "-o", tmp_path / "out", "--id", "id") == 2
    said = capsys.readouterr().err
    assert said.startswith(sentence or "Row 3, column id: “1” is the identifier of row 2 already.")
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path, capsys):
    assert call(write_csv(tmp_path / "a.csv"), "-o", tmp_path / "out", "--by", "author") == 2
    assert capsys.readouterr().err == ("There is no column “author”. The file has: id, title, text, who, region.\n")


def test_a_file_that_is_not_there_is_said(tmp_path, capsys):
    assert call(tmp_path / "none.csv", "-o", tmp_path / "out") == 2
    assert capsys.readouterr().err == f"There is no file {tmp_path / 'none.csv'}. Check its name and folder.\n"


@pytest.mark.parametrize("content", ["items: 3", "{", "- a", "items:\n- id: x\n"])
def test_provisions_that_cannot_be_read_are_refused(tmp_path, capsys, content):
    (tmp_path / "p.yaml").write_text(content)
    file = write_csv(tmp_path / "a.csv")
    assert call(file, "-o", tmp_path / "out", "--provisions", tmp_path / "p.yaml") == 2
    assert capsys.readouterr().err.startswith("p.yaml holds no provisions that can be read")


def test_own_provisions_take_the_place_of_ours(tmp_path):
    (tmp_path / "p.jsonl").write_text('{"id": "own.1", "label": "Open night shelters in winter"}\n')
    file = write_csv(tmp_path / "a.csv")
    assert call(file, "-o", tmp_path / "out", "--provisions", tmp_path / "p.jsonl") == 0
    assert {each["provision"] for each in lines_of(tmp_path / "out" / "mapping.jsonl")} == {"own.1"}


def test_rows_without_a_text_are_left_out_and_said(tmp_path, capsys):
    rows = [*ROWS, {**ROWS[0], "id": "p9", "text": " "}]
    assert call(write_csv(tmp_path / "a.csv", rows), "-o", tmp_path / "out") == 0
    assert "Row 8 is left out: no text in text." in capsys.readouterr().err
    assert json.loads((tmp_path / "out" / "run.json").read_text())["counts"]["rows_without_text"] == 1


@pytest.mark.parametrize(("stop", "code"), [(KeyboardInterrupt, 130), (Stopped, 143)])
def test_a_stopped_run_leaves_nothing_behind(tmp_path, monkeypatch, capsys, stop, code):
    def fail(*_args, **_named):
        raise stop

    monkeypatch.setattr(consolidate.report, "page", fail)
    assert call(write_csv(tmp_path / "a.csv"), "-o", tmp_path / "out") == code
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]
    assert capsys.readouterr().err.endswith("Stopped. Nothing was written.\n")


def test_a_fault_while_the_folder_is_put_in_place_keeps_the_one_before(tmp_path, monkeypatch):
    file, out = write_csv(tmp_path / "a.csv"), tmp_path / "out"
    assert call(file, "-o", out) == 0
    before = (out / "run.json").read_bytes()
    whole = Path.rename

    def rename(self, target):
        if self.name == "fresh":
            raise KeyboardInterrupt
        return whole(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    assert call(file, "-o", out, "--seed", "9") == 130
    assert (out / "run.json").read_bytes() == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.csv", "out"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_command_and_leaves_nothing(tmp_path, number, code):
    rows = [{**ROWS[n % 6], "id": str(n), "text": f"{ROWS[n % 6]['text']} {n} {n * 7}"} for n in range(6000)]
    write_csv(tmp_path / "a.csv", rows)
    source = (
        # A shell that starts the tests in the background has them ignore Ctrl-C; the command shall hear it.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "import sys, argparse; from rapporteur.cli import consolidate as c; p = argparse.ArgumentParser(); "
        "c.add_arguments(p); print('ready', flush=True); sys.exit(c.run(p.parse_args()))"
    )
    path = os.pathsep.join([str(Path(consolidate.__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    process = subprocess.Popen(
        [sys.executable, "-c", source, str(tmp_path / "a.csv"), "-o", str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    )
    process.stdout.readline()
    time.sleep(1.0)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == code
    assert said.decode().endswith("Stopped. Nothing was written.\n")
    assert [each.name for each in tmp_path.iterdir()] == ["a.csv"]


def test_the_command_needs_no_django():
    source = "import sys; import rapporteur.cli.consolidate; sys.exit('django' in sys.modules)"
    path = os.pathsep.join([str(Path(consolidate.__file__).parents[2]), os.environ.get("PYTHONPATH", "")])
    assert subprocess.run([sys.executable, "-c", source], env={**os.environ, "PYTHONPATH": path}).returncode == 0
