"""A new paragraph whose place is no longer in the text can be put elsewhere; those of before stand where they name."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('drafting', '0012_what_goes_with_words_is_listed'),
    ]

    operations = [
        migrations.AddField(
            model_name='carried',
            name='paragraph',
            field=models.ForeignKey(blank=True, help_text='Behind which its new paragraph stands there, where the one that it names is no longer in the text.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='drafting.paragraph'),
        ),
    ]
