"""What is not done, and what a person reads then: late, without mandate, in the wrong role, twice; a script is text."""

from __future__ import annotations

import re

import pytest

from .people import Visitor, wall
from .test_line import Line, open_the_call, register

SCRIPT = "<script>alert('here')</script><img src=x onerror=alert(1)>"
FIRST = "We commit ourselves to a bed for everyone."


@pytest.fixture(scope="module")
def line(browser, server):
    """A conference with its call, one accredited delegation and a draft that is open for amendment."""
    visitors: list[Visitor] = []

    def person(slug: str, language: str, *, scripts: bool = True) -> Visitor:
        visitors.append(Visitor(browser, server, slug, language, scripts=scripts))
        return visitors[-1]

    line = Line(server, person, slug="refusals")
    open_the_call(line)
    register(line)
    open_for_amendment(line)
    line.guest = line.arrives("guest")
    yield line
    for visitor in visitors:
        visitor.close()


def open_for_amendment(line: Line) -> None:
    officer = line.officer
    officer.go("draft/desk/")
    officer.fill(title_en="The Declaration of refusals", symbol="REF/L.1", has_opening=False)
    officer.send("main form:has([value=open]) button")
    officer.send("main button[value=begin]")
    officer.follow("main a[href$='/desk/paragraph/']")
    officer.fill(key="p1", kind="operative", number="1", text=FIRST)
    officer.send("main form:has([name=text]) button")
    officer.send("main button[value=freeze]")
    officer.fill(closes_at=wall(days=20))
    officer.send("main form:has([name=closes_at]) button")


def move_closing(line: Line, **away: float) -> str:
    """Set the closing of the call so far from now; gives its hour on the wall."""
    line.officer.go("edit/call/")
    at = wall(**away)
    line.officer.fill(closes_at=at, late_rule="refuse")
    line.officer.send("main form:has([name=closes_at]) button")
    return at[-5:]


def alert(visitor: Visitor) -> str:
    """The one sentence by which the page says what was not done."""
    assert visitor.all("main [role=alert]").count() == 1, visitor.said
    return visitor.all("main [role=alert]").inner_text()


def post(visitor: Visitor, path: str, **fields: str):
    """Send a form that no page offered to this person, with the keys of a form that one did."""
    visitor.arrive(f"{visitor.base}/{visitor.language}/account/")
    keys = {
        name: visitor.page.locator(f"main [name={name}]").first.get_attribute("value")
        for name in ("csrfmiddlewaretoken", "form_key")
    }
    address = f"{visitor.base}/{visitor.language}/{visitor.slug}/{path}"
    return visitor.page.request.post(address, form={**keys, **fields}, headers={"Referer": visitor.base})


def contributions_of(visitor: Visitor) -> int:
    visitor.go("contributions/")
    return len({link.get_attribute("href") for link in visitor.all("main a[href*='/contributions/']").all()
                if re.search(r"/contributions/\d+/", link.get_attribute("href"))})  # fmt: skip


def test_what_is_sent_after_the_closing_is_refused_with_the_deadline(line):
    late, nameless = line.someone(), line.someone(scripts=False)
    late.sign_in(line.address("late"), line.officer.code_to)
    for visitor, path in ((late, "contributions/new/"), (nameless, "contributions/anonymous/")):
        visitor.go(path)
        visitor.put("q-practice", "We were still writing.")
    late.fill(author_name="Late Person")
    before = contributions_of(line.officer)
    hour = move_closing(line, minutes=-5)
    try:
        for visitor in (late, nameless):
            visitor.send("main button[name=send]", status=409, warned=True)
            assert hour in alert(visitor)
        nameless.go("contributions/anonymous/")
        assert hour in alert(nameless)
        nameless.go("call/")
        assert nameless.all("main a[href$='/contributions/new/']").count() == 0
        assert contributions_of(line.officer) == before
    finally:
        move_closing(line, days=60)


def test_an_amendment_after_its_deadline_is_refused(line):
    delegate, officer = line.delegate, line.officer
    delegate.go("draft/amend/p1/")
    delegate.fill(kind="change", proposed_text=FIRST + " At once.", rationale="It is urgent.")
    officer.go("draft/desk/")
    officer.send("main button[value=close_amendments]")
    delegate.send("main form button:not([name])", status=409, warned=True)
    assert alert(delegate)
    delegate.go("draft/")
    assert delegate.all("a[href*='/draft/amend/']").count() == 0
    assert delegate.all("main .amendment").count() == 0
    officer.go("draft/desk/")
    officer.fill(closes_at=wall(days=20))
    officer.send("main form:has([name=closes_at]) button")


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("draft/amend/p1/", {"kind": "delete", "rationale": "No."}),
        ("recommendations/1/position/", {"stance": "object", "reason": "No."}),
        ("endorsements/endorse/", {"name": "X", "office": "Y", "mandate": "Z", "second_address": "x@y.example"}),
        ("review/report/", {"stage": "done"}),
    ],
)
def test_who_has_no_mandate_is_told_so(line, path, fields):
    line.guest.go(path, status=403)
    sentence = alert(line.guest)
    assert sentence.endswith(".")
    answer = post(line.guest, path, **fields)
    assert answer.status == 403
    assert sentence in answer.text().replace("&#x27;", "'")


def test_a_delegation_that_is_not_accredited_gives_no_mandate(line):
    waiting = line.someone().sign_in(line.address("waiting"), line.officer.code_to)
    waiting.go("registration/?q=Gand")
    waiting.follow("#places a:has-text('Gent')")
    waiting.put("members-0-name", "Ann Waiting")
    waiting.put("members-0-email", line.address("waiting"))
    waiting.send("main form button:not([name])")
    assert waiting.page.url.endswith("/registration/mine/")
    waiting.go("draft/")
    assert waiting.all("a[href*='/draft/amend/']").count() == 0
    waiting.go("draft/amend/p1/", status=403)
    assert alert(waiting)


@pytest.mark.parametrize("path", ["desk/", "desk/mail/", "edit/", "registration/desk/", "consolidation/desk/", "draft/desk/"])  # fmt: skip
def test_a_delegate_is_turned_away_from_the_desk(line, path):
    line.delegate.go(path, status=403)
    assert alert(line.delegate).endswith(".")


@pytest.mark.parametrize("path", ["registration/desk/", "registration/1/", "desk/mail/", "edit/people/", "decision/desk/"])  # fmt: skip
def test_the_rapporteur_is_turned_away_from_what_is_the_secretariats(line, path):
    if not hasattr(line, "rapporteur"):
        line.rapporteur = line.arrives("rapporteur")
    line.rapporteur.go(path, status=403)
    assert alert(line.rapporteur).endswith(".")


def test_a_stranger_at_the_desk_is_asked_to_sign_in(line):
    stranger = line.someone()
    stranger.go("desk/")
    assert "/sign-in/" in stranger.page.url


def press_twice(visitor: Visitor, button: str) -> tuple[str, str]:
    """Press a button twice in a row, then send the same form once more; gives where the first and the last led."""
    form = visitor.page.locator(f"main form:has({button})")
    fields = form.evaluate("form => Object.fromEntries(new FormData(form))")
    address, here = visitor.page.url, visitor.page.url
    visitor.page.locator(f"main {button}").last.dblclick(no_wait_after=True)
    visitor.page.wait_for_url(lambda url: url != here)
    again = visitor.page.request.post(address, form=fields, headers={"Referer": address})
    return visitor.page.url, again.url


def test_a_contribution_sent_twice_is_kept_once(line):
    delegate = line.delegate
    before = contributions_of(line.officer)
    delegate.go("contributions/new/")
    delegate.put("q-practice", "We keep one copy of everything.")
    delegate.fill(author_name="Dina Peeters")
    first, last = press_twice(delegate, "button[name=send]")
    assert "/contributions/receipt/" in first
    assert last == first
    assert contributions_of(line.officer) == before + 1


def test_an_amendment_sent_twice_is_kept_once(line):
    delegate, other = line.delegate, FIRST + " Twice."
    delegate.go("draft/amend/p1/")
    delegate.fill(kind="change", proposed_text=other, rationale="Said once.")
    first, last = press_twice(delegate, "button:not([name])")
    assert re.search(r"/draft/amendments/\d+/$", first)
    assert last == first
    delegate.go("draft/amend/p1/")
    delegate.fill(kind="change", proposed_text=other, rationale="Said again.")
    delegate.send("main form button:not([name])", warned=True)
    assert re.search(r"A-\d+", alert(delegate))


def test_a_script_in_what_people_write_is_shown_as_text(line):
    nameless, delegate, officer, reader = line.someone(), line.delegate, line.officer, line.someone()
    nameless.go("contributions/anonymous/")
    nameless.put("q-practice", f"What we do: {SCRIPT}")
    nameless.send("main button[name=send]")
    number = int(nameless.all("main h1").inner_text()[2:])
    delegate.go("contributions/new/")
    delegate.put("q-practice", f"Practice {SCRIPT}")
    delegate.fill(author_name=f"Dina {SCRIPT}")
    delegate.send("main button[name=send]")
    delegate.go("draft/amend/p1/")
    delegate.fill(kind="change", proposed_text=f"{FIRST} {SCRIPT}", rationale=f"Because {SCRIPT}")
    delegate.send("main button[name=preview]")
    delegate.send("main form button:not([name])")
    amendment = delegate.page.url
    officer.arrive(amendment)
    officer.send("main button[value=admit]")
    officer.go("edit/people/")
    officer.fill(email=line.address("script"), name=f"Eve {SCRIPT}", role="observer")
    officer.send("main form:has([name=role]) button")
    assert SCRIPT in officer.said
    for path in ("contributions/", f"contributions/{number}/", f"trace/contribution/{number}/", "draft/"):
        reader.go(path)
        assert "alert('here')" in reader.said, path
    reader.arrive(amendment)
    assert SCRIPT in reader.said
    officer.go("contributions/desk/")
    officer.go("desk/mail/")
    visitors = [nameless, delegate, officer, reader]
    assert [each for visitor in visitors for each in visitor.dialogs + visitor.complaints] == []
