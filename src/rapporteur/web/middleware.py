"""Storage trouble is told as what it is: 503 when the database is busy, 507 when the disk is full; never a 500. What is
too large is not taken in."""

from __future__ import annotations

import errno
import logging
import sqlite3

from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.http import HttpResponse
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


def trouble_of(error: BaseException) -> tuple[int, str] | None:
    """Status and sentence for an error of the storage; None for any other error."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return 507, _("The disk of this server is full. Nothing was kept. Please try again later.")
    if isinstance(error, OSError) and error.errno in {errno.EROFS, errno.EIO}:
        return 503, _(
            "The storage of this server cannot be written at present. Nothing was kept. Please try again later."
        )
    if isinstance(error, (OperationalError, sqlite3.OperationalError)):
        if "full" in str(error):
            return 507, _("The disk of this server is full. Nothing was kept. Please try again later.")
        return 503, _("The database is busy or cannot be reached. Nothing was kept. Please send it again in a moment.")
    if isinstance(error, DatabaseError) and "disk" in str(error):
        return 503, _(
            "The storage of this server cannot be written at present. Nothing was kept. Please try again later."
        )
    return None


class LargestRequest:
    """Refuses a request above the limit before a byte of it is written to the disk: forms are read before they are judged."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isascii() and length.isdigit() and int(length[:20]) > settings.LARGEST_REQUEST:
            megabytes = settings.LARGEST_REQUEST // 2**20
            sentence = f"This is larger than {megabytes} MB. Nothing was kept. Send less at once.\n"
            return HttpResponse(sentence, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class StorageTrouble:
    """Answers storage trouble from the views and from the middleware below."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            return self.get_response(request)
        except Exception as error:
            response = self.answer(error)
            if response is None:
                raise
            return response

    def process_exception(self, request, error):
        return self.answer(error)

    @staticmethod
    def answer(error):
        trouble = trouble_of(error)
        if trouble is None:
            return None
        status, sentence = trouble
        log.warning("storage trouble answered with %s: %s", status, error)
        response = HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
        response.headers["Retry-After"] = "5" if status == 503 else "60"
        return response
