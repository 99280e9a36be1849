from __future__ import annotations

import pytest

from rapporteur_core.redline.tests.drafts import told


@pytest.mark.parametrize(
    ("mail", "outcome"),
    [
        (
            "In OP1, line 3, replace ‘migrants and their’ by ‘migrants, refugees and their’",
            ["OP1: Call upon States to protect migrants, refugees and their families; migrants matter;"],
        ),
        ("Delete PP1", ["-PP1"]),
        ("Delete the second sentence of OP2.", ["OP2: Commit to act. We publish figures each year."]),
        (
            'In OP 2, second sentence, replace "care" with "great care".',
            ["OP2: Commit to act. We count with great care. We publish figures each year."],
        ),
        (
            "OP2: replace “Commit to act” by “Commit to act now”",
            ["OP2: Commit to act now. We count with care. We publish figures each year."],
        ),
        (
            "In paragraph 1, replace 'migrants' by 'people', each time it appears",
            ["OP1: Call upon States to protect people and their families; people matter;"],
        ),
        (
            "In paragraph 1, replace the first 'migrants' by 'people'.",
            ["OP1: Call upon States to protect people and their families; migrants matter;"],
        ),
        ('In para. 1, delete "and their families".', ["OP1: Call upon States to protect migrants; migrants matter;"]),
        ("In operative paragraph 3 (b), delete “as appropriate”.", ["(b): To publish “open data”;"]),
        (
            'In subparagraph (b) of paragraph 3, replace "publish" by "share".',
            ["(b): To share “open data” as appropriate;"],
        ),
        ('In paragraph 3(a), insert "residents" after "all".', ["(a): To register all residents;"]),
        (
            "After paragraph 2 insert a new paragraph: Encourages cities to share;",
            ["+OP2 bis: Encourages cities to share;"],
        ),
        ("Insert a new OP2 bis: “Encourages cities to share;”", ["+OP2 bis: Encourages cities to share;"]),
        ("Insert after OP4 a new paragraph reading: 'Thanks the host.'", ["+OP4 bis: Thanks the host."]),
        ("Add a new preambular paragraph after PP2: “Mindful of the young,”", ["+PP2 bis: Mindful of the young,"]),
        ("Before OP1, insert the following paragraph: “Resolve to act;”", ["+: Resolve to act;"]),
        (
            'Add at the end of para. 2: "everywhere"',
            ["OP2: Commit to act. We count with care. We publish figures each year everywhere."],
        ),
        ('At the beginning of paragraph 4, insert "With thanks, "', ["OP4: With thanks, Decide to meet again."]),
        (
            'Add the words "without delay" at the end of paragraph 1.',
            ["OP1: Call upon States to protect migrants and their families; migrants matter without delay;"],
        ),
        ("Replace OP4 by the following: “Decide to meet in two years.”", ["OP4: Decide to meet in two years."]),
        ("Paragraph 4 should read: “Decide to meet in two years.”", ["OP4: Decide to meet in two years."]),
        ("Amend paragraph 4 to read as follows: “Decide to meet in two years.”", ["OP4: Decide to meet in two years."]),
        ("Delete operative paragraphs 2 to 4.", ["-OP2 | -OP3 | -(a) | -(b) | -OP4"]),
        ("Delete paragraphs 1 and 4.", ["-OP1 | -OP4"]),
        (
            "In the second preambular paragraph, replace “rights” by “human rights”.",
            ["PP2: Noting the migrants’ human rights,"],
        ),
        ("In the last paragraph, replace “again” by “soon”.", ["OP4: Decide to meet soon."]),
        (
            'Delete "as appropriate" and "and their families".',
            ["(b): To publish “open data”;", "OP1: Call upon States to protect migrants; migrants matter;"],
        ),
        (
            "In OP1, delete 'migrants and' and insert 'all'.",
            ["OP1: Call upon States to protect all their families; migrants matter;"],
        ),
        ("Strike “again” and insert “soon”.", ["OP4: Decide to meet soon."]),
        (
            "Substitute “people” for “migrants matter” in paragraph 1.",
            ["OP1: Call upon States to protect migrants and their families; people;"],
        ),
        ("The words “as appropriate” should be deleted.", ["(b): To publish “open data”;"]),
        (
            "Wherever it appears, replace “migrants” by “people on the move”.",
            [
                "PP2: Noting the people on the move’ rights, | OP1: Call upon States to protect people on the move and their "
                "families; people on the move matter;"
            ],
        ),
        (
            "In OP1, after “families” insert “and friends”, and in OP2 delete “with care”.",
            [
                "OP1: Call upon States to protect migrants and their families and friends; migrants matter;",
                "OP2: Commit to act. We count. We publish figures each year.",
            ],
        ),
        (
            "In OP2, after the first sentence, add the following sentence: “We listen.”",
            ["OP2: Commit to act. We listen. We count with care. We publish figures each year."],
        ),
        (
            "Add the following sentence at the end of OP2: “We listen.”",
            ["OP2: Commit to act. We count with care. We publish figures each year. We listen."],
        ),
        ("Renumber the following paragraphs accordingly.", ["renumber"]),
        (
            "In OP2, replace the third sentence by: “We publish all figures.”",
            ["OP2: Commit to act. We count with care. We publish all figures."],
        ),
        (
            "In OP1, insert “urgently” between “States” and “to protect”.",
            ["OP1: Call upon States urgently to protect migrants and their families; migrants matter;"],
        ),
        (
            "Replace “We count with care.” by “We count.” in OP2 and “again” by “soon” in OP4.",
            ["OP2: Commit to act. We count. We publish figures each year.", "OP4: Decide to meet soon."],
        ),
        (
            'In PP1 replace "New York" by "Marrakech"; in OP4 replace "again" by "soon".',
            ["PP1: Recalling the Marrakech Declaration,", "OP4: Decide to meet soon."],
        ),
        (
            'In OP1, change "protect" to "defend".',
            ["OP1: Call upon States to defend migrants and their families; migrants matter;"],
        ),
        (
            "Delete the last sentence of OP 2 and add “We listen.” at the end of OP4.",
            ["OP2: Commit to act. We count with care.", "OP4: Decide to meet again. We listen."],
        ),
        ("PP2 - delete “the migrants’ rights”, add “the rights of migrants”", ["PP2: Noting the rights of migrants,"]),
        ("We propose to delete OP4.", ["-OP4"]),
        ("In paragraph OP4, replace “again” by “soon”.", ["OP4: Decide to meet soon."]),
        ("Delete OP3.", ["-OP3 | -(a) | -(b)"]),
        ("Delete the chapeau of OP3.", ["-OP3"]),
        ('In OP3, replace "publish" by "share".', ["(b): To share “open data” as appropriate;"]),
        ('In the chapeau of OP3, replace "cities" by "towns".', ["OP3: Invite towns:"]),
        ("Delete the last paragraph.", ["-OP4"]),
        ("In paragraph 3 add a new subparagraph (c): “To learn;”", ["+(c): To learn;"]),
        (
            "In OP1, replace the second “migrants” by “they”.",
            ["OP1: Call upon States to protect migrants and their families; they matter;"],
        ),
        ("In OP4 line 2, delete “again”.", ["OP4: Decide to meet."]),
        (
            "In OP 1, delete the words: “; migrants matter”",
            ["OP1: Call upon States to protect migrants and their families;"],
        ),
        (
            "In OP2, replace “We publish figures each year.” with “We publish figures each year, by city.”",
            ["OP2: Commit to act. We count with care. We publish figures each year, by city."],
        ),
        (
            "In OP1, replace “States” with “all States” and delete “their”.",
            [
                "OP1: Call upon all States to protect migrants and their families; migrants matter;",
                "OP1: Call upon States to protect migrants and families; migrants matter;",
            ],
        ),
        ("Renumber paragraph 4 as paragraph 5.", ["OP4 = OP5"]),
        ("Renumber OP2 as OP6.", ["OP2 = OP6"]),
        ("Paragraph 4 becomes paragraph 5.", ["OP4 = OP5"]),
        ("OP4 should be renumbered as 5.", ["OP4 = OP5"]),
        ("Delete OP2. Renumber paragraph 4 as 2.", ["-OP2", "OP4 = OP2"]),
        ("In OP3, renumber subparagraph (b) as (c).", ["(b) = (c)"]),
        ("Delete OP2 and renumber the remaining paragraphs accordingly.", ["-OP2", "renumber"]),
        ("Move paragraph 4 after paragraph 1.", ["OP4 > OP1"]),
        ("Move OP2 to before OP1.", ["OP2 > PP2"]),
        ("OP2 should be moved to the end.", ["OP2 > OP4"]),
        ("Move OP4 to the beginning of the text.", ["OP4 > start"]),
        ("Move OP1 after OP3.", ["OP1 > (b)"]),
        (
            "Merge paragraphs 1 and 2.",
            [
                "OP1: Call upon States to protect migrants and their families; migrants matter; Commit to act. We count with "
                "care. We publish figures each year. | -OP2"
            ],
        ),
        ("Merge OP1 and OP2 to read: “Call upon all to act.”", ["OP1: Call upon all to act. | -OP2"]),
        (
            "Split OP2 after the first sentence.",
            ["OP2: Commit to act. | +OP2 bis: We count with care. We publish figures each year."],
        ),
        ("Split paragraph 4 into two before “again”.", ["OP4: Decide to meet | +OP4 bis: again."]),
        ("After the chapeau insert a new paragraph: “Having met in Mechelen,”", ["+: Having met in Mechelen,"]),
    ],
)
def test_a_sentence_in_english_is_placed_and_applied(mail: str, outcome: list[str]) -> None:
    assert told(mail, "en") == outcome


@pytest.mark.parametrize(
    ("mail", "outcome"),
    [
        ('In OP9, replace "a" by "b".', ["? no_paragraph: 9"]),
        ('In OP1, replace "cities" by "towns".', ["? not_found: cities"]),
        ('In paragraph 1, replace "migrants" by "people".', ["? several: migrants"]),
        ("Renumber paragraph 2 as paragraph 3.", ["? number_taken: OP3"]),
        ("Renumber paragraph 2.", ["? no_number: Renumber paragraph 2."]),
        ("Renumber paragraphs 1 and 2 as 7.", ["? count: Renumber paragraphs 1 and 2 as 7."]),
        ("Move paragraph 2.", ["? no_place: Move paragraph 2."]),
        ("Move paragraph 3 after paragraph 4.", ["? below: paragraph 3"]),
        ("Move paragraph 2 after paragraph 1.", ["? no_change: Move paragraph 2 after paragraph 1."]),
        ("Move PP2 to the end of the preamble.", ["? not_understood: preamble"]),
        ("Move OP2 after OP4. Move OP2 after PP2.", ["OP2 > OP4", "? overlap: Move OP2 after PP2."]),
        ("Merge paragraphs 1 and 4.", ["? not_two: Merge paragraphs 1 and 4."]),
        ("Split paragraph 2.", ["? no_cut: Split paragraph 2."]),
        (
            "Split paragraphs 1 and 2 after the first sentence.",
            ["? no_cut: Split paragraphs 1 and 2 after the first sentence."],
        ),
        ("Split OP1 after “migrants”.", ["? several: migrants"]),
        ("Reverse paragraphs 1 and 2.", ["? operation: Reverse paragraphs 1 and 2."]),
        ("In OP1, replace “migrants by “people”.", ["? unclosed_quote: “migrants by “people”."]),
        ("Delete “migrants”.", ["? several: migrants"]),
        ("Add “everywhere” in OP2.", ["? no_place: Add “everywhere” in OP2."]),
        ('In OP1, line 2, swap "a" and "b".', ['? not_understood: "a" and "b"']),
        ("In paragraph 1, replace migrants by people.", ["? not_understood: migrants by people"]),
        ("Insert an article after article 5.", ["? no_new_words: Insert an article after article 5."]),
        ('In OP2, fourth sentence, delete "year".', ["? no_sentence: In OP2, fourth sentence"]),
        ("Make the same change in OP2.", ["? nothing_before: Make the same change in OP2."]),
        ("Replace OP3 by: “Invite all.”", ["? below: OP3"]),
        ('Add at the end of OP3: "soon"', ["? below: OP3"]),
        ("Delete the second paragraph.", ["? two_paragraphs: the second paragraph"]),
        ("In OP1, after “cities”, insert “and towns”.", ["? not_found: cities"]),
        ("Delete sentence 2 of OP2.", ["? not_understood: sentence 2"]),
    ],
)
def test_what_cannot_be_placed_in_english_is_told_with_its_words(mail: str, outcome: list[str]) -> None:
    assert told(mail, "en") == outcome
