"""Reads of delegations and of the places from which they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from babel import Locale
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from rapporteur.calls.models import Call
from rapporteur.calls.queries import call_of
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.conferences.stations import Station, Waiting
from rapporteur.foundation.frameworks.provisions import vocabulary
from rapporteur.foundation.people.models import Government, Place, PlaceName, Region
from rapporteur.foundation.people.queries import country_name, find_governments, find_places
from rapporteur.foundation.people.reader import SECRETARIAT, Reader
from rapporteur.foundation.people.regions import REGION_OF
from rapporteur.foundation.ui.said import moment, plain, short_day
from rapporteur_core.text import fold

from .models import Delegation, Member

NEW_MEMBERS = "new_members"


def categories() -> list[tuple[str, str]]:
    """The categories of participants with their names in the reader's language."""
    return [(item["id"], plain(item["label"])) for item in vocabulary("vocab_participants", "participant_categories")]


def category_name(category: str) -> str:
    """A category of participants in the reader's language."""
    return dict(categories()).get(category, category)


def parts() -> list[tuple[str, str]]:
    """What somebody is in a delegation, in the reader's language."""
    return [
        (Member.Part.HEAD, _("head of delegation")),
        (Member.Part.FOCAL, _("focal point")),
        (Member.Part.ALTERNATE, _("alternate")),
        (Member.Part.ADVISER, _("adviser")),
        (Member.Part.MAYOR, _("mayor's office")),
        (Member.Part.OBSERVER, _("observer")),
    ]


def part_name(part: str) -> str:
    """What somebody is in a delegation, in the reader's language."""
    return dict(parts()).get(part, part)


def states() -> list[tuple[str, str]]:
    """The states of a delegation with their names in the reader's language."""
    return [
        (Delegation.State.RECEIVED, _("waiting")),
        (Delegation.State.ASKED_BACK, _("asked back")),
        (Delegation.State.ACCREDITED, _("accredited")),
        (Delegation.State.REFUSED, _("refused")),
        (Delegation.State.WITHDRAWN, _("withdrawn")),
    ]


def state_name(state: str) -> str:
    """The state of a delegation in the reader's language."""
    return dict(states()).get(state, state)


def regions() -> list[tuple[str, str]]:
    """The regions with their names in the reader's language."""
    return [
        (Region.AFRICA, _("Africa")),
        (Region.ASIA_PACIFIC, _("Asia-Pacific")),
        (Region.EUROPE, _("Europe")),
        (Region.LATIN_AMERICA, _("Latin America and the Caribbean")),
        (Region.MIDDLE_EAST, _("Middle East and West Asia")),
        (Region.NORTH_AMERICA, _("North America")),
    ]


def countries() -> list[tuple[str, str]]:
    """The countries that the register of places knows, in the order of the reader's language."""
    names = Locale.parse(get_language() or "en").territories
    known = [(code, str(names.get(code, code))) for code in REGION_OF]
    return sorted(known, key=lambda pair: fold(pair[1]))


# ---- places


@dataclass(frozen=True)
class Choice:
    """A government that can be registered: `key` names it in an address, `known_as` is the name that was searched."""

    key: str
    name: str
    country: str
    known_as: str
    is_checked: bool


def choices_for(text: str) -> list[Choice]:
    """Places and bodies with a name that begins with `text`, in any script: three queries."""
    key = fold(text).strip()
    if not key:
        return []
    places = find_places(text)
    spelt: dict[int, str] = {}
    names = PlaceName.objects.filter(place__in=places, folded__gte=key, folded__lt=key + "\U0010ffff")
    for place_id, name in names.order_by("folded", "pk").values_list("place_id", "name"):
        spelt.setdefault(place_id, name)
    found = [_place_choice(place, spelt.get(place.pk, "")) for place in places]
    bodies = [row for row in find_governments(text) if row.place_id is None]
    return found + [Choice(f"government={row.pk}", row.name, _country(row.country), "", True) for row in bodies]


def _place_choice(place: Place, spelt: str) -> Choice:
    known_as = "" if fold(spelt) == fold(place.name) else spelt
    return Choice(f"place={place.pk}", place.name, _country(place.country), known_as, place.is_checked)


def _country(code: str) -> str:
    return country_name(code) if code else ""


def place_called(name: str, country: str) -> Place | None:
    """The place of `country` that has exactly this name, in whatever script or spelling it is held: one query."""
    rows = Place.objects.filter(country=country, names__folded=fold(name)[:250])
    return rows.order_by("-population", "pk").first()


def places_like(place: Place, text: str) -> list[Place]:
    """Places of the register that `place`, added by hand, may be: by `text`, else by its first letters. One query."""
    found = find_places(text) if text else find_places(place.name[:3], country=place.country)
    return [row for row in found if row.is_checked]


def body_called(name: str) -> Government | None:
    """The body without a place that has this name: one query."""
    return Government.objects.filter(place=None, folded=fold(name)[:250]).first()


# ---- delegations


def own_delegations(reader: Reader) -> QuerySet[Delegation]:
    """The delegations that `reader` is in or has sent, those in force first: two queries."""
    if reader.person is None or reader.conference_id is None:
        return Delegation.objects.none()
    mine = Q(sent_by=reader.person) | Q(members__person=reader.person)
    rows = Delegation.objects.filter(mine, conference_id=reader.conference_id).distinct()
    return with_members(rows).order_by("-number")


def delegation_of(reader: Reader) -> Delegation | None:
    """The delegation in which `reader` is registered, withdrawn ones aside: one query."""
    if reader.person is None or reader.conference_id is None:
        return None
    rows = Delegation.objects.filter(
        conference_id=reader.conference_id, members__person=reader.person, members__is_standing=True
    )
    return rows.exclude(state=Delegation.State.WITHDRAWN).select_related("government").first()


def government_of_reader(reader: Reader) -> Government | None:
    """The government for which `reader` speaks; the first one where there are several: one query."""
    if not reader.government_ids:
        return None
    return Government.objects.filter(pk__in=reader.government_ids).order_by("pk").first()


def accredited_governments(conference: Conference) -> QuerySet[Government]:
    """The governments and bodies with an accredited delegation, by name: one query."""
    rows = Government.objects.filter(delegations__conference=conference, delegations__state=Delegation.State.ACCREDITED)
    return rows.distinct().order_by("name", "pk")


def delegations_for(reader: Reader, params: Any) -> QuerySet[Delegation]:
    """The delegations that `reader` may see, filtered by `state`, `region`, `category` and the search `q`."""
    rows = Delegation.objects.visible_to(reader)
    if params.get("state") == NEW_MEMBERS:
        rows = rows.filter(pk__in=_with_new_members().values("pk"))
    elif state := params.get("state"):
        rows = rows.filter(state=state)
    for name, field in (("region", "government__region"), ("category", "category")):
        if value := params.get(name):
            rows = rows.filter(**{field: value})
    for word in fold(params.get("q", "")).split()[:8]:
        rows = rows.filter(folded__contains=word)
    return rows


def with_government(rows: QuerySet[Delegation]) -> QuerySet[Delegation]:
    """The same rows for a list, each with its government and `member_count`: no further query."""
    counted = Member.objects.filter(delegation=OuterRef("pk")).order_by().values("delegation")
    count = Coalesce(Subquery(counted.annotate(count=Count("pk")).values("count")), 0)
    return rows.select_related("government").annotate(member_count=count)


def with_members(rows: QuerySet[Delegation]) -> QuerySet[Delegation]:
    """The same few rows with government, place, letter, and the members with their persons: one further query."""
    members = Prefetch("members", Member.objects.select_related("person"))
    return rows.select_related("government__place", "letter", "sent_by").prefetch_related(members)


def state_counts(conference: Conference) -> list[tuple[str, str, int]]:
    """How many delegations are in each state, as (state, name, count): one query."""
    rows = Delegation.objects.filter(conference=conference).order_by().values_list("state")
    counts = dict(rows.annotate(count=Count("pk")))
    return [(state, name, counts.get(state, 0)) for state, name in states()]


def with_added_place(conference: Conference) -> QuerySet[Delegation]:
    """Delegations in force whose place was added by hand and not checked yet: one query."""
    rows = Delegation.objects.filter(conference=conference, government__place__is_checked=False)
    rows = rows.exclude(state=Delegation.State.WITHDRAWN)
    return rows.select_related("government__place").order_by("number")


def with_members_to_accredit(conference: Conference) -> QuerySet[Delegation]:
    """Accredited delegations with members who were added since: one query."""
    return _with_new_members().filter(conference=conference)


def _with_new_members() -> QuerySet[Delegation]:
    fresh = Member.objects.filter(delegation=OuterRef("pk"), accredited_at=None, is_standing=True)
    return Delegation.objects.filter(Exists(fresh), state=Delegation.State.ACCREDITED)


def registered_addresses(conference: Conference, addresses: Iterable[str]) -> set[str]:
    """Those of `addresses` that are in a delegation already: one query."""
    lower = [address.strip().lower() for address in addresses]
    rows = Member.objects.filter(conference=conference, is_standing=True, person__email__in=lower)
    return set(rows.values_list("person__email", flat=True))


def sheet_header() -> list[str]:
    """The heads of the columns of the export."""
    return [
        _("Number"),
        _("Government"),
        _("Country"),
        _("Region"),
        _("Category"),
        _("State"),
        _("Received"),
        _("Name"),
        _("Office"),
        _("E-mail"),
        _("Part"),
    ]


def sheet_rows(rows: QuerySet[Delegation], zone: str) -> Iterator[list[str | int]]:
    """One row a member of `rows`, by number, read as it is written: one query."""
    named_regions, named_parts, named_categories = dict(regions()), dict(parts()), dict(categories())
    named_states = dict(states())
    members = Member.objects.filter(delegation__in=rows).select_related("person", "delegation__government")
    members = members.order_by("delegation__number", "position", "pk")
    for _number, group in groupby(members.iterator(chunk_size=2000), key=lambda member: member.delegation_id):
        delegates = list(group)
        delegation = delegates[0].delegation
        government = delegation.government
        head: list[str | int] = [
            str(delegation),
            government.name,
            _country(government.country),
            named_regions.get(government.region, government.region),
            named_categories.get(delegation.category, delegation.category),
            named_states.get(delegation.state, delegation.state),
            moment(delegation.received_at, zone),
        ]
        for member in delegates:
            yield [*head, member.name, member.office, member.person.email, named_parts.get(member.part, member.part)]


# ---- the line and the desk


def station(conference: Conference, reader: Reader) -> Station | None:
    """Registration on the line, with the number of accredited delegations: two queries."""
    call = call_of(conference)
    if call is None:
        return None
    now, ends = reader.now, call.registration_closes_at
    day = {"day": short_day(ends if now >= call.opens_at else call.opens_at, conference.zone)}
    if now < call.opens_at:
        state, line = "", _("opens %(day)s") % day
    elif now < ends:
        state, line = "now", _("open to %(day)s") % day
    else:
        state, line = "done", _("closed %(day)s") % day
    count = Delegation.objects.filter(conference=conference, state=Delegation.State.ACCREDITED).count()
    counted = ngettext("%(count)d delegation", "%(count)d delegations", count) % {"count": count}
    name = "registration:apply" if state == "now" else "calls:call"
    return Station(_("Registration"), _page(name, conference), state, (line, counted))


def waiting(conference: Conference, reader: Reader) -> list[Waiting]:
    """Delegations, places and added members that wait for the desk: three queries."""
    if not reader.has(SECRETARIAT):
        return []
    desk = _page("registration:desk", conference)
    fresh = Delegation.objects.filter(conference=conference, state=Delegation.State.RECEIVED).count()
    places = with_added_place(conference).count()
    added = with_members_to_accredit(conference).count()
    items = [
        Waiting(fresh, ngettext("delegation to accredit", "delegations to accredit", fresh), f"{desk}?state=waiting"),
        Waiting(
            places,
            ngettext("place to check", "places to check", places),
            _page("registration:places_added", conference),
        ),
        Waiting(
            added,
            ngettext("delegation with new members", "delegations with new members", added),
            f"{desk}?state={NEW_MEMBERS}",
        ),
    ]
    return [item for item in items if item.count]


def instants() -> list[tuple[int, datetime]]:
    """The opening and the end of registration of every conference: one query."""
    rows = Call.objects.values_list("conference_id", "opens_at", "registration_closes_at")
    return [(conference, moment) for conference, *moments in rows for moment in moments]


def _page(name: str, conference: Conference) -> str:
    return reverse(name, kwargs={"slug": conference.slug})
