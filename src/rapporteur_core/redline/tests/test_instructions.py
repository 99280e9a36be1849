from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rapporteur_core.redline import instructing
from rapporteur_core.redline.instructing import FRENCH_BILL, Instructed, Paragraph, instructions
from rapporteur_core.redline.instructing.refusals import AMBIGUOUS, SENTENCES, sentence
from rapporteur_core.redline.tests.drafts import DRAFT, told

WORDS = ["cities", "share", "housing", "water", "the", "care", "État", "l’eau", "40", "8 %", "cooperation", "ciudades"]
PIECES = [
    *(
        "In OP1, ",
        "in paragraph 2",
        "À l'alinéa 1, ",
        "En el párrafo 2, ",
        "replace ",
        "remplacer les mots ",
        "delete ",
    ),
    *(
        "supprímase ",
        "suprímase ",
        "by ",
        "par les mots : ",
        "por ",
        "“migrants”",
        "« again »",
        "'care'",
        '"',
        "«",
        "»",
    ),
    *(
        "insert ",
        "after ",
        "compléter ",
        "a new paragraph: ",
        "\n",
        "\n\n",
        ". ",
        ", ",
        "and ",
        "et ",
        "OP4",
        "PP2 bis",
    ),
    *(
        "the second sentence of ",
        "each time",
        "cet alinéa",
        "I. - ",
        "a) ",
        "1°",
        "…",
        "(b)",
        "’",
        "rédiger ainsi ",
        "x",
    ),
    *("la fin de ", "to 4", "à 3", "renumber ", "in fine", "\u202f", "\xa0", "e\u0301", "🏳️‍🌈", "\ue000", "\ue001", "و"),
]
MAILS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=60)
LANGUAGES = st.sampled_from(["en", "fr", "es"])
LINES = st.lists(
    st.lists(st.sampled_from([*WORDS, "“care”", "again."]), min_size=1, max_size=6).map(" ".join), max_size=4
)


def paragraphs_of(result: Instructed) -> list[Paragraph]:
    return list(result.paragraphs)


@settings(max_examples=400)
@given(MAILS, LANGUAGES)
def test_whatever_is_written_each_instruction_is_placed_or_says_why_not(mail: str, language: str) -> None:
    result = instructions(mail, DRAFT, language)
    for one in result.instructions:
        assert (one.state == "placed") == (one.refusals == ())
        assert all(each.text.strip() and 0 <= each.start <= each.end <= len(mail) for each in one.refusals)
        assert 0 <= one.start <= one.end <= len(mail)
        assert one.refusals == () or one.changes == ()
    assert all(0 <= start < end <= len(mail) for _source, start, end in result.unread)


@settings(max_examples=400)
@given(MAILS, LANGUAGES)
@example("In OP1, replace “migrants” by “people”.", "en")
def test_only_paragraphs_that_a_placed_instruction_names_are_changed(mail: str, language: str) -> None:
    result = instructions(mail, DRAFT, language)
    touched = {each.paragraph for one in result.instructions for each in one.changes if not each.is_new}
    kept = [paragraph for n, paragraph in enumerate(DRAFT) if n not in touched]
    assert [each for each in result.paragraphs if each in kept] == kept
    if not any(one.changes for one in result.instructions):
        assert paragraphs_of(result) == list(DRAFT)


@settings(max_examples=300)
@given(MAILS, LANGUAGES, LINES, st.sampled_from(["\n", "\n\n", " \n\n\n"]), st.sampled_from(["", "\n", "  \n\n"]))
def test_a_text_in_which_nothing_is_placed_comes_back_as_it_is(
    mail: str, language: str, lines: list[str], between: str, around: str
) -> None:
    document = around + between.join(lines) + around
    result = instructions(mail, document, language)
    if not any(one.changes for one in result.instructions):
        assert result.document == document


@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=9, unique=True), st.data())
def test_words_that_stand_once_are_replaced_and_all_else_stays(words: list[str], data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(words))
    text = f"We know {' and '.join(words)}, every day;"
    start = text.index(f"{word} ") if f"{word} " in text else text.index(f"{word},")
    result = instructions(f"In paragraph 1, replace “{word}” by “new words”.", [Paragraph("1", text)], "en")
    assert result.document == text[:start] + "new words" + text[start + len(word) :]
    assert [one.state for one in result.instructions] == ["placed"]


@given(st.sampled_from(WORDS), st.integers(2, 5))
def test_words_that_stand_several_times_are_never_guessed(word: str, count: int) -> None:
    text = " or ".join([word] * count)
    for mail in (f"Delete “{word}”.", f"Replace “{word}” by “x”.", f"After “{word}” insert “x”."):
        result = instructions(mail, text, "en")
        assert (result.document, [one.state for one in result.instructions]) == (text, ["ambiguous"])
        assert result.instructions[0].refusals[0].values == {"count": count}
    assert instructions(f"Replace “{word}” by “x” each time.", text, "en").document == " or ".join(["x"] * count)


@given(st.sampled_from([word for word in WORDS if word.isalnum()]), st.sampled_from(["s", "é", "1", "-x", "\u0301"]))
def test_other_words_are_never_taken_for_those_quoted(word: str, ending: str) -> None:
    result = instructions(f"Delete “{word}”.", f"We give {word}{ending} here.", "en")
    assert [one.refusals[0].code for one in result.instructions] == ["not_found"]


@pytest.mark.parametrize(
    "mail",
    [
        "In OP4, replace 'again' by 'soon'.",
        'In OP4, replace "again" by "soon".',
        "In OP4, replace ‘again’ by ‘soon’.",
        "In OP4, replace “again” by “soon”.",
        "In OP4, replace «again» by « soon ».",
        "In OP4, replace «\xa0again\xa0» by «\u202fsoon\u202f».",
        "In OP4, replace „again“ by „soon”.",
        "In OP4, replace ‹again› by ‹soon›.",
        "In OP4, replace »again« by »soon«.",
        "In\xa0OP4,\u202freplace ‘again’\nby ‘soon’",
        "OP 4: replace ‘again’ by ‘soon’",
        "Operative paragraph 4: replace ‘again’ with ‘soon’.",
    ],
)
def test_quotation_marks_of_all_kinds_hold_words(mail: str) -> None:
    assert told(mail, "en") == ["OP4: Decide to meet soon."]


@pytest.mark.parametrize(
    ("document", "mail", "after"),
    [
        ("We ask for l'eau et l'air.", "Remplacer « l’eau » par « l’eau potable ».", "We ask for l'eau potable et l'air."),
        ('Le mot "oui" vaut.', "Remplacer « le mot « oui » » par « le mot « non » ».", 'Le mot "non" vaut.'),
        ("Le mot « oui » vaut.", "Remplacer \"oui\" par \"non\".", "Le mot « non » vaut."),
        ("À 8\xa0% du prix.", "Remplacer « 8 % » par « 9 % ».", "À 9\xa0% du prix."),
        ("Les cœurs.", "Remplacer « coeurs » par « corps ».", "Les corps."),
        ("La ville décide.", "Remplacer « la ville » par « la commune ».", "La commune décide."),
        ("Elle voit la ville.", "Remplacer « La ville » par « la commune ».", "Elle voit la commune."),
        ("Un taux de 4,35 %.", "Remplacer « 35 % » par « 36 % ».", "Un taux de 4,35 %."),
        ("Le non-cumul.", "Supprimer le mot « cumul ».", "Le non-cumul."),
        ("A, b, c.", "Supprimer le mot « b ».", "A, c."),
        ("Un mot, et un autre.", "Supprimer les mots « , et un autre ».", "Un mot."),
        ("Toutefois, la ville décide.", "Supprimer le mot « Toutefois, ».", "La ville décide."),
        ("La ville hors Île-de-France.", "Après le mot « hors », insérer les mots « région d' ».", "La ville hors région d'Île-de-France."),
        ("La ville décide ;", "Compléter l'alinéa 1 par les mots « et agit ; ».", "La ville décide et agit ;"),
        ("La ville décide ;", "Compléter l'alinéa 1 par une phrase ainsi rédigée : « Elle agit. »", "La ville décide. Elle agit ;"),
        ("La ville décide.", "Au début de l'alinéa 1, insérer les mots « Chaque année, ».", "Chaque année, la ville décide."),
        ("Lyon décide.", "Au début de l'alinéa 1, insérer les mots « Chaque année, ».", "Chaque année, Lyon décide."),
    ],
)  # fmt: skip
def test_typography_may_differ_and_words_may_not(document: str, mail: str, after: str) -> None:
    assert instructions(mail, document, "fr").document == after


def test_the_range_and_the_words_of_what_was_not_understood_are_those_of_the_mail() -> None:
    mail = "Hello,\n\nIn OP1, frobnicate and delete “families”. In OP4, delete “again”.\n\nRegards"
    result = instructions(mail, DRAFT, "en")
    one, two = result.instructions
    assert (mail[one.start : one.end], one.state) == ("In OP1, frobnicate and delete “families”.", "unplaced")
    assert [(each.code, mail[each.start : each.end]) for each in one.refusals] == [("not_understood", "frobnicate")]
    assert result.unplaced == ("frobnicate",)
    assert (two.state, two.operation, two.quoted) == ("placed", "delete", "again")
    assert [mail[start:end] for _source, start, end in result.unread] == ["Hello,", "Regards"]
    assert not result.is_complete


def test_places_are_those_of_the_text_before_and_what_came_before_counts_where_it_is_quoted() -> None:
    document = "One a.\n\nTwo b.\n\nThree c."
    mail = (
        "Delete paragraph 1. In paragraph 2, replace “b” by “c”. In paragraph 3, replace “c” by “d”. "
        "In paragraph 2, replace “Two c” by “Four e”."
    )
    assert instructions(mail, document, "en").document == "Four e.\n\nThree d."
    assert instructions("Replace “a” by “b” and “b” by “a”.", document, "en").document == "One b.\n\nTwo a.\n\nThree c."


def test_two_amendments_that_ask_for_the_same_are_made_once_and_others_for_the_same_words_are_told() -> None:
    again = ["Add at the end of paragraph 1: “, soon”.", "At the end of paragraph 1, add “, soon”."]
    assert instructions(again, "We meet.", "en").document == "We meet, soon."
    result = instructions(["Replace “meet” by “sit”.", "Replace “We meet” by “All meet”."], "We meet.", "en")
    assert (result.document, [one.state for one in result.instructions]) == ("We sit.", ["placed", "unplaced"])
    assert [each.code for each in result.instructions[1].refusals] == ["overlap"]


def test_an_instruction_for_several_places_is_placed_in_all_of_them_or_in_none() -> None:
    document = "1. The a.\n\n2. The b.\n\n3. The a."
    assert instructions("In paragraphs 1 and 3, replace “a” by “c”.", document, "en").document == (
        "1. The c.\n\n2. The b.\n\n3. The c."
    )
    result = instructions("In paragraphs 1 and 2, replace “a” by “c”.", document, "en")
    assert (result.document, [one.state for one in result.instructions]) == (document, ["unplaced"])


def test_a_heading_that_was_not_understood_leaves_what_is_below_it_unplaced() -> None:
    mail = "Paragraph 1, Annex table,\n\nReplace “We meet” by “All meet”."
    result = instructions(mail, "We meet.\n\nWe part.", "en")
    assert [each.code for one in result.instructions for each in one.refusals] == ["not_understood"]


def test_lines_are_found_where_the_text_has_lines_and_are_else_not_needed() -> None:
    document = [Paragraph("1", "We meet\nand meet again.")]
    assert instructions("In paragraph 1, line 2, replace “meet” by “sit”.", document, "en").document == (
        "We meet\nand sit again."
    )
    result = instructions("In paragraph 1, line 9, replace “meet” by “sit”.", document, "en")
    assert [each.code for one in result.instructions for each in one.refusals] == ["no_line"]
    assert told("In OP1, line 1, delete “migrants”.", "en") == ["? several: migrants"]


def test_a_bill_keeps_the_numbers_of_what_is_deleted_and_numbers_what_comes_in() -> None:
    document = "I. - The law says:\n\n1° One ;\n\n2° Two.\n\nII. - The end."
    cases = {
        "Supprimer l'alinéa 2.": "I. - The law says:\n\n1° (Supprimé)\n\n2° Two.\n\nII. - The end.",
        "Compléter cet article par un paragraphe ainsi rédigé :\n\n… – New.": f"{document}\n\nIII. - New.",
        "Après l'alinéa 2, insérer un alinéa ainsi rédigé :\n\n…° New ;": document.replace(
            "1° One ;", "1° One ;\n\n1° bis New ;"
        ),
        "Après l'alinéa 3, insérer un alinéa ainsi rédigé :\n\n…° New.": document.replace("2° Two.", "2° Two ;\n\n3° New."),
        "Rédiger ainsi l'alinéa 2 : « 1° Other. »": document.replace("1° One ;", "1° Other ;"),
    }  # fmt: skip
    for mail, after in cases.items():
        assert instructions(mail, document, "fr", practice=FRENCH_BILL).document == after
    assert instructions("Supprimer l'alinéa 2.", document, "fr").document == document.replace("1° One ;\n\n", "")


def test_a_new_beginning_ends_with_the_words_where_the_rest_begins_and_is_else_refused() -> None:
    document = "The city counts all who live in it, each year."
    mail = "Rédiger ainsi le début de l'alinéa 1 : « Each town counts all who … (le reste sans changement). »"
    assert instructions(mail, document, "fr").document == "Each town counts all who live in it, each year."
    result = instructions("Rédiger ainsi l'alinéa 1 : « Each town (le reste sans changement). »", document, "fr")
    assert ([one.refusals[0].code for one in result.instructions], result.document) == (["rest"], document)


def test_a_quoted_block_keeps_its_marks_and_other_paragraphs_get_none() -> None:
    document = 'The law is as follows :\n\n"One.\n\n"Two."\n\nThe end.'
    assert instructions("Rédiger ainsi l'alinéa 2 : « New. »", document, "fr").document == document.replace(
        "One.", "New."
    )
    assert instructions("Après l'alinéa 2, insérer l'alinéa suivant : « New. ».", document, "fr").document == (
        document.replace('"Two', '"New.\n\n"Two')
    )
    assert instructions("Rédiger ainsi l'alinéa 4 : « New. »", document, "fr").document == document.replace(
        "The end.", "New."
    )


def test_an_empty_document_takes_a_text_and_no_words() -> None:
    assert instructions("Rétablir cet article dans la rédaction suivante :\n\nNew.", "", "fr").document == "New."
    result = instructions("Replace “a” by “b”. Delete paragraph 1.", "", "en")
    assert ([each.code for one in result.instructions for each in one.refusals], result.document) == (
        ["not_found", "no_paragraph"],
        "",
    )


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="not in de"):
        instructions("Streiche Absatz 1.", DRAFT, "de")


def test_every_refusal_in_the_code_has_its_sentence_and_every_sentence_is_used() -> None:
    folder = Path(str(instructing.__file__)).parent
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")) if path.stem != "refusals"
    )
    used = {name for name in SENTENCES if f'"{name}"' in code}
    assert used == set(SENTENCES)
    assert set(re.findall(r'refuse\(\s*"(\w+)"', code)) <= set(SENTENCES)
    assert set(SENTENCES) >= AMBIGUOUS
    assert all(sentence(name, words="x", count=2, expected=3).endswith(".") for name in SENTENCES)


@pytest.mark.parametrize(
    "piece",
    ['"', "“", "« ", "'", "»", "a. ", "add: a: ", "1, ", "« a\n", "… ", "I. - ", "delete 'x' and ", "(a)(b)", "\n"],
)
def test_hostile_text_is_read_to_its_end(piece: str) -> None:
    # How long it takes is measured by bench/instructions.py.
    result = instructions(piece * (20_000 // len(piece)), DRAFT, "en")
    assert paragraphs_of(result) == list(DRAFT)


def test_the_documented_examples_give_what_the_page_says() -> None:
    page = Path(__file__).parents[4] / "docs/reference/instructions.md"
    found = doctest.testfile(str(page), module_relative=False)
    assert (found.attempted > 5, found.failed) == (True, 0)
