"""Brackets of whole paragraphs become marks on their words; amendments get the steps that their fields tell of."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

BATCH = 500


def _in_batches(rows):
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def forward(apps, schema_editor):
    """Can be run again: what is there already is left as it is."""
    names = ("Wording", "Bracket", "Amendment", "Step", "CoSponsor")
    models = {name: apps.get_model("drafting", name) for name in names}
    for batch in _in_batches(models["Wording"].objects.exclude(bracket_reason="").filter(brackets=None)):
        models["Bracket"].objects.bulk_create(
            models["Bracket"](wording=each, start=0, end=len(each.text), reason=each.bracket_reason)
            for each in batch
            if each.text
        )
    for batch in _in_batches(models["Amendment"].objects.filter(steps=None)):
        models["Step"].objects.bulk_create(step for each in batch for step in _steps(models["Step"], each))
    for batch in _in_batches(models["CoSponsor"].objects.filter(joined_at=None).select_related("amendment")):
        for each in batch:
            each.joined_at = each.amendment.tabled_at
        models["CoSponsor"].objects.bulk_update(batch, ["joined_at"])
    own = models["Amendment"].objects.filter(pk=OuterRef("pk")).values("draft__language")[:1]
    for draft in apps.get_model("drafting", "Draft").objects.all():
        draft.revisions.filter(title={}).update(title=draft.title)
    models["Amendment"].objects.update(words_language=Subquery(own))


def _steps(step, amendment):
    facts = {"amendment": amendment, "words": amendment.proposed_text}
    yield step(**facts, state="submitted", at=amendment.tabled_at)
    if amendment.admitted_at:
        yield step(**facts, state="standing", at=amendment.admitted_at)
    if amendment.decided_at:
        yield step(**facts, state=amendment.state, at=amendment.decided_at, reason=amendment.reason)


class Migration(migrations.Migration):
    dependencies = [("drafting", "0002_a_text_is_negotiated")]
    operations = [migrations.RunPython(forward, migrations.RunPython.noop)]
