"""The compilation of a past instant names who sponsored an amendment then, also where another took it over since.

Take-overs were not published before, so that no step lacks its former sponsor.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('drafting', '0006_numbers_have_room_for_levels'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='cosponsor',
            name='a_co_sponsor_once',
        ),
        migrations.AddField(
            model_name='cosponsor',
            name='left_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='step',
            name='former_sponsor',
            field=models.ForeignKey(blank=True, help_text='Whose it was until then, where another took it over.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.government'),
        ),
        migrations.AddConstraint(
            model_name='cosponsor',
            constraint=models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('amendment', 'government'), name='a_co_sponsor_once'),
        ),
    ]
