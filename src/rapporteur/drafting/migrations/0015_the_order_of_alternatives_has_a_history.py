"""The order of alternatives has a history; one that was given before is taken to hold since the amendment was filed."""

import django.db.models.deletion
from django.db import migrations, models


def keep_ranks(apps, _editor):
    ranking, amendment = (apps.get_model("drafting", name) for name in ("Ranking", "Amendment"))
    ranked = amendment.objects.exclude(rank=None)
    ranking.objects.bulk_create(ranking(amendment=each, rank=each.rank, at=each.tabled_at) for each in ranked)


class Migration(migrations.Migration):

    dependencies = [
        ('drafting', '0014_a_deletion_takes_what_is_below'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ranking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('amendment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rankings', to='drafting.amendment')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.RunPython(keep_ranks, migrations.RunPython.noop),
    ]
