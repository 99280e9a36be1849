"""A conference: what it is, who carries it, when and where it meets, what it is to produce."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models.functions import Coalesce

from rapporteur.foundation.files.models import StoredFile
from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.reader import ROLES, Reader


class Said(models.JSONField):
    """A text in several languages: a map from language code to plain text. `said` on the page picks the reader's."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("default", dict)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        """A plain JSONField for migrations, which import nothing of ours."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class ConferenceQuerySet(models.QuerySet["Conference"]):
    def visible_to(self, reader: Reader) -> ConferenceQuerySet:
        """Published conferences; one that is not, only to those who work for it."""
        if reader.is_system:
            return self
        mine = models.Q(role_grants__person=reader.person) if reader.person else models.Q(pk__in=[])
        return self.filter(models.Q(is_published=True) | mine).distinct()


class Conference(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    title = Said()
    subtitle = Said()
    lede = Said()
    venue = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    zone = models.CharField(max_length=60, default="UTC")
    contact = models.EmailField(max_length=254)
    symbol_root = models.CharField(max_length=40)
    languages = models.JSONField(default=list)
    is_published = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    clock_shift = models.BigIntegerField(
        default=0, help_text="Seconds between this conference's clock and the server's; 0 but for a sample."
    )

    objects = ConferenceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.slug

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def is_open_to(self, reader: Reader) -> bool:
        """Whether `reader` may see it, as `visible_to` says it of rows: published, or one's own by a role."""
        return self.is_published or reader.is_system or (reader.conference_id == self.pk and bool(reader.roles))


class Party(models.Model):
    """Host, supporter or organiser, in its real role."""

    class Part(models.TextChoices):
        HOST = "host", "host"
        SUPPORTER = "supporter", "supporter"
        ORGANISER = "organiser", "organiser"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="parties")
    part = models.CharField(max_length=12, choices=Part)
    name = Said()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["part", "position", "pk"]


class Outcome(models.Model):
    """One of the outputs that the conference is to produce: for whom, and until when."""

    class Kind(models.TextChoices):
        RECOMMENDATIONS = "recommendations", "recommendations"
        REVIEW = "review", "review"
        DECLARATION = "declaration", "declaration"

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="outcomes")
    kind = models.CharField(max_length=20, choices=Kind)
    title = Said()
    description = Said()
    addressee = Said()
    milestone = Said(help_text="The meeting of the process that takes the output.")
    due_at = models.DateTimeField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["conference", "kind"], name="one_outcome_of_a_kind")]


class Room(models.Model):
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["conference", "name"], name="a_room_once")]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="sessions")
    title = Said()
    description = Said()
    kind = models.CharField(max_length=40, blank=True)
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="a_session_ends_after_it_starts"
            )
        ]


class Speaker(models.Model):
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(max_length=200)
    office = models.CharField(max_length=200, blank=True)
    part = models.CharField(max_length=30, default="speaker")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]


class Document(models.Model):
    """A document to download, one record a language."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "kind", "language"]


class RoleGrant(models.Model):
    """A role of a person in a conference, for a government where the role speaks for one."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="role_grants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=[(role, role) for role in ROLES])
    government = models.ForeignKey(
        Government, null=True, blank=True, on_delete=models.CASCADE, related_name="role_grants"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("conference", "person", "role", Coalesce("government", 0), name="a_role_once")
        ]


class Counter(models.Model):
    """The last number given to a kind of thing in a conference."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE)
    kind = models.CharField(max_length=40)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conference", "kind"], name="one_counter_a_kind")]
