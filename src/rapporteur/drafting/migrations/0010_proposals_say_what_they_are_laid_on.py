"""Proposals of a Word file say on which revision they are laid, so that they are laid again on a later one.

Rows of before do not say it; they hold the words themselves, and are laid again from those.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafting", "0009_one_text_is_adopted")]
    operations = [
        migrations.AddField(
            model_name="returned",
            name="laid_on",
            field=models.ForeignKey(
                blank=True,
                help_text="The revision whose words the proposals are kept on; unknown for files of before.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="drafting.revision",
            ),
        ),
    ]
