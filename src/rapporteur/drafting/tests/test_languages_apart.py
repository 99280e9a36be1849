"""No act in one language changes a row or a word of another: a property over rows of acts."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapporteur.drafting import actions
from rapporteur.drafting.models import Amendment, Bracket, Draft, Rendering, Revision, Version, Wording
from rapporteur.foundation.people.reader import Refused

pytestmark = pytest.mark.django_db
ORIGINAL, OTHERS = "en", ("fr", "ar")
KEYS = ("h1", "pp1", "p1", "p2")
WORDS = {
    "en": ("Publish figures.", "Give access to services.\n\nKeep them apart.", "Recalling the Agenda,"),
    "fr": ("Publier les chiffres.", "Donner accès aux services.", "Rappelant l’Agenda,"),
    "ar": ("نشر الأرقام.", "إتاحة الخدمات للجميع.", "إذ نستذكر الخطة،"),
}
STATES = st.sampled_from(["draft", "reviewed"])


def _words(language):
    return st.sampled_from(WORDS[language])


def _acts_in(language):
    key, facts = st.sampled_from(KEYS), {"language": st.just(language), "text": _words(language)}
    return st.one_of(
        st.fixed_dictionaries({"act": st.just("write"), "key": key, "state": STATES, **facts}),
        st.fixed_dictionaries({"act": st.just("review"), "key": key, "language": st.just(language)}),
        st.fixed_dictionaries({"act": st.just("title"), "state": STATES, **facts}),
        st.fixed_dictionaries({"act": st.just("render"), "state": STATES, **facts}),
    )


ACTS = st.one_of(
    *map(_acts_in, OTHERS),
    st.fixed_dictionaries(
        {
            "act": st.sampled_from(["set", "remove", "move", "apply"]),
            "key": st.sampled_from(KEYS),
            "language": st.just(ORIGINAL),
            "text": _words(ORIGINAL),
            "position": st.integers(0, 5),
        }
    ),
)


def in_language(language):
    """Every row and word of a language: of the original when it is the draft's own."""
    titles = [
        (row.pk, row.title.get(language), row.title_versions.get(language)) for row in Revision.objects.order_by("pk")
    ]
    titles += [(row.pk, row.title.get(language)) for row in Draft.objects.all()]
    if language == ORIGINAL:
        tables = [Wording.objects.order_by("pk"), Bracket.objects.order_by("pk")]
        filed = Amendment.objects.order_by("pk").values_list("pk", "base_text", "proposed_text", "words_language")
        return [titles, list(filed), *(list(rows.values_list()) for rows in tables)]
    tables = [Version.objects, Rendering.objects]
    return [titles, *(list(rows.filter(language=language).order_by("pk").values_list()) for rows in tables)]


def done(act, revision, amendment, by):
    wording = revision.wordings.filter(paragraph__key=act.get("key")).select_related("paragraph").first()
    facts = {name: act[name] for name in ("language", "text", "state") if name in act}
    if act["act"] == "title":
        actions.write_title(revision=revision, by=by, **facts)
    elif act["act"] == "render":
        text = facts.pop("text")
        actions.render_amendment(amendment=amendment, proposed_text=text, by=by, **facts)
    elif act["act"] == "apply":
        actions.apply_accepted(revision=revision, by=by)
    elif act["act"] == "set":
        kind = revision.draft.paragraphs.get(key=act["key"]).kind
        actions.set_wording(revision=revision, key=act["key"], kind=kind, text=act["text"], by=by)
    elif wording is None:
        return
    elif act["act"] == "write":
        actions.write_version(wording=wording, by=by, **facts)
    elif act["act"] == "review":
        rows = Version.objects.filter(revision=revision, paragraph=wording.paragraph, language=act["language"])
        if (version := rows.first()) is not None:
            actions.review_version(version=version, by=by)
    elif act["act"] == "remove":
        actions.remove_wording(revision=revision, key=act["key"], by=by)
    else:
        actions.set_wording(
            revision=revision, key=act["key"], kind=wording.paragraph.kind, text=wording.text,
            position=act["position"], by=by,
        )  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=4, max_size=14), is_frozen=st.booleans())
def test_no_act_in_one_language_changes_a_row_or_a_word_of_another(opened, amend, system, acts, is_frozen):
    with transaction.atomic():
        for language in OTHERS:
            actions.open_version(draft=opened.draft, language=language, by=system)
        amendment = actions.accept_amendment(amendment=amend("p2", "basic", "essential"), by=system)
        revision = opened.revision if is_frozen else actions.begin_revision(draft=opened.draft, by=system)
        for act in acts:
            revision = Revision.objects.select_related("draft__conference").get(pk=revision.pk)
            before = {language: in_language(language) for language in (ORIGINAL, *OTHERS)}
            try:
                done(act, revision, amendment, system)
            except Refused:
                assert {language: in_language(language) for language in before} == before
            untouched = {language for language in before if language != act["language"]}
            assert {each: in_language(each) for each in untouched} == {each: before[each] for each in untouched}, act
        transaction.set_rollback(True)


def test_the_property_sees_what_each_language_holds(opened, amend, system):
    """The rows of acts do write: else the property above would hold of nothing."""
    for language in OTHERS:
        actions.open_version(draft=opened.draft, language=language, by=system)
    amendment = actions.accept_amendment(amendment=amend("p2", "basic", "essential"), by=system)
    revision = actions.begin_revision(draft=opened.draft, by=system)
    for language in OTHERS:
        text, state = WORDS[language][1], "draft"
        facts = {"language": language, "text": text, "state": state, "key": "p2"}
        # What an amendment amends is the revision before: there the rendering needs its words.
        Version.objects.create(
            revision=opened.revision, paragraph=amendment.paragraph, language=language, text=text,
            original=amendment.base_text, written_at=system.now,
        )  # fmt: skip
        for act in ("write", "title", "render", "review"):
            before = in_language(language)
            words = WORDS[language][0] if act == "render" else text
            done({"act": act, **facts, "text": words}, revision, amendment, system)
            assert in_language(language) != before, act
            revision.refresh_from_db()
    for act in ("set", "move", "remove", "apply"):
        before = in_language(ORIGINAL)
        facts = {"key": "p1", "text": "Publish figures.", "position": 0, "language": ORIGINAL}
        done({"act": act, **facts}, revision, amendment, system)
        assert in_language(ORIGINAL) != before, act
