"""A version in another language hangs on its paragraph, so that it outlives the words that it renders.

The tables of versions and renderings are empty: no act wrote to them before. So the one is made anew.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("drafting", "0004_brackets_are_marks_on_words"),
    ]

    operations = [
        migrations.DeleteModel(name="Version"),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("text", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "draft"), ("reviewed", "reviewed")], default="draft", max_length=8
                    ),
                ),
                ("original", models.TextField(help_text="The words of the original that it renders.")),
                ("written_at", models.DateTimeField()),
                (
                    "paragraph",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="drafting.paragraph",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="drafting.revision",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("revision", "paragraph", "language"), name="one_version_a_language"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="rendering",
            name="original",
            field=models.TextField(blank=True, default="", help_text="The words of the amendment that it renders."),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="revision",
            name="title_versions",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="By language: the original words that the title in it renders, and its state.",
            ),
        ),
    ]
