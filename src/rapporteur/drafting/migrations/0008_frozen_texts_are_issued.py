"""A frozen revision was issued in its language when it was frozen: those of before get that document too."""

from django.db import migrations

BATCH = 100


def forward(apps, schema_editor):
    """Can be run again: a revision that has its document is left as it is."""
    revisions, issues = apps.get_model("drafting", "Revision"), apps.get_model("drafting", "Issue")
    last = 0
    waiting = revisions.objects.filter(frozen_at__isnull=False).exclude(issues__kind="text").order_by("pk")
    while batch := list(waiting.filter(pk__gt=last)[:BATCH]):
        issues.objects.bulk_create(_issue(issues, each) for each in batch)
        last = batch[-1].pk


def _issue(issues, revision):
    return issues(
        revision=revision,
        kind="text",
        language=revision.language,
        symbol=revision.symbol,
        body=[{"number": "", "text": _title(revision)}, *(_item(each) for each in revision.wordings.order_by("position"))],
        fingerprint=revision.fingerprint,
        issued_at=revision.frozen_at,
        issued_by_id=revision.frozen_by_id,
    )


def _title(revision):
    titles = revision.title
    return titles.get(revision.language) or titles.get("en") or next(iter(titles.values()), "")


def _item(wording):
    return {"key": wording.paragraph.key, "number": wording.number, "text": _bracketed(wording)}


def _bracketed(wording):
    """The words with square brackets at their marks; what closes at a place stands before what opens there."""
    places = sorted(wording.brackets.values_list("start", "end"), key=lambda place: (place[0], -place[1]))
    signs = [(start, 1, "[") for start, _end in places] + [(end, 0, "]") for _start, end in places]
    text = wording.text
    for place, _order, sign in sorted(signs, reverse=True):
        text = text[:place] + sign + text[place:]
    return text


class Migration(migrations.Migration):
    dependencies = [("drafting", "0007_who_stood_behind_it_when")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
