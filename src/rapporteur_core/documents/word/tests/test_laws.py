"""What must hold of any Word file: texts taken and refused, changes and their words, nothing dropped in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rapporteur_core.documents.problems import Unreadable
from rapporteur_core.documents.word import read
from rapporteur_core.documents.word.model import WordFile
from rapporteur_core.documents.word.tests.files import paragraph, run, word_file

AUTHORS = ("Ana", "Bo", "Chen")
WORDS = st.text("abcé \u0633\U0001f600\t", min_size=1, max_size=6)


@dataclass(frozen=True)
class Said:
    """A word with those who put it in or took it out; `text` is None for the mark of a paragraph."""

    text: str | None
    inserted: str = ""
    deleted: str = ""


def by(author: str) -> str:
    return f'w:id="1" w:author="{author}" w:date="2030-03-01T10:00:00Z"'


def saids(text: st.SearchStrategy[str | None]) -> st.SearchStrategy[Said]:
    who = st.sampled_from(["", "", *AUTHORS])
    return st.builds(Said, text, who, who)


# The last mark of a text is never tracked: Word does not let it go.
TEXTS = st.lists(saids(st.one_of(st.none(), WORDS)), max_size=25).map(lambda many: [*many, Said(None)])


def written(said: Said) -> str:
    assert said.text is not None
    tag = "w:delText" if said.deleted else "w:t"
    content = f'<w:r><{tag} xml:space="preserve">{said.text}</{tag}></w:r>'
    content = content.replace("\t", f"</{tag}><w:tab/><{tag}>")
    if said.deleted:
        content = f"<w:del {by(said.deleted)}>{content}</w:del>"
    return f"<w:ins {by(said.inserted)}>{content}</w:ins>" if said.inserted else content


def body_of(many: Sequence[Said]) -> str:
    body, line = "", ""
    for said in many:
        if said.text is not None:
            line += written(said)
            continue
        marks = f"<w:ins {by(said.inserted)}/>" if said.inserted else ""
        marks += f"<w:del {by(said.deleted)}/>" if said.deleted else ""
        body += paragraph(line, f"<w:rPr>{marks}</w:rPr>")
        line = ""
    return body


def expected(many: Sequence[Said], *, taken: bool) -> str:
    left = [said for said in many if not (said.deleted if taken else said.inserted)]
    return "".join("\n" if said.text is None else said.text for said in left).removesuffix("\n")


@given(TEXTS)
@example([Said(None, "Ana", "Bo"), Said("a", "Bo", "Ana"), Said(None)])
def test_taking_or_refusing_all_is_leaving_out_what_is_deleted_or_inserted(many: list[Said]) -> None:
    file = read(word_file(body_of(many)))
    assert (file.accepted, file.rejected) == (expected(many, taken=True), expected(many, taken=False))


@given(TEXTS)
def test_without_changes_both_texts_are_one(many: list[Said]) -> None:
    file = read(word_file(body_of([replace(said, inserted="", deleted="") for said in many])))
    assert (file.changes, file.accepted) == ((), file.rejected)


@given(TEXTS)
def test_the_words_of_a_change_are_those_of_its_pieces(many: list[Said]) -> None:
    file = read(word_file(body_of(many)))
    gathered = [""] * len(file.changes)
    for each in file.paragraphs:
        for piece in each.pieces:
            for number in {piece.change, piece.within} - {None}:
                gathered[number or 0] += piece.text
    assert gathered == [change.text for change in file.changes]


@given(st.lists(st.sampled_from(["keep", "insert", "delete"]), max_size=12))
def test_what_is_inserted_is_in_the_text_taken_alone_and_what_is_deleted_in_the_text_refused_alone(
    kinds: list[str],
) -> None:
    many = [
        Said(f"word{number}. ", "Ana" if kind == "insert" else "", "Ana" if kind == "delete" else "")
        for number, kind in enumerate(kinds)
    ]
    file = read(word_file(body_of([*many, Said(None)])))
    for change in file.changes:
        assert (change.text in file.accepted, change.text in file.rejected) == (
            change.kind == "insert",
            change.kind == "delete",
        )
    assert sum(len(change.text) for change in file.changes) == sum(
        len(said.text or "") for said in many if said.inserted or said.deleted
    )


@given(TEXTS)
def test_the_place_of_a_change_is_where_its_words_stand(many: list[Said]) -> None:
    file = read(word_file(body_of(many)))
    for change in file.changes:
        own = file.paragraphs[change.place.paragraph or 0]
        if change.kind == "delete" and all(
            piece.within is None
            for piece in own.pieces
            if piece.change is not None and file.changes[piece.change] == change
        ):
            assert own.rejected[change.place.offset :].startswith(change.text)


@given(TEXTS)
def test_words_cut_into_more_runs_say_the_same(many: list[Said]) -> None:
    cut = [
        part
        for said in many
        for part in ([said] if said.text is None else [replace(said, text=letter) for letter in said.text])
    ]
    whole, pieces = read(word_file(body_of(many))), read(word_file(body_of(cut)))
    assert without_parts(whole) == without_parts(pieces)


def without_parts(file: WordFile) -> WordFile:
    return replace(file, changes=tuple(replace(change, parts=0) for change in file.changes))


@given(TEXTS)
def test_both_editions_of_the_standard_say_the_same(many: list[Said]) -> None:
    assert read(word_file(body_of(many), strict=True)) == read(word_file(body_of(many)))


NAMES = (
    *("w:p", "w:r", "w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:sdt", "w:sdtContent", "w:tbl", "w:tr", "w:tc"),
    *("w:hyperlink", "w:smartTag", "w:customXml", "w:fldSimple", "w:ruby", "w:rubyBase", "w:rt", "w:drawing"),
    *("w:pict", "w:object", "w:txbxContent", "m:oMath", "m:e", "w:bdo", "mc:AlternateContent", "w:new"),
)
EMPTY = (
    "<w:fldChar w:fldCharType='begin'/>",
    "<w:fldChar w:fldCharType='separate'/>",
    "<w:fldChar w:fldCharType='end'/>",
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 0) -> list[object]:
    """Elements within elements, as no schema would have them: a name with its content, or a word."""
    content: list[object] = []
    for _each in range(draw(st.integers(0, 3))):
        if depth > 5 or draw(st.integers(0, 3)) == 0:
            content.append(draw(st.sampled_from(["word", "word", *EMPTY])))
        else:
            content.append((draw(st.sampled_from(NAMES)), draw(trees(depth + 1))))
    return content


def numbered(tree: Sequence[object], words: list[str]) -> str:
    out = ""
    for each in tree:
        if isinstance(each, tuple):
            out += f"<{each[0]}>{numbered(each[1], words)}</{each[0]}>"
        elif each == "word":
            words.append(f"«{len(words)}»")
            out += f"<w:t>{words[-1]}</w:t>"
        else:
            out += str(each)
    return out


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=300)
@given(trees())
def test_whatever_the_file_no_word_is_dropped_in_silence(tree: list[object]) -> None:
    words: list[str] = []
    file = read(word_file(numbered(tree, words)))
    said = "".join(piece.text for each in file.paragraphs for piece in each.pieces)
    told = "".join(each.text for each in file.leftovers)
    assert [word for word in words if word not in said and word not in told] == []


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    refused_or_read(data)


DATA = word_file(paragraph(run("Cities act.") + "<w:ins><w:r><w:tab/></w:r></w:ins>"))


@given(st.lists(st.tuples(st.integers(0, len(DATA) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_damaged_files_are_read_or_refused_with_a_sentence(changes: list[tuple[int, int]]) -> None:
    data = bytearray(DATA)
    for at, value in changes:
        data[at] = value
    refused_or_read(bytes(data))


def refused_or_read(data: bytes) -> None:
    try:
        file = read(data)
    except Unreadable as unreadable:
        assert unreadable.text
    else:
        assert file.accepted is not None
