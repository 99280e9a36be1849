"""Each amendment that is laid on a text says since when, now that all of before do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafting", "0016_a_step_says_that_it_was_friendly")]
    operations = [
        migrations.AlterField(
            model_name="carried",
            name="at",
            field=models.DateTimeField(help_text="When it was laid there."),
        ),
    ]
