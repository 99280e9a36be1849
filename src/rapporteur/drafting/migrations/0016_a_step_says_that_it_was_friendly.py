"""Steps say whether they were friendly, and texts since when an amendment is laid on them.

What was accepted as friendly, and not taken up again, was so at its last acceptance; what was carried over before was laid
there when the text was frozen.
"""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def keep(apps, _editor):
    amendment, step, carried, revision = (
        apps.get_model("drafting", name) for name in ("Amendment", "Step", "Carried", "Revision")
    )
    for each in amendment.objects.filter(is_friendly=True):
        last = step.objects.filter(amendment=each, state="accepted").order_by("-at", "-pk").first()
        if last is not None:
            step.objects.filter(pk=last.pk).update(is_friendly=True)
    frozen = revision.objects.filter(pk=OuterRef("revision_id")).values("frozen_at")[:1]
    carried.objects.update(at=Subquery(frozen))


class Migration(migrations.Migration):
    dependencies = [("drafting", "0015_the_order_of_alternatives_has_a_history")]
    operations = [
        migrations.AddField(
            model_name="step",
            name="is_friendly",
            field=models.BooleanField(default=False, help_text="Accepted by the sponsor of what it amends."),
        ),
        migrations.AddField(
            model_name="carried",
            name="at",
            field=models.DateTimeField(help_text="When it was laid there.", null=True),
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
