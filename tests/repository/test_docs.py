"""The documents say what the code does: links lead somewhere, lists agree, pages made from the code are up to date."""

from __future__ import annotations

import argparse
import json
import re
import runpy
import shlex
import subprocess
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from rapporteur.cli.main import PARTS
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.journal.chain import FIRST, entry_hash
from rapporteur.foundation.journal.keys import COSIGNATURE, PrivateKey
from rapporteur.foundation.journal.notes import cosigned
from rapporteur.foundation.journal.queries import exported, journal_key, signed_checkpoint
from rapporteur.line import STAGES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
REFERENCE = ROOT / "docs/reference"
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "deploy/*", "sample/*.md", "bench/*.md", "src/**/README.md")
    for path in ROOT.glob(pattern)
)
OURS = ("src/", "docs/", "tools/", "tests/", "deploy/", "sample/", "bench/")
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"(?:^\s*(?:[A-Z_]+=\S+ )*|/bin/|CMD )rapporteur ((?:[a-z]+(?:-[a-z]+)?)(?=[\s`.,]|$).*)")
LABEL = re.compile(r"(?<!\*)\*([^*`]+)\*(?!\*)")
SETTING = re.compile(r"RAPPORTEUR_[A-Z_]+[A-Z]")
LATER = re.compile(
    r"\b(coming soon|to be written|TODO|TBD|roadmap|not yet (?:there|built|done)|in a later version)\b", re.IGNORECASE
)
ids = [str(path.relative_to(ROOT)) for path in DOCUMENTS]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def made_by(tool: str) -> str:
    """The document that a tool makes from the code, as it should be now."""
    return str(runpy.run_path(str(ROOT / "tools" / tool))["text"]())


def anchor_of(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def options_of(name: str) -> tuple[set[str], set[str]]:
    """The option strings of a command, and the values that its arguments without a dash may take."""
    parser = argparse.ArgumentParser()
    import_module(f"rapporteur.cli.{PARTS[name][0]}").add_arguments(parser)
    actions = [action for action in parser._actions if action.dest != "help"]
    return {text for action in actions for text in action.option_strings}, {
        str(choice) for action in actions for choice in action.choices or () if not action.option_strings
    }


def leads_somewhere(path: Path, target: str) -> bool:
    """Whether a link in `path` names a file that is there, and a heading in it where it names one."""
    name, _hash, anchor = target.partition("#")
    file = (path.parent / name).resolve() if name else path
    if not file.exists() or not anchor:
        return file.exists()
    lines = file.read_text(encoding="utf-8").split("\n")
    return anchor in {anchor_of(line.lstrip("# ")) for line in lines if line.startswith("#")}


@pytest.mark.parametrize("path", DOCUMENTS, ids=ids)
def test_links_lead_to_files_and_headings_that_are_there(path):
    targets = [
        target for target in LINK.findall(path.read_text(encoding="utf-8")) if not re.match(r"https?:|mailto:", target)
    ]
    assert [target for target in targets if not leads_somewhere(path, target)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=ids)
def test_no_line_speaks_of_files_that_are_not_there(path):
    named = [
        text for text in CODE.findall(path.read_text(encoding="utf-8")) if text.startswith(OURS) and " " not in text
    ]
    assert [name for name in named if not (ROOT / name).exists() and not list(ROOT.glob(name))] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=ids)
def test_no_line_speaks_of_what_may_be_one_day(path):
    assert LATER.findall(path.read_text(encoding="utf-8")) == []


def wrong_commands(text: str) -> list[str]:
    """The shown command lines that name a command or an option that is not there."""
    text = text.replace("\\\n", " ").replace('CMD ["rapporteur", "', "CMD rapporteur ").replace('", "', " ")
    lines = [line for line in text.split("\n") if line.startswith(("    ", "CMD", "ExecStart"))]
    wrong = []
    for found in filter(None, map(COMMAND.search, [*lines, *CODE.findall(text)])):
        name, *rest = found[1].split()
        if name not in PARTS:
            wrong.append(f"There is no command {name}: {found[0].strip()}")
            continue
        known, _choices = options_of(name)
        given = {word.split("=")[0] for word in rest if re.match(r"--?[a-z]", word)}
        wrong += [f"{name} has no option {option}." for option in sorted(given - known - {"--help"})]
    return wrong


@pytest.mark.parametrize("path", DOCUMENTS, ids=ids)
def test_commands_in_documents_have_the_options_they_are_shown_with(path):
    assert wrong_commands(path.read_text(encoding="utf-8")) == []


def test_a_command_line_that_is_not_so_is_found():
    shown = "Run `rapporteur polish`, then\n\n    A=b rapporteur fsck \\\n        --loud --quiet\n"
    assert sorted(wrong_commands(shown)) == [
        "There is no command polish: rapporteur polish",
        "fsck has no option --loud.",
    ]


def test_a_link_to_nothing_is_found():
    page = ROOT / "docs/README.md"
    told = [
        leads_somewhere(page, target) for target in ("line.md", "nowhere.md", "line.md#the-line", "line.md#no-heading")
    ]
    assert told == [True, False, True, False]


@pytest.mark.parametrize("path", sorted(ROOT.glob("docs/how-to/*.md")), ids=lambda path: path.name)
def test_labels_named_in_the_how_tos_stand_on_the_pages(path):
    files = [each for kind in ("html", "py") for each in SOURCE.rglob(f"*.{kind}") if "tests" not in each.parts]
    pages = "\n".join(each.read_text(encoding="utf-8") for each in files)
    said = " ".join(path.read_text(encoding="utf-8").split())
    labels = [label for label in LABEL.findall(said) if label[0].isupper()]
    assert [label for label in labels if label not in pages] == []


def test_every_setting_is_documented_and_every_documented_one_is_read():
    in_code = {
        name
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts
        for name in SETTING.findall(path.read_text(encoding="utf-8"))
    }
    assert set(re.findall(r"^\| `(RAPPORTEUR_\w+)`", read("docs/reference/settings.md"), re.MULTILINE)) == in_code


@pytest.mark.parametrize("path", DOCUMENTS, ids=ids)
def test_settings_named_in_documents_are_documented(path):
    documented = set(SETTING.findall(read("docs/reference/settings.md")))
    assert set(SETTING.findall(path.read_text(encoding="utf-8"))) - documented == set()


def test_every_command_has_its_section_and_no_other_has():
    sections = re.findall(r"^## rapporteur ([\w-]+)$", read("docs/reference/commands.md"), re.MULTILINE)
    assert sorted(sections) == sorted(PARTS)


@pytest.mark.parametrize("name", PARTS)
def test_every_option_of_a_command_is_documented_and_no_other_is(name):
    section = read("docs/reference/commands.md").split(f"\n## rapporteur {name}\n")[1].split("\n## ")[0]
    options, choices = options_of(name)
    table = "".join(line.split("|")[1] for line in section.split("\n") if line.startswith("| `"))
    written = {text.split()[0] for text in CODE.findall(table)}
    assert {text for text in written if text.startswith("-")} == options
    assert choices <= written


@pytest.mark.parametrize(
    ("document", "tool"),
    [
        ("docs/glossary.md", "glossary.py"),
        ("docs/reference/permissions.md", "permissions_doc.py"),
        ("docs/line.md", "line_doc.py"),
    ],
)
def test_documents_made_from_the_code_are_as_their_tool_makes_them(document, tool):
    assert read(document) == made_by(tool), f"Run `python tools/{tool}`."


def test_every_stage_has_its_section_on_the_line_in_its_order():
    assert tuple(name for name in re.findall(r"^## \d+\. .*\(`(\w+)`\)$", read("docs/line.md"), re.MULTILINE)) == STAGES
    assert [
        name for name in re.findall(r"^<!-- ([\w.]+) -->$", read("docs/line.md"), re.MULTILINE) if name in STAGES
    ] == list(STAGES)


def test_every_document_is_listed_on_the_first_page_of_the_documentation():
    listed = {(ROOT / "docs" / target.split("#")[0]).resolve() for target in LINK.findall(read("docs/README.md"))}
    shown = [*ROOT.glob("docs/*.md"), *ROOT.glob("docs/how-to/*.md"), *ROOT.glob("docs/reference/*.md")]
    assert [str(path.relative_to(ROOT)) for path in shown if path not in listed and path.name != "README.md"] == []


def test_every_change_is_in_the_changelog():
    told = set(LINK.findall(read("CHANGELOG.md")))
    assert {f"docs/changes/{path.name}" for path in ROOT.glob("docs/changes/*.md")} - told == set()


def verifier() -> str:
    """The program printed in the description of the journal."""
    return read("docs/reference/journal.md").split("```python\n")[1].split("```")[0]


def checked(tmp_path: Path, entries: list[dict], note: str = "", *keys: object) -> subprocess.CompletedProcess:
    """What the documented verifier says of `entries`, run by a Python that knows no package at all.

    With `keys`, which must have signed the checkpoint `note`, it knows the packages that are installed.
    """
    journal, program = tmp_path / "journal.jsonl", tmp_path / "verifier.py"
    journal.write_text(
        "".join(json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n" for entry in entries), "utf-8"
    )
    program.write_text(verifier(), encoding="utf-8")
    kept = tmp_path / "checkpoint"
    kept.write_text(note, encoding="utf-8")
    command = [sys.executable, "-I", *([] if keys else ["-S"]), program, journal, *([kept] if note else []), *keys]
    return subprocess.run([str(word) for word in command], capture_output=True, text=True)


@pytest.fixture
def journal(conference, reader_as):
    """Three acts, with letters, controls and figures in what they commit to."""
    by = reader_as("secretariat")
    record(
        by, "received contribution", "contribution:1", text='Müller says "نعم"\n\t\u2028 \x1f end', share=0.1, big=1e21
    )
    record(by, "tabled amendment", conference, reasons=["b", "a"], nested={"z": None, "ä": True, "a": -3})
    record(by, "closed call", "call:1")
    return list(exported())


def test_the_documented_verifier_holds_a_true_journal(tmp_path, journal):
    answer = checked(tmp_path, journal)
    assert (answer.returncode, answer.stdout) == (0, f"3 entries hold. The last hash is {journal[-1]['hash']}.\n"), (
        answer.stderr
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda rows: rows.pop(1), "Entry 2 is missing."),
        (lambda rows: rows[1].update(act="withdrew amendment"), "Entry 2 was changed."),
        (lambda rows: rows[2].update(previous="0" * 64), "Entry 3 does not follow the entry before it."),
        (
            lambda rows: rows[0]["opening"]["content"].update(text="other"),
            "Entry 1: the content is not the one committed to.",
        ),
    ],
)
def test_the_documented_verifier_finds_what_was_changed(tmp_path, journal, change, sentence):
    change(journal)
    answer = checked(tmp_path, journal)
    assert (answer.returncode, answer.stderr.strip()) == (1, sentence)


def test_an_erased_opening_leaves_the_chain_whole(tmp_path, journal):
    journal[1]["opening"] = None
    assert checked(tmp_path, journal).returncode == 0


WITNESS = PrivateKey("city.example/witness", b"w" * 32)


def test_the_documented_verifier_holds_a_checkpoint_from_when_the_journal_was_shorter(
    tmp_path, journal, conference, reader_as
):
    note = cosigned(signed_checkpoint(), WITNESS, at=1_507_000_000)
    for _number in range(4):
        record(reader_as("secretariat"), "said", conference)
    longer, keys = list(exported()), [journal_key().public(), WITNESS.public(COSIGNATURE)]
    for named in ([], keys):
        answer = checked(tmp_path, longer, str(note), *named)
        assert (answer.returncode, answer.stdout.splitlines()[1:]) == (
            0,
            ["The first 3 entries are those of the checkpoint of 127.0.0.1:8000/journal."],
        ), answer.stderr


def chained(rows: list[dict]) -> list[dict]:
    """The entries `rows`, with every number, link and hash made to fit."""
    previous = FIRST
    for number, row in enumerate(rows, 1):
        row.update(number=number, previous=previous)
        row["hash"] = previous = entry_hash(row)
    return rows


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda rows: rows.pop(), "The checkpoint has 3 entries: the journal was cut off, or is older."),
        (lambda rows: rows[0].update(act="withdrew"), "The first 3 entries are not those of the checkpoint."),
        (lambda rows: rows.insert(0, rows.pop(1)), "The first 3 entries are not those of the checkpoint."),
        (lambda rows: rows.insert(1, dict(rows[0])), "The first 3 entries are not those of the checkpoint."),
    ],
)
def test_the_documented_verifier_finds_a_chain_written_anew_by_a_kept_checkpoint(tmp_path, journal, change, sentence):
    note = str(signed_checkpoint())
    change(journal)
    assert checked(tmp_path, chained(journal)).returncode == 0
    answer = checked(tmp_path, journal, note)
    assert (answer.returncode, answer.stderr.strip()) == (1, sentence)


@pytest.mark.parametrize("kind", [1, COSIGNATURE])
def test_the_documented_verifier_finds_who_did_not_sign(tmp_path, journal, kind):
    key = WITNESS.public(kind)
    note = cosigned(signed_checkpoint(), PrivateKey(WITNESS.name, b"o" * 32), at=1_507_000_000)
    posing = replace(note, signatures=[(name, key.key_id + signature[4:]) for name, signature in note.signatures])
    for each in (note, posing):
        answer = checked(tmp_path, journal, str(each), key)
        assert (answer.returncode, answer.stderr.strip()) == (1, f"The checkpoint is not signed with the key {key}.")


def test_the_fields_of_an_entry_are_those_documented(journal):
    section = read("docs/reference/journal.md").split("## Fields of an entry")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)`", section, re.MULTILINE) == list(journal[0])


def test_the_picture_of_the_line_is_one_file_without_outside_parts():
    picture = read("docs/line.svg")
    assert re.findall(r"(?:href|src|url)\s*[=(]", picture) == []
    assert "prefers-color-scheme: dark" in picture


def test_shown_shell_lines_are_whole():
    """An example that ends in the middle of a quotation cannot be copied."""
    broken = []
    for path in DOCUMENTS:
        for line in path.read_text(encoding="utf-8").replace("\\\n", " ").split("\n"):
            if re.match(r"    (rapporteur|make|python|pip|systemctl|cp) ", line):
                try:
                    shlex.split(line)
                except ValueError:
                    broken.append(line)
    assert broken == []
