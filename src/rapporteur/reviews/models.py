"""Reporting rounds on commitments, with what each government answers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapporteur.foundation.conferences.models import Conference, Said
from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.reader import Reader


class Stage(models.TextChoices):
    """How far a commitment is carried out; the model of reports here and in the follow-up."""

    NOT_BEGUN = "not_begun", _("not begun")
    PLANNED = "planned", _("planned")
    UNDER_WAY = "under_way", _("under way")
    DONE = "done", _("done")


class Reported(models.Model):
    """What a report says: stage, figure with unit, year and source, words, obstacle, partner wanted."""

    stage = models.CharField(_("How far it is carried out"), max_length=10, choices=Stage)
    figure = models.DecimalField(_("Figure"), max_digits=16, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("Unit"), max_length=120, blank=True, help_text=_("Such as persons, %, EUR."))
    year = models.PositiveSmallIntegerField(_("Year of the figure"), null=True, blank=True)
    source = models.CharField(
        _("Source"), max_length=300, blank=True, help_text=_("Where the figure or the evidence can be found.")
    )
    narrative = models.TextField(_("What was done"), blank=True)
    language = models.CharField(_("Language of this report"), max_length=10, default="en")
    obstacle = models.TextField(_("What stands in the way"), blank=True)
    partner_wanted = models.CharField(
        _("Partner wanted"), max_length=300, blank=True, help_text=_("Whom you look for, and for what.")
    )
    reported_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    reported_at = models.DateTimeField()

    class Meta:
        abstract = True


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, reader: Reader) -> RoundQuerySet:
        """The rounds of the reader's conference: their questions and answers are public."""
        return self.filter(conference_id=reader.conference_id)


class Round(models.Model):
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="rounds")
    title = Said()
    intro = Said()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="a_round_closes_after_it_opens"
            )
        ]


class RoundItem(models.Model):
    """A commitment that a round asks about; `position` counts from 1 and is its number on the pages."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="items")
    provision = models.CharField(max_length=40)
    question = Said()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "provision"], name="a_provision_once_a_round")]


class Report(Reported):
    item = models.ForeignKey(RoundItem, on_delete=models.CASCADE, related_name="reports")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="reports")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "government"], name="one_report_a_government")]
