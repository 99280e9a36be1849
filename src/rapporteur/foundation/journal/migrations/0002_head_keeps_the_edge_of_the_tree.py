"""The head gets a place for the edge of the Merkle tree over all entries, from which checkpoints are made."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="head",
            name="edge",
            field=models.TextField(
                blank=True, default="", help_text="As tree.py writes it, of the tree over all entries."
            ),
        ),
        migrations.AddField(
            model_name="head",
            name="laid_count",
            field=models.PositiveBigIntegerField(default=0, help_text="How many entries the edge covers."),
        ),
    ]
