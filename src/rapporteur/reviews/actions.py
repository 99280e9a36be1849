"""Acts of a reporting round: it is opened, answered, and those missing are reminded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapporteur.foundation.conferences.clock import now
from rapporteur.foundation.conferences.models import Conference
from rapporteur.foundation.frameworks.provisions import provisions as known_provisions
from rapporteur.foundation.journal.actions import record
from rapporteur.foundation.notices.actions import write_mail
from rapporteur.foundation.people.models import Government
from rapporteur.foundation.people.reader import Reader, Refused
from rapporteur_core.text import fold, normalise

from .models import Report, Round, RoundItem, Stage
from .permissions import may_report, may_run
from .queries import contacts, last_reminder, standings

PERCENT = frozenset(
    fold(word) for word in ["%", "٪", "percent", "per cent", "pct", "pour cent", "por ciento", "بالمئة", "في المئة"]
)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,4})?")
MOST_ITEMS = 40
LONGEST = 5000
EARLIEST = 1900
LARGEST = Decimal(10) ** 13
PAUSE = timedelta(days=1)
WORDS = ("unit", "source", "narrative", "obstacle", "partner_wanted")


def faults_of_report(
    *,
    year_now: int,
    stage: str = "",
    figure: Decimal | None = None,
    unit: str = "",
    year: int | None = None,
    source: str = "",
    narrative: str = "",
    language: str = "en",
    obstacle: str = "",
    partner_wanted: str = "",
) -> list[tuple[str, str]]:
    """What keeps a report from being taken, each as the field and a sentence. `year_now` is the conference's year."""
    found: list[tuple[str, str]] = []
    if stage not in Stage.values:
        found.append(("stage", _("Choose how far the commitment is carried out.")))
    found += _faults_of_figure(figure, unit.strip(), year)
    if year is not None and year > year_now:
        found.append(("year", _("The year %(year)s is still to come. Give the year of the figure.") % {"year": year}))
    if year is not None and year < EARLIEST:
        found.append(("year", _("Write the year with four digits, from %(first)s on.") % {"first": EARLIEST}))
    if not LANGUAGE.fullmatch(language):
        found.append(("language", _("Choose the language in which the report is written.")))
    limits = {"unit": 120, "source": 300, "partner_wanted": 300, "narrative": LONGEST, "obstacle": LONGEST}
    texts = {
        "unit": unit,
        "source": source,
        "partner_wanted": partner_wanted,
        "narrative": narrative,
        "obstacle": obstacle,
    }
    for name, text in texts.items():
        if len(text) > limits[name]:
            sentence = _("This text has %(count)s characters; at most %(most)s can be kept.")
            found.append((name, sentence % {"count": len(text), "most": limits[name]}))
    return found


def _faults_of_figure(figure: Decimal | None, unit: str, year: int | None) -> list[tuple[str, str]]:
    if figure is None:
        return (
            [("figure", _("A unit is given without a figure. Give the figure, or take the unit away."))] if unit else []
        )
    if not figure.is_finite() or abs(figure) >= LARGEST:
        return [("figure", _("This figure is too large to be kept. Choose a larger unit."))]
    found = []
    if figure != round(figure, 3):
        found.append(("figure", _("Give the figure with at most three decimals.")))
    if not unit:
        found.append(("unit", _("Say in which unit the figure is counted, such as persons or %.")))
    if year is None:
        found.append(("year", _("Say from which year the figure is.")))
    if fold(unit) in PERCENT and figure > 100:
        found.append(("figure", _("A share cannot be above 100 percent. Correct the figure or its unit.")))
    if fold(unit) in PERCENT and figure < 0:
        found.append(("figure", _("A share cannot be below 0 percent. Correct the figure or its unit.")))
    return found


def refuse_faults(**answer: Any) -> None:
    """Raise Refused with all that `faults_of_report` finds."""
    if found := faults_of_report(**answer):
        raise Refused(" ".join(sentence for _field, sentence in found))


def year_of(conference: Conference) -> int:
    """The year that it is in the conference's zone, by its clock."""
    return now(conference).astimezone(conference.timezone).year


def tidy(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer as it is kept: its words normalised."""
    return answer | {name: normalise(answer[name]) for name in WORDS}


def texts_of(texts: dict[str, str]) -> dict[str, str]:
    """A text in several languages as it is kept."""
    return {code: kept for code, text in texts.items() if (kept := normalise(text))}


@transaction.atomic
def open_round(
    *,
    conference: Conference,
    title: dict[str, str],
    intro: dict[str, str],
    provisions: Sequence[tuple[str, dict[str, str]]],
    opens_at: datetime,
    closes_at: datetime,
    by: Reader,
) -> Round:
    """Ask governments about `provisions`, each with its question in several languages, between two instants."""
    may_run(by, conference).enforce()
    _check_dates(opens_at, closes_at)
    _check_provisions([identifier for identifier, _question in provisions])
    if not texts_of(title):
        raise Refused(_("Give the reporting round a title."))
    round = Round.objects.create(
        conference=conference, title=texts_of(title), intro=texts_of(intro), opens_at=opens_at, closes_at=closes_at
    )
    RoundItem.objects.bulk_create(
        RoundItem(round=round, provision=identifier, question=_question_of(identifier, question), position=position)
        for position, (identifier, question) in enumerate(provisions, 1)
    )
    record(
        by,
        "opened reporting round",
        round,
        title=round.title,
        provisions=[identifier for identifier, _question in provisions],
        opens_at=opens_at.isoformat(),
        closes_at=closes_at.isoformat(),
    )
    return round


def _question_of(identifier: str, question: dict[str, str]) -> dict[str, str]:
    return texts_of(question) or dict(known_provisions()[identifier].label)


def _check_dates(opens_at: datetime, closes_at: datetime) -> None:
    if closes_at <= opens_at:
        raise Refused(_("The reporting round must close after it opens. Correct one of the two dates."))


def _check_provisions(identifiers: list[str]) -> None:
    if not 1 <= len(identifiers) <= MOST_ITEMS:
        raise Refused(
            _("Choose between 1 and %(most)s provisions; %(count)s are chosen.")
            % {"most": MOST_ITEMS, "count": len(identifiers)}
        )
    for identifier in identifiers:
        if identifier not in known_provisions():
            raise Refused(
                _("No provision is called %(name)s. Choose one from the list of agreements.")
                % {"name": identifier[:60]}
            )
        if identifiers.count(identifier) > 1:
            raise Refused(_("The provision %(name)s is chosen twice. Take one of the two away.") % {"name": identifier})


@transaction.atomic
def set_dates(*, round: Round, opens_at: datetime, closes_at: datetime, by: Reader) -> Round:
    """Move the opening or the closing of a round."""
    may_run(by, round.conference).enforce()
    _check_dates(opens_at, closes_at)
    round.opens_at, round.closes_at = opens_at, closes_at
    round.save(update_fields=["opens_at", "closes_at"])
    record(by, "moved reporting round", round, opens_at=opens_at.isoformat(), closes_at=closes_at.isoformat())
    return round


@transaction.atomic
def word_question(*, item: RoundItem, question: dict[str, str], by: Reader) -> RoundItem:
    """Change the words of a question before the round opens; after that, answers would stand under other words."""
    may_run(by, item.round.conference).enforce()
    if by.now >= item.round.opens_at:
        raise Refused(_("The round has opened: its questions stand as they were asked."))
    if not texts_of(question):
        raise Refused(_("Write the question in at least one language."))
    item.question = texts_of(question)
    item.save(update_fields=["question"])
    record(by, "worded question", item, question=item.question)
    return item


@transaction.atomic
def report_progress(
    *,
    item: RoundItem,
    government: Government,
    stage: str,
    figure: Decimal | None = None,
    unit: str = "",
    year: int | None = None,
    source: str = "",
    narrative: str = "",
    language: str = "en",
    obstacle: str = "",
    partner_wanted: str = "",
    by: Reader,
) -> Report:
    """Report for `government` on one commitment; a later send changes the report, and the journal keeps both."""
    may_report(by, item.round, government).enforce()
    answer: dict[str, Any] = tidy(
        {
            "stage": stage,
            "figure": Decimal(str(figure)) if figure is not None else None,
            "unit": unit,
            "year": year,
            "source": source,
            "narrative": narrative,
            "language": language,
            "obstacle": obstacle,
            "partner_wanted": partner_wanted,
        }
    )
    refuse_faults(**answer, year_now=year_of(item.round.conference))
    report, made = Report.objects.update_or_create(
        item=item, government=government, defaults={**answer, "reported_by": by.person, "reported_at": by.now}
    )
    content = answer | {"figure": str(answer["figure"]) if figure is not None else None, "government": government.pk}
    record(by, "reported progress" if made else "changed progress report", report, **content)
    return report


@transaction.atomic
def remind(*, round: Round, by: Reader) -> int:
    """Write to the focal points of the governments without a report; gives how many mails were written."""
    may_run(by, round.conference).enforce()
    if not round.opens_at <= by.now < round.closes_at:
        raise Refused(_("Reminders are written while the reporting round is open."))
    last = last_reminder(round)
    if last is not None and by.now - last < PAUSE:
        raise Refused(_("Those missing were reminded within the last 24 hours. Wait a day before you write again."))
    missing = standings(round, without_report=True)
    if not missing:
        raise Refused(_("All governments that were asked have reported."))
    found = contacts(round.conference, [row.pk for row in missing])
    mails = [
        write_mail(**_reminder(round, row.name, person, by)) for row in missing for person in found.get(row.pk, [])
    ]
    record(by, "reminded those missing", round, governments=[row.pk for row in missing], mails=len(mails))
    return len(mails)


def _reminder(round: Round, government: str, person: Any, by: Reader) -> dict[str, Any]:
    context = {"round": round, "conference": round.conference, "government": government, "person": person}
    return {
        "to": person.email,
        "language": person.language,
        "kind": "reviews_reminder",
        "conference": round.conference.slug,
        "now": by.now,
        "context": context,
    }
