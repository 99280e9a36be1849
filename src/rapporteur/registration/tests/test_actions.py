from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rapporteur.foundation.conferences.clock import at
from rapporteur.foundation.conferences.models import RoleGrant
from rapporteur.foundation.conferences.queries import reader_of
from rapporteur.foundation.files.actions import store_file
from rapporteur.foundation.journal.models import Entry
from rapporteur.foundation.notices.models import Mail
from rapporteur.foundation.people.actions import load_places, register_rows
from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.queries import find_places
from rapporteur.foundation.people.reader import Refused
from rapporteur.registration.actions import (
    accredit_delegation,
    add_member,
    answer_question,
    ask_back,
    check_added_place,
    government_by_hand,
    refuse_delegation,
    register_delegation,
    remove_member,
    replace_letter,
    withdraw_delegation,
)
from rapporteur.registration.models import Delegation, Member
from rapporteur.registration.permissions import STATES_OF_ACTS, may_decide, may_manage, may_register, speaks_for
from rapporteur.registration.queries import (
    accredited_governments,
    delegation_of,
    government_of_reader,
    instants,
    own_delegations,
    station,
    waiting,
)

ENDED = datetime(2017, 10, 10, 16, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
HEAD = {"name": "Ama", "email": "ama@town.example", "part": "head", "office": "Mayor"}
ADVISER = {"name": "Bo", "email": "bo@town.example", "part": "adviser", "language": "fr"}


@pytest.fixture
def desk(reader_as):
    return reader_as("secretariat")


@pytest.fixture
def sender(conference, make_person):
    return reader_of(make_person(language="es"), conference)


@pytest.fixture
def register(conference, make_government, sender):
    def make(*members, government=None, by=sender, **facts):
        return register_delegation(
            conference=conference,
            government=government or make_government(),
            category="lrg",
            members=list(members or [HEAD, ADVISER]),
            by=by,
            **facts,
        )

    return make


def roles() -> set[tuple[str, str]]:
    return set(RoleGrant.objects.exclude(role="secretariat").values_list("person__email", "role"))


def mails(kind: str) -> dict[str, str]:
    return dict(Mail.objects.filter(kind=kind).values_list("address", "language"))


# ---- registering


def test_a_delegation_is_received_numbered_recorded_and_told_to_sender_and_head(register, sender):
    delegation = register()
    assert (str(delegation), delegation.state) == ("D-0001", "waiting")
    assert list(delegation.members.values_list("name", "part", "person__email")) == [
        ("Ama", "head", "ama@town.example"),
        ("Bo", "adviser", "bo@town.example"),
    ]
    assert mails("delegation_received") == {sender.person.email: "es", "ama@town.example": "en"}
    assert Entry.objects.latest("number").act == "registered delegation"
    assert roles() == set()


def test_registration_ends_at_its_instant_and_the_refusal_names_it(register):
    with at(ENDED - timedelta(seconds=1)):
        register()
    with at(ENDED), pytest.raises(Refused, match=r"Registration ended on 10 October 2017, 18:00 \(Brussels\)"):
        register({**HEAD, "email": "other@town.example"})
    assert Delegation.objects.count() == 1


def test_the_secretariat_registers_after_the_deadline(register, desk):
    with at(ENDED):
        assert register(by=desk).state == "waiting"


def test_nobody_registers_before_the_call_opens(register):
    with at(datetime(2017, 7, 1, tzinfo=UTC)), pytest.raises(Refused, match="not open yet"):
        register()


def test_the_public_registers_nobody(register, reader_as):
    with pytest.raises(Refused, match="Sign in"):
        register(by=reader_as(None))


def test_a_government_has_one_delegation(register, make_government):
    town = make_government("Port Amina")
    register(government=town)
    with pytest.raises(Refused, match="Port Amina has a delegation already. Ask its head to add you"):
        register({**HEAD, "email": "other@town.example"}, government=town)
    assert Delegation.objects.count() == 1
    assert not Person.objects.filter(email="other@town.example").exists()


def test_a_person_is_registered_once(register):
    register()
    with pytest.raises(Refused, match="AMA@town.example is in a delegation already"):
        register({**HEAD, "email": "AMA@town.example"})
    assert Delegation.objects.count() == 1


@pytest.mark.parametrize("parts", [["adviser"], ["alternate", "mayor", "observer"]])
def test_a_delegation_without_head_or_focal_point_is_refused(register, parts):
    members = [{**HEAD, "email": f"{part}@town.example", "part": part} for part in parts]
    with pytest.raises(Refused, match="needs a head or a focal point"):
        register(*members)
    assert not Member.objects.exists()


@pytest.mark.parametrize("name", ["Sukarno", "大石", "ئامانج", "x" * 200])
def test_a_name_is_a_name_in_any_script_and_length(register, name):
    delegation = register({**HEAD, "name": name})
    delegation.refresh_from_db()
    assert delegation.members.get().name == name


# ---- governments that the register does not hold


@pytest.fixture
def places(db):
    load_places(row for row in register_rows() if row["geonameid"] == "2791537")


@pytest.mark.parametrize("name", ["Mechelen", "malines", "Malinas"])
def test_a_city_of_the_register_is_not_added_a_second_time(places, sender, name):
    with pytest.raises(Refused, match="The register has “Mechelen” in Belgium."):
        government_by_hand(name=name, country="BE", is_place=True, by=sender)
    assert Government.objects.count() == 0


def test_an_added_place_is_checked_before_its_delegation_is_accredited(places, sender, desk, register):
    town = government_by_hand(name="Sint-Nergens", country="BE", is_place=True, by=sender)
    delegation = register(government=town)
    with pytest.raises(Refused, match="The place “Sint-Nergens” was added by hand."):
        accredit_delegation(delegation=delegation, by=desk)
    assert roles() == set()
    check_added_place(delegation=delegation, latitude=51.0, longitude=4.4, by=desk)
    assert accredit_delegation(delegation=delegation, by=desk).state == "accredited"
    town.refresh_from_db()
    assert (town.latitude, town.place.is_checked) == (51.0, True)
    with pytest.raises(Refused, match="checked already"):
        check_added_place(delegation=delegation, latitude=51.0, longitude=4.4, by=desk)


def test_a_place_that_waits_for_a_check_is_found_by_the_next_one(places, sender):
    government_by_hand(name="Sint-Nergens", country="BE", is_place=True, by=sender)
    assert [place.name for place in find_places("sint-nerg")] == ["Sint-Nergens"]
    with pytest.raises(Refused, match="The register has “Sint-Nergens”"):
        government_by_hand(name="SINT-NERGENS", country="BE", is_place=True, by=sender)


def test_a_network_is_a_body_without_a_place_and_known_once(sender):
    body = government_by_hand(name="Réseau des villes", country="", is_place=False, category="city_network", by=sender)
    assert (body.place, body.category) == (None, "city_network")
    with pytest.raises(Refused, match="is known here"):
        government_by_hand(name="reseau des VILLES", country="", is_place=False, by=sender)


# ---- what the desk decides


def test_accreditation_gives_each_member_the_role_of_the_part_and_tells_them(register, desk, sender):
    parts = ["head", "focal", "alternate", "adviser", "mayor", "observer"]
    members = [{**HEAD, "email": f"{part}@town.example", "part": part} for part in parts]
    delegation = accredit_delegation(delegation=register(*members), by=desk)
    given = {part: role for email, role in roles() for part in [email.split("@")[0]]}
    assert given == {
        "head": "delegate",
        "focal": "delegate",
        "alternate": "delegate",
        "adviser": "delegate",
        "mayor": "mayor",
        "observer": "observer",
    }
    assert set(RoleGrant.objects.exclude(role="secretariat").values_list("government", flat=True)) == {
        delegation.government_id
    }
    assert set(mails("delegation_accredited")) == {sender.person.email, *(f"{part}@town.example" for part in parts)}


def test_the_desk_asks_back_and_the_delegation_answers(register, desk, sender):
    delegation = ask_back(delegation=register(), question="Who signed the letter?", by=desk)
    assert (delegation.state, delegation.ground) == ("asked_back", "Who signed the letter?")
    assert mails("delegation_asked_back") == {sender.person.email: "es", "ama@town.example": "en"}
    letter = store_file(data=PDF, name="letter.pdf")
    delegation = answer_question(delegation=delegation, answer="The mayor.", letter=letter, by=sender)
    assert (delegation.state, delegation.answer, delegation.letter) == ("waiting", "The mayor.", letter)


def test_a_refusal_tells_its_ground(register, desk):
    refuse_delegation(delegation=register(), ground="No mandate was shown.", by=desk)
    assert Delegation.objects.get().state == "refused"
    assert "No mandate was shown." in Mail.objects.get(kind="delegation_refused", address="ama@town.example").body
    assert roles() == set()


@pytest.mark.parametrize("text", ["", "  \n "])
def test_a_question_and_a_ground_are_not_empty(register, desk, text):
    delegation = register()
    with pytest.raises(Refused, match="Write what the delegation is to answer."):
        ask_back(delegation=delegation, question=text, by=desk)
    with pytest.raises(Refused, match="Write the ground"):
        refuse_delegation(delegation=delegation, ground=text, by=desk)


def test_an_accreditation_that_is_taken_back_takes_the_roles_back(register, desk):
    delegation = accredit_delegation(delegation=register(), by=desk)
    assert len(roles()) == 2
    refuse_delegation(delegation=delegation, ground="The letter was not genuine.", by=desk)
    assert roles() == set()
    assert accredit_delegation(delegation=delegation, by=desk).state == "accredited"
    assert len(roles()) == 2


def test_what_is_accredited_is_not_accredited_twice(register, desk):
    delegation = accredit_delegation(delegation=register(), by=desk)
    with pytest.raises(Refused, match="accredited already"):
        accredit_delegation(delegation=delegation, by=desk)
    assert Mail.objects.filter(kind="delegation_accredited").count() == 3


def test_the_second_of_two_decisions_sees_the_first(register, desk):
    first = register()
    stale = Delegation.objects.get(pk=first.pk)
    accredit_delegation(delegation=first, by=desk)
    with pytest.raises(Refused, match="The delegation is accredited already."):
        ask_back(delegation=stale, question="Who?", by=desk)


@pytest.mark.parametrize("role", ["rapporteur", "drafter", "delegate", "mayor", "observer", None])
def test_nobody_but_the_secretariat_decides(register, reader_as, role):
    delegation, by = register(), reader_as(role)
    for act in (
        lambda: accredit_delegation(delegation=delegation, by=by),
        lambda: ask_back(delegation=delegation, question="Who?", by=by),
        lambda: refuse_delegation(delegation=delegation, ground="No.", by=by),
    ):
        with pytest.raises(Refused, match="Only the secretariat"):
            act()
    assert Delegation.objects.get().state == "waiting"


@pytest.mark.parametrize("act", ["accredit", "ask_back", "refuse"])
def test_what_the_desk_may_do_in_which_state(register, desk, act):
    delegation = register()
    allowed = set()
    for state in Delegation.State.values:
        delegation.state = state
        answer = may_decide(desk, delegation, act)
        assert answer or answer.reason
        allowed |= {state} if answer else set()
    assert allowed == set(STATES_OF_ACTS[act])
    assert "withdrawn" not in allowed


# ---- the delegation itself


@pytest.mark.parametrize(
    ("who", "may"), [("sender", True), ("head", True), ("adviser", False), ("stranger", False), ("desk", True)]
)
def test_who_manages_a_delegation(conference, register, sender, desk, make_person, who, may):
    delegation = register()
    persons = {
        "head": Person.objects.get(email="ama@town.example"),
        "adviser": Person.objects.get(email="bo@town.example"),
        "stranger": make_person("delegate"),
    }
    reader = {"sender": sender, "desk": desk}.get(who) or reader_of(persons[who], conference)
    assert bool(may_manage(reader, delegation, "change")) is may


def test_a_withdrawn_delegation_loses_its_roles_and_frees_government_and_persons(register, desk, sender):
    delegation = accredit_delegation(delegation=register(), by=desk)
    withdraw_delegation(delegation=delegation, by=sender)
    assert roles() == set()
    assert Delegation.objects.get().state == "withdrawn"
    again = register(government=delegation.government)
    assert (again.number, again.members.count()) == (2, 2)
    with pytest.raises(Refused, match="The delegation was withdrawn."):
        withdraw_delegation(delegation=delegation, by=sender)


def test_a_member_who_is_added_later_gets_the_role_when_the_desk_says_so(register, desk, sender, conference):
    delegation = accredit_delegation(delegation=register(HEAD), by=desk)
    add_member(delegation=delegation, by=sender, **ADVISER)
    assert roles() == {("ama@town.example", "delegate")}
    assert [item.label for item in waiting(conference, desk)] == ["delegation with new members"]
    accredit_delegation(delegation=delegation, by=desk)
    assert roles() == {("ama@town.example", "delegate"), ("bo@town.example", "delegate")}
    assert waiting(conference, desk) == []


def test_no_member_is_added_after_the_deadline(register, sender):
    delegation = register(HEAD)
    with at(ENDED), pytest.raises(Refused, match="Registration ended"):
        add_member(delegation=delegation, by=sender, **ADVISER)


def test_a_removed_member_loses_the_role_and_the_last_head_stays(register, desk, sender):
    delegation = accredit_delegation(delegation=register(), by=desk)
    remove_member(member=delegation.members.get(part="adviser"), by=sender)
    assert roles() == {("ama@town.example", "delegate")}
    with pytest.raises(Refused, match="This is the last head or focal point."):
        remove_member(member=delegation.members.get(), by=sender)
    assert roles() == {("ama@town.example", "delegate")}


def test_a_stranger_changes_nothing(register, reader_as):
    delegation, by = register(), reader_as("delegate")
    for act in (
        lambda: withdraw_delegation(delegation=delegation, by=by),
        lambda: add_member(delegation=delegation, by=by, **{**ADVISER, "email": "c@town.example"}),
        lambda: remove_member(member=delegation.members.last(), by=by),
        lambda: replace_letter(delegation=delegation, letter=store_file(data=PDF, name="a.pdf"), by=by),
        lambda: answer_question(delegation=delegation, answer="Yes", by=by),
    ):
        with pytest.raises(Refused, match="Only the head of the delegation"):
            act()
    assert (Delegation.objects.get().state, Member.objects.count()) == ("waiting", 2)


# ---- what later stages ask


def test_who_speaks_for_a_government(register, desk, conference, make_government):
    delegation = register(HEAD, {**ADVISER, "part": "observer"})
    head, observer = (Person.objects.get(email=f"{name}@town.example") for name in ("ama", "bo"))
    assert not speaks_for(reader_of(head, conference), delegation.government_id)
    accredit_delegation(delegation=delegation, by=desk)
    reader = reader_of(head, conference)
    assert speaks_for(reader, delegation.government_id)
    assert not speaks_for(reader, make_government().pk)
    assert not speaks_for(reader_of(observer, conference), delegation.government_id)
    assert government_of_reader(reader) == delegation.government
    assert government_of_reader(reader_of(observer, conference)) is None
    assert list(accredited_governments(conference)) == [delegation.government]
    assert delegation_of(reader_of(observer, conference)) == delegation


def test_one_sees_the_delegations_one_is_in_or_sent_and_no_other(register, sender, conference, reader_as, desk):
    delegation = register()
    adviser = reader_of(Person.objects.get(email="bo@town.example"), conference)
    assert [list(own_delegations(reader)) for reader in (sender, adviser)] == [[delegation], [delegation]]
    assert [list(own_delegations(reader)) for reader in (reader_as("delegate"), reader_as(None), desk)] == [[], [], []]
    visible = Delegation.objects.visible_to
    assert [visible(reader).count() for reader in (desk, sender, adviser, reader_as("rapporteur"))] == [1, 1, 1, 0]


def test_the_station_counts_those_accredited(conference, register, desk, reader_as):
    accredit_delegation(delegation=register(), by=desk)
    register({**HEAD, "email": "other@town.example"})
    found = station(conference, reader_as(None))
    assert (found.label, found.state, found.lines) == ("Registration", "now", ("open to 10 Oct", "1 delegation"))
    with at(ENDED):
        assert station(conference, reader_as(None)).state == "done"


def test_what_waits_is_told_to_the_secretariat_only(conference, register, desk, reader_as):
    register()
    assert [(item.count, item.label) for item in waiting(conference, desk)] == [(1, "delegation to accredit")]
    assert waiting(conference, reader_as("rapporteur")) == []


def test_the_end_of_registration_is_an_instant_at_which_pages_change(conference):
    assert (conference.pk, ENDED) in instants()


def test_whether_one_may_register_by_role_and_time(conference, reader_as, all_roles):
    call = conference.call
    before, during, after = (call.opens_at - timedelta(1), call.opens_at, call.registration_closes_at)
    table = {
        role: tuple(bool(may_register(reader_as(role), call, moment)) for moment in (before, during, after))
        for role in all_roles
    }
    signed_in = (False, True, False)
    assert table == {**dict.fromkeys(all_roles, signed_in), None: (False,) * 3, "secretariat": (False, True, True)}
