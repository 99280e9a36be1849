"""Sources that go with words, and amendments written over, are kept from now on; of what went before nothing is known."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contributions', '0001_initial'),
        ('drafting', '0011_a_co_sponsor_agrees'),
        ('recommendations', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='amendment',
            name="written_over_in",
            field=models.ForeignKey(
                blank=True,
                help_text="Where a person wrote other words over those that it had brought in.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="drafting.revision",
            ),
        ),
        migrations.CreateModel(
            name='LostSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(help_text='The sentence as it read.')),
                ('provision', models.CharField(blank=True, max_length=40)),
                ('amendment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='drafting.amendment')),
                ('paragraph', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='drafting.paragraph')),
                ('passage', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contributions.passage')),
                ('recommendation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='recommendations.recommendation')),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lost_sources', to='drafting.revision')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
    ]
