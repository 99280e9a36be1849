from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rapporteur.drafting.models import Amendment
from rapporteur.drafting.queries.verbs import lexicon_of, shift_between, shift_of, shift_sentence
from rapporteur_core.text.verbs import Shift, opening

ROOT = Path(__file__).parents[4]
LANGUAGES = ["en", "fr", "es", "ar"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_form_of_the_lexicon_is_found_as_its_own_verb(language):
    """Alone, or behind who acts: "Nous nous engageons" is no "nous engageons (les États)"."""
    lexicon = lexicon_of(language)
    texts = {}
    for verb in lexicon.verbs:
        for form in verb.forms:
            acting = f"{lexicon.subjects[0]} {form}, 2018" if form.split()[0] in lexicon.subjects else f"{form}, 2018"
            texts[form] = (verb, [opening(text, lexicon) for text in (acting, f"{form}, 2018")])
    assert {
        form: found
        for form, (verb, found) in texts.items()
        if not any(each and (each.key, each.kind) == (verb.key, verb.kind) for each in found)
    } == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_verbs_have_a_strength_from_1_to_9_and_stand_once_a_kind(language):
    verbs = lexicon_of(language).verbs
    assert {verb.strength for verb in verbs} <= set(range(1, 10))
    assert len({(verb.key, verb.kind) for verb in verbs}) == len(verbs)


def test_a_verb_is_as_strong_in_every_language():
    strengths = {}
    for language in LANGUAGES:
        for verb in lexicon_of(language).verbs:
            strengths.setdefault((verb.key, verb.kind), set()).add(verb.strength)
    assert {key: found for key, found in strengths.items() if len(found) > 1} == {}


def test_a_language_without_a_lexicon_says_nothing():
    assert lexicon_of("de") is None
    assert shift_between("Beschließt", "Nimmt zur Kenntnis", "de") is None


@pytest.mark.parametrize(
    ("language", "old", "new", "kind"),
    [
        ("en", "Decides to create a fund;", "Takes note of the wish to create a fund;", "weaker"),
        ("en", "Urges States to pay;", "Calls upon States to pay;", "weaker"),
        ("en", "We welcome the plan.", "We endorse the plan.", "stronger"),
        ("en", "Expresses its concern;", "Expresses its deep concern;", "stronger"),
        ("fr", "Décide de créer un fonds ;", "Prend note du souhait de créer un fonds ;", "weaker"),
        ("fr", "Prend également note du plan ;", "S’engage à suivre le plan ;", "stronger"),
        ("fr", "Nous nous engageons à agir.", "Nous invitons à agir.", "weaker"),
        ("fr", "Nous félicitons les villes.", "Nous nous félicitons du plan.", None),
        ("fr", "Rappelant le plan,", "Rappelle le plan ;", "kind"),
        ("fr", "Demande aux États de payer ;", "Demande instamment aux États de payer ;", "stronger"),
        ("es", "Hace un llamamiento a los Estados;", "Decide crear un fondo;", "stronger"),
        ("es", "Hace también un llamamiento a los Estados;", "Invita a los Estados;", "weaker"),
        ("es", "Nos comprometemos a actuar.", "Reconocemos que hay que actuar.", "weaker"),
        ("ar", "تقرر إنشاء صندوق؛", "تحيط علما بالرغبة في إنشاء صندوق؛", "weaker"),
        ("ar", "وإذ ترحب بالخطة،", "وإذ تعيد تأكيد الخطة،", "stronger"),
        ("ar", "نلتزم بالعمل.", "ندعو إلى العمل.", "weaker"),
    ],
)
def test_edits_that_weaken_or_strengthen(language, old, new, kind):
    found = shift_between(old, new, language)
    assert (found.kind if found else None) == kind


def test_each_paragraph_of_the_sample_opens_with_a_verb_of_its_kind():
    data = yaml.safe_load((ROOT / "sample/declaration.yaml").read_text(encoding="utf-8"))
    rows = [row for entry in [*data["revisions"]] for row in entry["paragraphs"]]
    lexicon = lexicon_of("en")
    found = {(row["id"], row["kind"]): opening(row["text"], lexicon) for row in rows}
    assert {key for key, each in found.items() if each is None or each.kind != key[1]} == set()


def test_a_change_is_told_with_both_words():
    assert shift_sentence(Shift("weaker", "Decides", "Notes")) == "“Notes” for “Decides”: weaker"
    assert shift_sentence(Shift("lost", "Decides", "")) == "“Decides” is gone: no opening verb is known"


@pytest.mark.parametrize("kind", Amendment.Kind.values)
def test_only_what_changes_words_changes_their_strength(kind):
    amendment = Amendment(
        kind=kind, base_text="Decides to act;", proposed_text="Notes the wish to act;", words_language="en"
    )
    assert bool(shift_of(amendment)) == (kind in {"change", "split", "join"})
