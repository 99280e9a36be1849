"""How the clerks of the French parliament print a bill, and that no other house's words are printed so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapporteur_core.redline.instructing import FRENCH_BILL, instructions
from rapporteur_core.redline.instructing.clerks import Clerks
from rapporteur_core.redline.instructing.typography import house

BILL = (
    "I. - Le conseil de l'Assemblée de Bellerive verse 1,5 million d'euros.\n\n"
    'II. - L\'article 5 est remplacé par les dispositions suivantes :\n\n"Art. 5. - La ville compte."\n\n'
    'III. - L\'article 6 est ainsi rédigé :\n\n"Art. 6. - La ville compte encore." ;'
)
PRINTED = BILL.replace("remplacé par les dispositions suivantes", "ainsi rédigé")


def added(words: str) -> str:
    """The paragraphs that come in at the end of the bill."""
    mail = f"Compléter cet article par des paragraphes ainsi rédigés :\n\n{words}"
    result = instructions(mail, BILL, "fr", practice=FRENCH_BILL)
    assert result.is_complete
    assert result.document.startswith(PRINTED)
    return result.document.removeprefix(PRINTED).strip()


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("IV.– La ville dort.", "IV. - La ville dort."),
        ("IV bis .-La ville dort.", "IV bis. - La ville dort."),
        ("IV. - 1°bis La ville dort.", "IV. - 1° bis La ville dort."),
        ("IV. - Le 3° terÀ la ville.", "IV. - Le 3° ter À la ville."),
        ("CHAPITRE IIIBIS", "Chapitre III bis"),
        ("SECTION 2", "Section 2"),
        ("CHAPITRE DES VILLES", "CHAPITRE DES VILLES"),
        ("IV. - Le projet ITER dort.", "IV. - Le projet ITER dort."),
        ("IV. - Le nombre : « six » est pair.", 'IV. - Le mot : "six" est pair.'),
        ("IV. - Le nombre : « 6 » est pair.", 'IV. - Le nombre : "6" est pair.'),
        ("IV. - Les mots : « la nuit »; le reste.", 'IV. - Les mots : "la nuit" ; le reste.'),
        ("IV. - Le maire de de la ville.", "IV. - Le maire de la ville."),
        ("IV. - Elles nous nous parlent.", "IV. - Elles nous nous parlent."),
        ("IV. - Le taux est de 0, 5 %.", "IV. - Le taux est de 0,5 %."),
        ("IV. - En application de l'article 5, 10 % vont à la ville.", "IV. - En application de l'article 5, 10 % vont à la ville."),
    ],
)  # fmt: skip
def test_new_paragraphs_are_printed_as_the_clerks_print_them(words: str, printed: str) -> None:
    assert added(words) == printed


def test_what_has_a_number_of_its_own_is_called_by_it_and_not_counted() -> None:
    below = "\n\n« 2° bis La ville dort.\n\n« Elle rêve. »"
    assert added(f"IV. - Après le 2°, sont insérés deux alinéas ainsi rédigés :{below}").splitlines()[0] == (
        "IV. - Après le 2°, est inséré un 2° bis ainsi rédigé :"
    )
    counted = "IV. - Après le 2°, sont insérés deux alinéas ainsi rédigés :"
    assert added(f"{counted}\n\n« La ville dort.\n\n« Elle rêve. »").splitlines()[0] == counted


def test_a_set_phrase_of_a_paragraph_that_no_instruction_names_is_told_apart() -> None:
    result = instructions("Alinéa 1\n\nSupprimer cet alinéa.", BILL, "fr", practice=FRENCH_BILL)
    assert [(each.paragraph, each.proposed) for each in result.printed] == [(1, "II. - L'article 5 est ainsi rédigé :")]
    assert [each.paragraph for one in result.instructions for each in one.changes] == [0]


def test_several_paragraphs_for_one_alinea_keep_the_phrase_that_would_have_to_count_them() -> None:
    bill = "Le premier alinéa est remplacé par les dispositions suivantes :\n\n\"Un.\n\n\"Deux.\"\n\nFin."  # fmt: skip
    result = instructions("Supprimer l'alinéa 4.", bill, "fr", practice=FRENCH_BILL)
    assert result.document == bill.removesuffix("\n\nFin.")


def test_a_preposition_that_a_deletion_leaves_twice_stands_once() -> None:
    mail = "Supprimer les mots : « la nuit, »."
    bill = "Elle est close par la nuit, par le maire."
    assert instructions(mail, bill, "fr", practice=FRENCH_BILL).document == "Elle est close par le maire."
    assert instructions(mail, bill, "fr").document == "Elle est close par par le maire."


def test_what_a_deleted_paragraph_announces_goes_with_it() -> None:
    bill = 'I. - La ville compte.\n\nII. - L\'article 5 est ainsi rédigé :\n\n"Art. 5. - Une.\n\n"Deux."\n\nIII. - Fin.'
    result = instructions("Supprimer l'alinéa 2.", bill, "fr", practice=FRENCH_BILL)
    assert result.document == "I. - La ville compte.\n\nII. - (Supprimé)\n\nIII. - Fin."
    kept = instructions("Supprimer l'alinéa 2.", bill, "fr").document
    assert kept == bill.replace("II. - L'article 5 est ainsi rédigé :\n\n", "")


def test_whether_a_quotation_goes_or_joins_the_one_before_it_is_never_guessed() -> None:
    result = instructions("Supprimer l'alinéa 4.", BILL, "fr", practice=FRENCH_BILL)
    assert [(each.code, each.words) for one in result.instructions for each in one.refusals] == [
        ("below", "III. - L'article 6 est ainsi rédigé :")
    ]
    assert (result.document, result.printed) == (BILL, ())
    both = instructions("Supprimer les alinéas 4 et 5.", BILL, "fr", practice=FRENCH_BILL)
    assert both.document == PRINTED.replace(PRINTED[PRINTED.index("III") :], "III. - (Supprimé)")


def test_other_mails_are_never_printed_so() -> None:
    mail = "Compléter cet article par un paragraphe ainsi rédigé :\n\nIV.– Le nombre : « six » de de la ville."
    assert instructions(mail, BILL, "fr").document == (f'{BILL}\n\nIV.– Le nombre : "six" de de la ville.')


@given(st.lists(st.text("IV.-–°ter bis1«»\";:deA'", max_size=40), min_size=1, max_size=3))
def test_printing_twice_is_printing_once_and_keeps_every_paragraph(lines: list[str]) -> None:
    clerks = Clerks(house(BILL))
    once = clerks.printed(lines)
    assert (clerks.printed(once), len(once)) == (once, len(lines))
