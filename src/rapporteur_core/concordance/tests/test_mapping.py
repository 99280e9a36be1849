from __future__ import annotations

import pytest

from rapporteur_core.concordance import Match, Provision, explain, map_provisions

PROVISIONS = [
    Provision("sdg.10.c", ("Lower cost of remittances", "Baisse du coût des envois de fonds")),
    Provision("gcm.obj.15", ("Access to basic services", "Accès aux services de base")),
    Provision("gcm.obj.04", ("Proof of identity",)),
]
OTHERS = ["Plant trees.", "Mend the bridge.", "Open the pool.", "Paint the school.", "Fewer cars, please."]


def test_a_passage_with_the_words_of_a_label_is_mapped_with_those_words():
    found = map_provisions([*OTHERS, "The costs of a remittance should be lower."], PROVISIONS)
    assert [(m.passage, m.provision, m.words, m.by) for m in found] == [
        (5, "sdg.10.c", ("remittance", "costs", "lower"), "words")
    ]


def test_a_label_in_another_language_is_tried_too():
    found = map_provisions([*OTHERS, "L’accès aux services de base pour tous."], PROVISIONS)
    assert [(m.passage, m.provision) for m in found] == [(5, "gcm.obj.15")]


@pytest.mark.parametrize("passage", ["Our services are closed.", "of to the", "", "The cost of living."])
def test_one_word_of_a_label_is_not_enough(passage):
    assert map_provisions([*OTHERS, passage], PROVISIONS) == []


def test_a_citation_comes_first_with_the_words_as_they_stand():
    found = map_provisions(
        ["Objective 4 GCM: access to basic services."], PROVISIONS, cited=[(0, "gcm.obj.04", "Objective 4 GCM")]
    )
    assert found[0] == Match(0, "gcm.obj.04", 1.0, ("Objective 4 GCM",), "citation")
    assert [match.provision for match in found] == ["gcm.obj.04", "gcm.obj.15"]


@pytest.mark.parametrize(("passages", "provisions"), [([], PROVISIONS), (["text"], []), ([], [])])
def test_without_passages_or_provisions_there_is_nothing(passages, provisions):
    assert map_provisions(passages, provisions) == []


def test_explain_gives_the_words_as_they_stand_longest_first():
    assert explain("The Remittances’ cost, lower!", "lower costs of remittance") == ["Remittances", "lower", "cost"]


def test_explain_keeps_at_most_what_is_asked():
    assert explain("housing and schools and parks", "parks, schools, housing", most=2) == ["housing", "schools"]


def test_explain_gives_nothing_for_what_shares_nothing():
    assert explain("housing", "parks") == []
