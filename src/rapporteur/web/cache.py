"""Pages for readers without a session, kept until something is done: every act moves the journal's head, and a page is
kept under the hash of that head and the deadlines passed, so that what is served is never older than the last act."""

from __future__ import annotations

import bisect
import hashlib
import threading
from collections import OrderedDict
from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_cache_control

from rapporteur import __version__
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.journal.queries import head

MOST_KEPT = 512
LARGEST = 512 * 1024
MOST_BYTES = 48 * 1024 * 1024


class Deadlines:
    """The instants at which pages change by themselves, read again when the journal has moved."""

    def __init__(self):
        self.known = ("", [])

    def passed(self, mark: str) -> int:
        """How many of them are over; `mark` is the hash of the journal's head."""
        known, instants = self.known
        if mark != known:
            instants = self.read()
            self.known = (mark, instants)
        return bisect.bisect(instants, timezone.now())

    @staticmethod
    def read() -> list:
        from .stages import instants

        shifts = dict(Conference.objects.values_list("pk", "clock_shift"))
        return sorted(at - timedelta(seconds=shifts.get(conference, 0)) for conference, at in instants())


class AnonymousPages:
    """Answers a GET without a session from memory, or with 304 when the reader has the page already."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.kept: OrderedDict = OrderedDict()
        self.size = 0
        self.lock = threading.Lock()
        self.deadlines = Deadlines()
        self.most = getattr(settings, "ANONYMOUS_PAGES_KEPT", MOST_KEPT)

    def __call__(self, request):
        if not self.most or request.method not in {"GET", "HEAD"} or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return private(self.get_response(request))
        key = self.key(request)
        with self.lock:
            found = self.kept.get(key)
            if found:
                self.kept.move_to_end(key)
        if found:
            return self.answer(request, *found)
        response = self.get_response(request)
        if self.may_keep(request, response):
            found = (bytes(response.content), dict(response.headers), f'W/"{key}"')
            self.keep(key, found)
            return self.answer(request, *found)
        return private(response)

    def keep(self, key, found):
        """Keep a page; those not asked for longest go when there are too many pages or bytes."""
        with self.lock:
            self.size += len(found[0]) - len(self.kept.pop(key, (b"",))[0])
            self.kept[key] = found
            while len(self.kept) > self.most or self.size > MOST_BYTES:
                _key, (content, *_rest) = self.kept.popitem(last=False)
                self.size -= len(content)

    def key(self, request) -> str:
        _number, mark = head()
        moment = int(timezone.now().timestamp()) // 900
        headers = request.headers
        parts = (
            __version__,
            mark,
            str(self.deadlines.passed(mark)),
            str(moment),
            request.get_host(),
            request.get_full_path(),
            headers.get("Accept-Language", "") if request.path == "/" or request.path[3:4] != "/" else "",
            headers.get("HX-Request", ""),
            "gzip" if "gzip" in headers.get("Accept-Encoding", "") else "",
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]

    @staticmethod
    def may_keep(request, response) -> bool:
        return (
            response.status_code == 200
            and not response.streaming
            and not response.cookies
            and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
            and "CSRF_COOKIE" not in request.META
            and response.headers.get("Cache-Control") is None
            and len(response.content) <= LARGEST
        )

    @staticmethod
    def answer(request, content, headers, etag):
        if request.headers.get("If-None-Match") == etag:
            response = HttpResponseNotModified()
        else:
            response = HttpResponse(content)
            for name, value in headers.items():
                response.headers[name] = value
        response.headers["ETag"] = etag
        patch_cache_control(response, no_cache=True)
        response.headers["Vary"] = "Cookie, Accept-Encoding"
        return response


def private(response):
    """A page of one reader is kept by no cache on the way, and by the browser for going back only."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_cache=True)
    return response
