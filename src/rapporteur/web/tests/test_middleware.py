from __future__ import annotations

import errno

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from rapporteur.web.middleware import LargestRequest, StorageTrouble


def answer(error):
    def view(request):
        raise error

    return StorageTrouble(view)(RequestFactory().get("/"))


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database is locked"), 503),
        (OperationalError("database or disk is full"), 507),
        (OSError(errno.ENOSPC, "No space left on device"), 507),
        (OSError(errno.EROFS, "Read-only file system"), 503),
    ],
)
def test_storage_trouble_is_told_as_such(error, status):
    response = answer(error)
    assert response.status_code == status
    assert int(response.headers["Retry-After"]) > 0
    assert "Nothing was kept" in response.content.decode()


def test_a_fault_of_ours_is_not_called_storage_trouble():
    with pytest.raises(KeyError):
        answer(KeyError("x"))


def locked(*_given, **_named):
    raise OperationalError("database is locked")


@pytest.mark.django_db
def test_a_database_busy_while_a_session_is_kept_is_no_fault(monkeypatch, conference):
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", locked)
    response = Client(raise_request_exception=False).post("/en/sign-in/", {"email": "a@city.example"})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


@pytest.mark.django_db
def test_a_database_that_cannot_be_read_by_the_cache_of_pages_is_no_fault(monkeypatch, settings, conference):
    settings.ANONYMOUS_PAGES_KEPT = 10
    monkeypatch.setattr("rapporteur.web.cache.head", locked)
    assert Client(raise_request_exception=False).get("/en/cities/contact/").status_code == 503


def test_a_fault_of_ours_is_still_told_as_one(monkeypatch, settings):
    settings.ANONYMOUS_PAGES_KEPT = 10
    monkeypatch.setattr("rapporteur.web.cache.head", lambda: 1 / 0)
    response = Client(raise_request_exception=False).get("/en/cities/contact/")
    assert response.status_code == 500
    assert b"A fault on our side" in response.content


def test_a_request_above_the_limit_is_refused_before_it_is_read():
    read = []
    request = RequestFactory().post("/en/sign-in/", {"email": "a@city.example"}, CONTENT_LENGTH=str(64 * 2**20 + 1))
    response = LargestRequest(read.append)(request)
    assert (response.status_code, read) == (413, [])


@pytest.mark.parametrize("length", ["", "0", str(64 * 2**20), "none"])
def test_a_request_within_the_limit_is_passed_on(length):
    request = RequestFactory().post("/en/sign-in/", CONTENT_LENGTH=length)
    assert LargestRequest(lambda request: "passed on")(request) == "passed on"
