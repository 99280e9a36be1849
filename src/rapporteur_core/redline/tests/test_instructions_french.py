from __future__ import annotations

import pytest

from rapporteur_core.redline.tests.drafts import told


@pytest.mark.parametrize(
    ("mail", "outcome"),
    [
        (
            "Au paragraphe 1, remplacer « migrants and their » par « migrants, refugees and their ».",
            ["OP1: Call upon States to protect migrants, refugees and their families; migrants matter;"],
        ),
        ("Supprimer le paragraphe 4.", ["-OP4"]),
        ("Supprimer le premier alinéa du préambule.", ["-PP1"]),
        (
            "Au paragraphe 2, supprimer les mots « with care ».",
            ["OP2: Commit to act. We count. We publish figures each year."],
        ),
        (
            "Au paragraphe 1, substituer aux mots : « and their families » les mots : « and all families ».",
            ["OP1: Call upon States to protect migrants and all families; migrants matter;"],
        ),
        (
            'Au paragraphe 1 du dispositif, remplacer les mots "and their families" par les mots "and all families".',
            ["OP1: Call upon States to protect migrants and all families; migrants matter;"],
        ),
        (
            "Compléter le paragraphe 2 par le mot : « everywhere ».",
            ["OP2: Commit to act. We count with care. We publish figures each year everywhere."],
        ),
        (
            "Compléter le paragraphe 2 par la phrase suivante : « We listen. »",
            ["OP2: Commit to act. We count with care. We publish figures each year. We listen."],
        ),
        (
            "Après le paragraphe 2, insérer un nouveau paragraphe ainsi libellé : « Encourages cities to share; »",
            ["+OP2 bis: Encourages cities to share;"],
        ),
        ("Avant le paragraphe 4, insérer le paragraphe suivant : « Resolve to act; »", ["+OP3 bis: Resolve to act;"]),
        (
            "Au paragraphe 1, après le mot : « families », insérer les mots : « and friends ».",
            ["OP1: Call upon States to protect migrants and their families and friends; migrants matter;"],
        ),
        ("Au paragraphe 3 b), supprimer les mots « as appropriate ».", ["(b): To publish “open data”;"]),
        (
            "À l'alinéa b) du paragraphe 3, remplacer le mot « publish » par le mot « share ».",
            ["(b): To share “open data” as appropriate;"],
        ),
        (
            "À la deuxième phrase du paragraphe 2, remplacer le mot « care » par les mots « great care ».",
            ["OP2: Commit to act. We count with great care. We publish figures each year."],
        ),
        ("Supprimer la deuxième phrase du paragraphe 2.", ["OP2: Commit to act. We publish figures each year."]),
        (
            "Au paragraphe 1, à la première occurrence du mot : « migrants », substituer le mot : « people ».",
            ["OP1: Call upon States to protect people and their families; migrants matter;"],
        ),
        (
            "Au paragraphe 1, remplacer le mot « migrants » par le mot « people » (deux fois).",
            ["OP1: Call upon States to protect people and their families; people matter;"],
        ),
        (
            "Au paragraphe 1, remplacer les deux occurrences du mot « migrants » par « people ».",
            ["OP1: Call upon States to protect people and their families; people matter;"],
        ),
        ("Rédiger ainsi le paragraphe 4 : « Decide to meet in two years. »", ["OP4: Decide to meet in two years."]),
        ("Le paragraphe 4 est ainsi rédigé : « Decide to meet in two years. »", ["OP4: Decide to meet in two years."]),
        (
            "Après les mots : « States to », rédiger ainsi la fin du paragraphe 1 : « defend everyone; ».",
            ["OP1: Call upon States to defend everyone;"],
        ),
        ("Supprimer les paragraphes 2 à 4.", ["-OP2 | -OP3 | -(a) | -(b) | -OP4"]),
        ("À la fin du paragraphe 4, substituer au mot : « again », le mot : « soon ».", ["OP4: Decide to meet soon."]),
        ("Au début du paragraphe 4, insérer les mots : « With thanks, ».", ["OP4: With thanks, Decide to meet again."]),
        ("Renuméroter les paragraphes suivants en conséquence.", ["renumber"]),
        ("Renuméroter le paragraphe 4 en paragraphe 5.", ["OP4 = OP5"]),
        ("Le paragraphe 4 devient le paragraphe 5.", ["OP4 = OP5"]),
        ("Déplacer le paragraphe 4 après le paragraphe 1.", ["OP4 > OP1"]),
        ("Fusionner les paragraphes 1 et 2 pour lire : « Call. »", ["? not_understood: pour lire"]),
        (
            "Scinder le paragraphe 2 après la première phrase.",
            ["OP2: Commit to act. | +OP2 bis: We count with care. We publish figures each year."],
        ),
        ("Les mots « as appropriate » sont supprimés.", ["(b): To publish “open data”;"]),
    ],
)
def test_a_sentence_in_french_is_placed_and_applied(mail: str, outcome: list[str]) -> None:
    assert told(mail, "fr") == outcome


@pytest.mark.parametrize(
    ("mail", "outcome"),
    [
        ("Au paragraphe 1, remplacer le mot « migrants » par le mot « people ».", ["? several: migrants"]),
        ("Au paragraphe 9, supprimer les mots « a ».", ["? no_paragraph: 9"]),
        ("Dans le titre, remplacer « a » par « b ».", ["? no_paragraph: Dans le titre"]),
        ("Nous proposons de supprimer l'alinéa 3 du préambule.", ["? no_paragraph: 3"]),
    ],
)
def test_what_cannot_be_placed_in_french_is_told_with_its_words(mail: str, outcome: list[str]) -> None:
    assert told(mail, "fr") == outcome
