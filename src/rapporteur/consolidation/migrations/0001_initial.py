import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('conferences', '0001_initial'),
        ('contributions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='DuplicateGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('exact', 'exact'), ('near', 'near')], max_length=6)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('is_confirmed', models.BooleanField(default=False)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='duplicate_groups', to='conferences.conference')),
            ],
        ),
        migrations.CreateModel(
            name='DuplicateMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contribution', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='duplicate_membership', to='contributions.contribution')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='consolidation.duplicategroup')),
            ],
        ),
        migrations.AddField(
            model_name='duplicategroup',
            name='members',
            field=models.ManyToManyField(related_name='duplicate_groups', through='consolidation.DuplicateMember', to='contributions.contribution'),
        ),
        migrations.CreateModel(
            name='Related',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nearest', models.JSONField(default=list, help_text='List of [contribution id, score], the nearest first.')),
                ('contribution', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='related', to='contributions.contribution')),
            ],
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('label', models.CharField(max_length=200)),
                ('labels', models.JSONField(blank=True, default=dict, help_text='The label in other languages.')),
                ('description', models.TextField(blank=True)),
                ('phrases', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('proposed', 'proposed by the machine'), ('confirmed', 'confirmed')], default='proposed', max_length=10)),
                ('is_locked', models.BooleanField(default=False, help_text='A second run neither changes nor moves it.')),
                ('passage_count', models.PositiveIntegerField(default=0)),
                ('text_count', models.PositiveIntegerField(default=0, help_text='Contributions.')),
                ('voice_count', models.PositiveIntegerField(default=0)),
                ('balance', models.JSONField(default=dict, help_text='For region, category, language: [value, texts, voices].')),
                ('folded', models.CharField(blank=True, help_text='Labels and phrases, folded for search.', max_length=500)),
                ('weight', models.PositiveBigIntegerField(default=0, help_text='Orders the list: the most passages first.')),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='conferences.conference')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='merged', to='consolidation.theme')),
            ],
        ),
        migrations.CreateModel(
            name='ThemePassage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_evidence', models.BooleanField(default=False)),
                ('is_by_person', models.BooleanField(default=False, help_text='Placed by a person; a second run leaves it.')),
                ('passage', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='theme_membership', to='contributions.passage')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='consolidation.theme')),
            ],
        ),
        migrations.CreateModel(
            name='Mapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provision', models.CharField(max_length=40)),
                ('score', models.FloatField(default=1)),
                ('words', models.JSONField(default=list)),
                ('by', models.CharField(choices=[('citation', 'cited'), ('words', 'by its words'), ('person', 'by a person')], max_length=10)),
                ('state', models.CharField(choices=[('proposed', 'proposed by the machine'), ('confirmed', 'confirmed'), ('rejected', 'rejected')], default='proposed', max_length=10)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mappings', to='conferences.conference')),
                ('passage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mappings', to='contributions.passage')),
            ],
            options={
                'indexes': [models.Index(fields=['conference', 'provision', 'state'], name='consolidati_confere_ae156e_idx')],
                'constraints': [models.UniqueConstraint(fields=('passage', 'provision'), name='one_mapping_a_provision')],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('stopped', 'stopped'), ('done', 'done'), ('failed', 'failed')], default='waiting', max_length=10)),
                ('step', models.CharField(blank=True, max_length=40)),
                ('done_count', models.PositiveIntegerField(default=0)),
                ('total_count', models.PositiveIntegerField(default=0)),
                ('seed', models.PositiveIntegerField(default=0)),
                ('is_stop_asked', models.BooleanField(default=False)),
                ('beat_at', models.DateTimeField(blank=True, help_text="Sign of life, by the server's clock.", null=True)),
                ('attempt_count', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('trouble', models.TextField(blank=True)),
                ('counts', models.JSONField(default=dict)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consolidation_runs', to='conferences.conference')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('conference', 'number'), name='one_run_a_number'), models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('conference',), name='one_run_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='TakenOut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contribution', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contributions.contribution')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taken_out', to='consolidation.duplicategroup')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('group', 'contribution'), name='taken_out_once')],
            },
        ),
        migrations.AddIndex(
            model_name='theme',
            index=models.Index(fields=['conference', '-weight'], name='consolidati_confere_6cf53e_idx'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.UniqueConstraint(fields=('conference', 'number'), name='one_theme_a_number'),
        ),
    ]
