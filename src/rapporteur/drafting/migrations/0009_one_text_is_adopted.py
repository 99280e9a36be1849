"""Of the texts of a draft one is adopted: two at one moment no longer can be."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drafting", "0008_frozen_texts_are_issued")]

    operations = [
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.UniqueConstraint(
                fields=["draft"], condition=models.Q(is_adopted=True), name="one_revision_is_adopted"
            ),
        ),
    ]
