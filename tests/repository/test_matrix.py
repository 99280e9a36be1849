"""Every address by every role against the registry of permissions."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, resolve

from rapporteur.foundation.conferences.queries import reader_of
from rapporteur.foundation.people.models import Person
from rapporteur.foundation.people.reader import Reader
from tests.sample import PEOPLE, ROLES

pytestmark = pytest.mark.django_db

# Pages that no link within a language leads to: by mail, by signature, or without a page of their own.
NOT_LINKED = {"health", "checkpoint", "front", "patterns", "enter_demo", "people:code", "people:sign_out"}
MOST_QUERIES = 45


@pytest.fixture(scope="module")
def addresses(crawls):
    """One address for each page, from whoever finds it."""
    found = {}
    for crawl in crawls.values():
        for name, address in crawl.found.items():
            found.setdefault(name, address)
    return found


def reader_for(role, sample):
    person = Person.objects.get(email=PEOPLE[role]) if role else None
    return person, reader_of(person, sample)


def test_no_link_is_dead_for_anyone(crawls):
    assert {role: crawl.failures for role, crawl in crawls.items() if crawl.failures} == {}


def test_reading_is_allowed_exactly_as_registered(sample, people, addresses):
    differing = []
    for role in ROLES:
        person, reader = reader_for(role, sample)
        for address in addresses.values():
            permission = resolve(address.split("?")[0]).func.permission
            is_inside = f"/{sample.slug}/" in address
            allowed = bool(permission(reader if is_inside else Reader(person=person)))
            status = people[role].get(address).status_code
            refused = status == 403 or (role is None and status == 302 and not allowed)
            if allowed == refused or status >= 500:
                differing.append(f"{role} {address}: {status}, {permission.name} says {allowed}")
    assert not differing, differing


def test_writing_is_allowed_exactly_as_registered(sample, people, addresses):
    differing = []
    for role in ROLES:
        person, reader = reader_for(role, sample)
        for name, address in addresses.items():
            if name.startswith("people:"):
                continue
            act = resolve(address.split("?")[0]).func.act
            status = people[role].post(address.split("?")[0], {}).status_code
            if act is None:
                right = status == 405
            elif act(reader if f"/{sample.slug}/" in address else Reader(person=person)):
                right = status in {200, 302, 400, 404, 409, 422}
            else:
                right = status == 403
            if not right:
                differing.append(f"{role} {address}: {status}, {act.name if act else 'nobody'}")
    assert not differing, differing


def names_of_all_pages(resolver=None, prefix=""):
    """The full names of all pages that may be read."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from names_of_all_pages(entry, inner)
        elif entry.name:
            yield prefix + entry.name


def test_every_page_that_can_be_linked_is_found_by_someone(addresses, request):
    station = request.node.callspec.params["sample"]
    missing = set(names_of_all_pages()) - set(addresses) - NOT_LINKED - IN_OTHER_STATES
    assert missing == AT_THE_OTHER_STATION[station]


# Reached only by a form, by a mail, or in a state that neither station of the sample is in.
IN_OTHER_STATES = {
    "consolidation:progress",  # while a run is under way
    "contributions:batch",  # after an import
    "contributions:count",  # asked by the form while one writes
    "contributions:file",  # where a call asks for a file
    "contributions:language",  # sent by the desk's list
    "contributions:new_anonymous",  # while the call is open
    "contributions:receipt",  # by a secret address
    "contributions:withdraw",
    "decisions:conclude",  # while a procedure runs
    "decisions:withdraw",
    "drafting:add_paragraph",  # while a revision is written
    "drafting:edit_paragraph",
    "drafting:merge",
    "drafting:queue",  # where an amendment could not be laid on a new text
    "drafting:room_changes",  # a fragment
    "drafting:sources",
    "endorsements:verify",  # by mail
    "followup:report",  # by the owner of a commitment, from its page
    "followup:take_on",  # where a commitment has no owner
    "recommendations:edit",  # while it is a draft
    "registration:letter",  # where a letter was uploaded
    "reviews:report",  # while a round is open
    "trace:fate",  # a fragment
}
# Found at one station of the sample, not at the one named: what comes later, and what is over.
AT_THE_OTHER_STATION = {
    "drafting": {
        "decisions:procedure",
        "decisions:record",
        "endorsements:endorse",
        "endorsements:withdraw",
        "followup:commitment",
        "followup:lift",
        "followup:remind",
        "outputs:delivered",
        "outputs:receipt",
    },
    "followup": {
        "drafting:amend",
        "drafting:amend_amendment",
        "drafting:amend_title",
        "drafting:conflict",
        "recommendations:position",
    },
}


def test_no_page_of_the_sample_needs_many_queries(people, addresses):
    costly = []
    for role in (None, "secretariat", "delegate"):
        for address in addresses.values():
            with CaptureQueriesContext(connection) as queries:
                people[role].get(address)
            if len(queries) > MOST_QUERIES:
                costly.append(f"{role} {address}: {len(queries)} queries")
    assert costly == []


def test_the_sample_shows_versions_in_all_states_and_is_adopted_by_completion_and_waiver(sample):
    from rapporteur.drafting.queries import language_counts, translated_revision

    revision = translated_revision(sample.draft)
    counts = {each.language: each for each in language_counts(revision)}
    french, arabic = counts["fr"], counts["ar"]
    if revision.draft.phase == "adopted":
        assert (french.missing, french.behind, french.draft, french.waiver) == (0, 0, 0, None)
        assert arabic.lags and arabic.waiver is not None
    else:
        assert min(french.missing, french.behind, french.draft, french.reviewed) > 0
        assert min(arabic.missing, arabic.behind, arabic.draft, arabic.reviewed) > 0
