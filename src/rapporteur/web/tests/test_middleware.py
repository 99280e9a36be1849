from __future__ import annotations

import errno

import pytest
from django.db import OperationalError
from django.test import RequestFactory

from rapporteur.web.middleware import StorageTrouble


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
