"""A government that the sponsor names as co-sponsor is asked, and is one once it has said so. Those of before stay."""
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('drafting', '0010_proposals_say_what_they_are_laid_on'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(blank=True, help_text='When it joined or declined.', null=True)),
                ('amendment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='drafting.amendment')),
                ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.government')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('amendment', 'government'), name='asked_once')],
            },
        ),
    ]
