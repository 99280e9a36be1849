"""Drafts, contributions received and withdrawn, languages and passages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from rapporteur.calls.models import Call, Question
from rapporteur.contributions import actions, queries
from rapporteur.contributions.answers import figure_of, fingerprint_of
from rapporteur.contributions.models import Contribution, Passage
from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.conferences.queries import reader_of, system_reader
from rapporteur.foundation.journal.models import Entry, Once, Opening
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.reader import Refused

TEXT = (
    "Cities register children without asking for papers. Schools then know how many places are needed.\n\n"
    "A second paragraph says what it costs, and who has paid for it since 2012."
)


@pytest.fixture
def send(conference, reader_as, make_government):
    """`send("words", ...)`: a contribution by a new delegate; gives the contribution and its secret."""

    def sent(text=TEXT, *, by=None, **given):
        by = by or reader_as("delegate", make_government())
        government = queries.governments_of(by).first()
        facts = {"attribution": "named", "language": "en", "government": government, **given}
        return actions.receive_contribution(conference=conference, by=by, answers={"message": text}, **facts)

    return sent


def test_what_is_received_has_number_fingerprint_receipt_and_passages(send, at_work):
    row, secret = send()
    assert (str(row), row.state, row.received_at, row.is_late) == ("C-0001", "received", at_work, False)
    assert row.fingerprint == fingerprint_of([("message", TEXT)])
    assert queries.with_receipt(row.conference, secret) == row
    assert secret not in str(Contribution.objects.values().get())
    assert [passage.text for passage in queries.passages_of(row)] == [
        "Cities register children without asking for papers.",
        "Schools then know how many places are needed.",
        "A second paragraph says what it costs, and who has paid for it since 2012.",
    ]


def test_the_receipt_goes_to_the_author_in_their_language(conference, make_person, make_government, send):
    person = make_person("delegate", make_government(), language="fr")
    row, secret = send(by=reader_of(person, conference))
    mail = Mail.objects.get()
    assert (mail.address, mail.language, mail.kind) == (person.email, "fr", "contribution_received")
    assert f"/fr/cities/contributions/receipt/{secret}/" in mail.body
    assert row.fingerprint in mail.body and "<" not in mail.body


def test_an_anonymous_one_keeps_nobody_and_no_hour(conference, reader_as, at_work):
    by = reader_as("observer")
    row, _secret = actions.receive_contribution(
        conference=conference, by=by, answers={"message": TEXT}, attribution="anonymous", language="en"
    )
    row.refresh_from_db()
    day = datetime(2017, 10, 2, tzinfo=UTC)
    assert (row.author, row.government, row.author_name, row.begun_at, row.received_at) == (None, None, "", None, day)
    entry, opening = Entry.objects.get(), Opening.objects.get()
    assert (entry.at, entry.role, opening.person) == (day, "public", "")
    assert not Mail.objects.exists()
    assert row.shown_as == ""


def test_the_day_of_an_anonymous_one_is_the_day_of_the_conference(conference):
    with at(datetime(2017, 10, 2, 22, 30, tzinfo=UTC)):
        row, _secret = actions.receive_contribution(
            conference=conference,
            by=system_reader(conference),
            answers={"message": "Safe"},
            attribution="anonymous",
            language="en",
        )
    assert str(row.received_on) == "2017-10-03"


def test_a_draft_is_resumed_and_becomes_the_contribution(conference, reader_as, make_government):
    government = make_government()
    by = reader_as("delegate", government)
    draft = actions.save_draft(conference=conference, by=by, answers={"practice": "Half a"}, government=government)
    again = actions.save_draft(
        conference=conference, by=by, answers={"practice": "Half a thought"}, government=government
    )
    assert again.pk == draft.pk and queries.answers_of(again) == {"practice": "Half a thought"}
    row, _secret = actions.receive_contribution(
        conference=conference,
        by=by,
        answers={"message": "Whole"},
        attribution="government",
        language="fr",
        government=government,
    )
    assert row.pk == draft.pk and Contribution.objects.count() == 1
    assert (row.state, row.shown_as, queries.answers_of(row)) == ("received", government.name, {"message": "Whole"})


def test_begun_before_the_closing_and_sent_after_is_kept_as_late(conference, reader_as, make_government):
    government = make_government()
    by = reader_as("delegate", government)
    actions.save_draft(conference=conference, by=by, answers={"message": "Soon"}, government=government)
    with at(conference.call.closes_at + timedelta(hours=1)):
        row, _secret = actions.receive_contribution(
            conference=conference,
            by=by,
            answers={"message": "Here"},
            attribution="named",
            language="en",
            government=government,
        )
    assert row.is_late


def test_begun_after_the_closing_is_refused_with_deadline_and_zone(conference, send):
    with at(conference.call.closes_at), pytest.raises(Refused, match=r"closed on 13 October 2017, 18:00 \(Brussels\)"):
        send()
    assert not Contribution.objects.exists() and not Entry.objects.exists()


def test_where_late_ones_are_refused_the_draft_is_kept(conference, reader_as, make_government):
    Call.objects.update(late_rule="refuse")
    government = make_government()
    by = reader_as("delegate", government)
    actions.save_draft(conference=conference, by=by, answers={"message": "Soon"}, government=government)
    with at(conference.call.closes_at), pytest.raises(Refused, match="nothing is taken after it"):
        actions.receive_contribution(
            conference=conference,
            by=by,
            answers={"message": "Here"},
            attribution="named",
            language="en",
            government=government,
        )
    assert Contribution.objects.get().state == "draft"


def test_a_caller_cannot_say_by_themselves_that_they_had_begun(conference, send):
    begun = conference.call.closes_at - timedelta(days=1)
    with at(conference.call.closes_at + timedelta(hours=1)), pytest.raises(Refused, match="closed"):
        send(begun_at=begun)


def test_before_the_opening_nothing_is_taken(conference, send):
    with at(conference.call.opens_at - timedelta(minutes=1)), pytest.raises(Refused, match="opens on 3 July 2017"):
        send()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "There is nothing in it yet"),
        ({"message": "  \n "}, "There is nothing in it yet"),
        ({"practice": "Only this"}, "Message: An answer is needed here"),
        ({"message": "word " * 312}, "This has 312 words; the limit is 300. Shorten it by 12"),
        ({"message": "a\0b"}, "zero byte"),
        ({"message": "x" * 2_000_001}, "larger than 2 MB"),
        ({"message": "x" * 40_000}, "This has 40,000 characters; the limit is 20,000"),
        ({"other": "x"}, "has no question “other”"),
    ],
)
def test_what_cannot_be_taken_gets_its_sentence_and_nothing_is_kept(send, conference, reader_as, answers, sentence):
    by = reader_as("observer")
    with pytest.raises(Refused, match=sentence):
        actions.receive_contribution(
            conference=conference, by=by, answers=answers, attribution="named", language="en", author_name="Ana"
        )
    assert not Contribution.objects.exists() and not Entry.objects.exists()


def test_the_same_words_of_the_same_author_or_government_stand_once(
    conference, make_person, make_government, send, reader_as
):
    government = make_government()
    author, colleague = (reader_of(make_person("delegate", government), conference) for _each in range(2))
    first, _secret = send(by=author)
    for by in (author, colleague):
        with pytest.raises(Refused, match=r"^C-0001 has these very words\."):
            send(f"  {TEXT}\r\n", by=by)
    assert str(send("Other words.", by=author)[0]) == "C-0002"
    assert str(send()[0]) == "C-0003"
    actions.withdraw_contribution(contribution=first, by=author)
    assert str(send(by=colleague)[0]) == "C-0004"
    observer = reader_as("observer")
    send("Alone.", by=observer, author_name="Ana")
    with pytest.raises(Refused, match="C-0005 has these very words"):
        send("Alone.", by=observer, author_name="Ana")


def test_one_who_speaks_for_two_governments_may_bring_the_same_words_for_both(
    conference, make_person, make_government, send
):
    one, two = make_government(), make_government()
    by = reader_of(make_person("delegate", one), conference)
    by = replace(by, government_ids=frozenset({one.pk, two.pk}))
    assert [str(send(by=by, government=each)[0]) for each in (one, two)] == ["C-0001", "C-0002"]


def test_the_same_words_come_again_without_a_name_and_from_the_product_itself(conference, reader_as, make_government):
    nobody, product, government = reader_as(None), system_reader(conference), make_government()
    for by, facts in (
        (nobody, {"attribution": "anonymous"}),
        (product, {"attribution": "government", "government": government}),
    ):
        for _each in range(2):
            actions.receive_contribution(
                conference=conference, by=by, answers={"message": TEXT}, language="en", **facts
            )
    assert Contribution.objects.filter(state="received").count() == 4


def test_one_word_is_enough(send):
    row, _secret = send("Childcare")
    assert [passage.text for passage in queries.passages_of(row)] == ["Childcare"]


def test_characters_choices_and_figures_are_held(conference, reader_as):
    call = conference.call
    choices = [{"id": "yes", "label": {"en": "Yes"}}]
    Question.objects.create(call=call, key="short", label={"en": "Short"}, character_limit=10, position=4)
    Question.objects.create(call=call, key="pick", kind="choice", label={"en": "Pick"}, choices=choices, position=5)
    Question.objects.create(call=call, key="sum", kind="figure", label={"en": "Sum"}, unit="EUR", position=6)
    by = reader_as("observer")
    given = {"message": "Yes", "short": "x" * 11, "pick": "no", "sum": "1,234"}
    with pytest.raises(Refused) as refused:
        actions.receive_contribution(
            conference=conference, by=by, answers=given, attribution="named", language="en", author_name="Ana"
        )
    said = str(refused.value)
    assert "Short: This has 11 characters" in said and "“no” is none of the choices" in said and "“1,234”" in said
    row, _secret = actions.receive_contribution(
        conference=conference,
        by=by,
        answers={**given, "short": "x", "pick": "yes", "sum": "1 234,5"},
        attribution="named",
        language="en",
        author_name="Ana",
    )
    assert [words.plain for words in queries.words_of(row)][2:] == ["Yes", "1,234.5 EUR"]


@pytest.mark.parametrize(
    ("text", "figure"),
    [("12", "12"), ("12,5", "12.5"), ("1 234", "1234"), ("٣٤", "34"), ("0.125", "0.125"), ("1.234", None), ("a", None)],
)
def test_a_figure_that_reads_two_ways_is_none(text, figure):
    assert figure_of(text) == figure


def test_nobody_speaks_for_another_government(conference, reader_as, make_government, send):
    with pytest.raises(Refused, match="Only an accredited delegate of this government"):
        send(by=reader_as("delegate", make_government()), government=make_government())
    with pytest.raises(Refused, match="Only an accredited delegate of this government"):
        send(by=reader_as("observer"), government=make_government())
    with pytest.raises(Refused, match="contributes in the name of the government"):
        send(by=reader_as("delegate", make_government()), government=None)


def test_persons_contribute_only_where_the_call_is_open_to_the_public(conference, reader_as, send):
    row, _secret = send(by=reader_as("observer"), category="individual")
    assert row.shown_as.startswith("Person") and row.category == "individual"
    Call.objects.update(is_open_to_public=False)
    with pytest.raises(Refused, match="accredited delegations only"):
        send(by=reader_as("observer"))
    with pytest.raises(Refused, match="accredited delegations only"):
        send(by=reader_as(None), attribution="anonymous")


def test_a_person_is_not_shown_as_a_government(send, reader_as):
    with pytest.raises(Refused, match="Only a contribution of a government"):
        send(by=reader_as("observer"), attribution="government")


def test_government_only_names_nobody_even_in_the_search(send, reader_as, make_government, conference):
    by = reader_as("delegate", make_government("Port Amina"))
    row, _secret = send(by=by, attribution="government")
    assert row.shown_as == "Port Amina" and by.person.name.lower() not in row.folded
    assert list(queries.public_list(reader_as(None), {"q": "pórt AMINA"})) == [row]
    assert list(queries.public_list(reader_as(None), {"q": by.person.name})) == []


def test_withdrawn_keeps_its_number_and_shows_no_words(send, conference, reader_as, make_government):
    by = reader_as("delegate", make_government())
    row, _secret = send(by=by)
    actions.withdraw_contribution(contribution=row, by=by)
    actions.withdraw_contribution(contribution=row, by=by)
    assert Entry.objects.filter(act="withdrew contribution").count() == 1
    assert queries.by_number(reader_as(None), row.number) is None
    assert queries.by_number(reader_as("secretariat"), row.number).state == "withdrawn"
    assert queries.passage_texts(conference) == []
    assert list(queries.received(conference)) == []
    assert str(send()[0]) == "C-0002"


def test_withdrawing_by_others_and_after_the_moment_is_refused(send, conference, reader_as, make_government):
    government = make_government()
    by = reader_as("delegate", government)
    row, _secret = send(by=by)
    with pytest.raises(Refused, match="Only its author"):
        actions.withdraw_contribution(contribution=row, by=reader_as("delegate", government))
    with (
        at(conference.call.withdrawal_until),
        pytest.raises(Refused, match="could be withdrawn until 10 November 2017"),
    ):
        actions.withdraw_contribution(contribution=row, by=by)
    row.refresh_from_db()
    assert row.state == "received"


def test_a_draft_is_seen_by_its_author_only(conference, reader_as, make_government):
    government = make_government()
    by, colleague = reader_as("delegate", government), reader_as("delegate", government)
    draft = actions.save_draft(conference=conference, by=by, answers={"message": "Not yet"}, government=government)
    assert list(Contribution.objects.visible_to(by)) == [draft]
    assert list(Contribution.objects.visible_to(colleague)) == []
    assert list(Contribution.objects.visible_to(reader_as("secretariat"))) == []


def test_the_desk_corrects_the_language_and_passages_follow(send, reader_as):
    row, _secret = send()
    assert actions.correct_language(contributions=[row], language="pt", by=reader_as("rapporteur")) == 1
    assert set(Passage.objects.values_list("language", flat=True)) == {"pt"}
    with pytest.raises(Refused, match="Choose the language"):
        actions.correct_language(contributions=[row], language="klingonish", by=reader_as("rapporteur"))
    with pytest.raises(Refused, match="Only the secretariat and the rapporteur"):
        actions.correct_language(contributions=[row], language="fr", by=reader_as("delegate"))


def test_split_and_join_give_back_the_same_ranges_and_identity(send, reader_as):
    row, _secret = send()
    before = list(Passage.objects.values_list("pk", "number", "start", "end"))
    first = queries.passages_of(row)[0]
    place, words = queries.split_points(first)[3]
    assert words == "Cities register children without | asking for papers."
    one, two = actions.split_passage(passage=first, at=place, by=reader_as("rapporteur"))
    texts = [passage.text for passage in queries.passages_of(row)]
    assert texts[:2] == ["Cities register children without", "asking for papers."]
    assert [passage.number for passage in queries.passages_of(row)] == [1, 2, 3, 4]
    assert (one.pk, two.is_cut_by_hand) == (first.pk, True)
    actions.join_passages(passage=one, by=reader_as("rapporteur"))
    after = sorted(Passage.objects.values_list("number", "start", "end"))
    assert after == sorted(row[1:] for row in before)


def test_a_split_inside_a_word_and_a_join_over_answers_are_refused(send, reader_as):
    row, _secret = send()
    passages = queries.passages_of(row)
    for place in (1, 0, 10_000):
        with pytest.raises(Refused, match="at which a word begins"):
            actions.split_passage(passage=passages[0], at=place, by=reader_as("rapporteur"))
    with pytest.raises(Refused, match="last passage of its answer"):
        actions.join_passages(passage=passages[-1], by=reader_as("rapporteur"))
    with pytest.raises(Refused, match="Only the secretariat and the rapporteur"):
        actions.join_passages(passage=passages[0], by=reader_as("delegate"))


def placed(passage, conference):
    """`passage` in a theme, as consolidation places it."""
    themes = Passage._meta.get_field("theme_membership").related_model
    theme = themes._meta.get_field("theme").related_model.objects.get_or_create(
        conference=conference, number=1, defaults={"label": "Children"}
    )[0]
    return themes.objects.create(theme=theme, passage=passage)


def test_a_join_loses_no_theme(send, reader_as, conference):
    row, _secret = send()
    first, second, third = queries.passages_of(row)
    placed(second, conference)
    joined = actions.join_passages(passage=first, by=reader_as("rapporteur"))
    assert joined.pk == second.pk and (joined.number, joined.start) == (1, 0)
    placed(third, conference)
    with pytest.raises(Refused, match="already stands in a theme"):
        actions.join_passages(passage=joined, by=reader_as("rapporteur"))
    assert Passage.objects.count() == 2


def test_what_a_disposition_speaks_of_is_not_cut(send, reader_as, conference):
    row, _secret = send()
    first = queries.passages_of(row)[0]
    dispositions = Passage._meta.get_field("disposition").related_model
    facts = {
        field.name: reader_as("rapporteur").now
        for field in dispositions._meta.fields
        if field.get_internal_type() == "DateTimeField" and not field.null
    }
    dispositions.objects.create(conference=conference, passage=first, outcome="taken", reason="Taken.", **facts)
    for act in (
        lambda: actions.split_passage(passage=first, at=7, by=reader_as("rapporteur")),
        lambda: actions.join_passages(passage=first, by=reader_as("rapporteur")),
    ):
        with pytest.raises(Refused, match="already stands in the answers given to passages"):
            act()


def test_sending_leaves_no_secret_in_the_journal_or_the_answered_forms(client_as, form_key, make_government):
    client = client_as("delegate", make_government())
    address = reverse("contributions:new", kwargs={"slug": "cities"})
    facts = {
        "q-message": "Words",
        "language": "en",
        "attribution": "named",
        "author_name": "Ana",
        "form_key": form_key(),
    }
    secret = client.post(address, facts)["Location"].rstrip("/").rsplit("/", 1)[1]
    kept = str(list(Once.objects.values())) + str(list(Opening.objects.values())) + str(list(Entry.objects.values()))
    assert len(secret) == 43 and secret not in kept
