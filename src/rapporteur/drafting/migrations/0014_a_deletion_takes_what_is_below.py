"""Deletions take subparagraphs too from now on; those of before took their paragraph alone, as filed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('drafting', '0013_a_new_paragraph_finds_another_place'),
    ]

    operations = [
        migrations.AddField(
            model_name='amendment',
            name='with_below',
            field=models.BooleanField(default=False, help_text='A deletion takes the subparagraphs of its paragraph too; they stand in its words.'),
        ),
    ]
