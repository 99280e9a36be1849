import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('conferences', '0001_initial'),
        ('consolidation', '0001_initial'),
        ('contributions', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Recommendation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('title', models.JSONField(blank=True, default=dict)),
                ('text', models.TextField()),
                ('language', models.CharField(default='en', max_length=10)),
                ('level', models.CharField(choices=[('local', 'local'), ('national', 'national'), ('regional', 'regional'), ('global', 'global')], max_length=10)),
                ('kind', models.CharField(choices=[('commitment', 'actionable commitment'), ('means', 'means of implementation'), ('followup', 'follow-up and review')], max_length=12)),
                ('actors', models.CharField(blank=True, max_length=300)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('provisions', models.JSONField(blank=True, default=list)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('put_forward', 'put forward'), ('withdrawn', 'withdrawn')], default='draft', max_length=12)),
                ('put_forward_at', models.DateTimeField(blank=True, null=True)),
                ('positions_closed_at', models.DateTimeField(blank=True, help_text='Since the declaration was adopted.', null=True)),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recommendations', to='conferences.conference')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='recommendations', to='consolidation.theme')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Position',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stance', models.CharField(choices=[('support', 'support'), ('live_with', 'can live with'), ('object', 'object')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('taken_at', models.DateTimeField()),
                ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='positions', to='people.government')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='positions', to='recommendations.recommendation')),
            ],
        ),
        migrations.CreateModel(
            name='Disposition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('taken', 'taken'), ('in_part', 'taken in part'), ('merged', 'merged'), ('elsewhere', 'elsewhere'), ('not_taken', 'not taken'), ('out_of_scope', 'out of scope')], max_length=14)),
                ('reason', models.TextField()),
                ('language', models.CharField(default='en', max_length=10)),
                ('is_by_rule', models.BooleanField(default=False, help_text='Given because its recommendation was put forward.')),
                ('given_at', models.DateTimeField()),
                ('conference', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dispositions', to='conferences.conference')),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL)),
                ('passage', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='disposition', to='contributions.passage')),
                ('recommendation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='dispositions', to='recommendations.recommendation')),
            ],
        ),
        migrations.CreateModel(
            name='RecommendationSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recommendation_sources', to='contributions.passage')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='recommendations.recommendation')),
            ],
        ),
        migrations.AddConstraint(
            model_name='recommendation',
            constraint=models.UniqueConstraint(fields=('conference', 'number'), name='one_recommendation_a_number'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.UniqueConstraint(fields=('recommendation', 'government'), name='one_position_a_government'),
        ),
        migrations.AddConstraint(
            model_name='position',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stance', 'object'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='an_objection_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='disposition',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_disposition_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='recommendationsource',
            constraint=models.UniqueConstraint(fields=('recommendation', 'passage'), name='a_passage_once_behind_a_recommendation'),
        ),
    ]
