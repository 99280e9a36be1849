"""Amendments: what they would change, who stands behind them, what became of them and when."""

from __future__ import annotations

from django.db import models

from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.reader import DRAFTER, RAPPORTEUR, SECRETARIAT, Reader

from .texts import LANGUAGE, Draft, Paragraph, Revision


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def visible_to(self, reader: Reader) -> AmendmentQuerySet:
        """Admitted and refused ones for all; the others for the desk, for the government that sent them and for those that
        co-sponsor them or are asked to."""
        rows = self.filter(draft__conference_id=reader.conference_id)
        if reader.has(SECRETARIAT, RAPPORTEUR, DRAFTER):
            return rows
        shown = models.Q(admitted_at__isnull=False) | models.Q(state__in=REFUSED)
        mine = {"government_id__in": reader.government_ids}
        asked = Invitation.objects.filter(answered_at=None, **mine).values("amendment")
        joined = CoSponsor.objects.filter(left_at=None, **mine).values("amendment")
        own = models.Q(sponsor_id__in=reader.government_ids) | models.Q(pk__in=asked) | models.Q(pk__in=joined)
        return rows.filter(shown | own)

    def waiting_to_come_in(self, draft: int) -> AmendmentQuerySet:
        """The accepted ones of a draft (its key) that no revision has taken in; one to another is in that one's words."""
        return self.filter(draft=draft, state=Amendment.State.ACCEPTED, applied_in=None, parent=None)


class Amendment(models.Model):
    """A proposal to change the text. `base_text` and `proposed_text` are whole paragraphs of `revision`, as filed.

    A move puts `paragraph` behind `target` (none: before all others). A join makes one paragraph of `paragraph` and
    `target`, a split several of one: its `proposed_text` has an empty line between them. For a new paragraph
    `paragraph` is the one before it. Where a deletion takes subparagraphs too, its words are those of all, with empty lines
    between them. A change of the title has no paragraph. One with a `parent` amends the words that
    the parent proposes.
    """

    class Kind(models.TextChoices):
        CHANGE = "change", "change of words"
        DELETE = "delete", "deletion"
        ADD = "add", "new paragraph"
        MOVE = "move", "move"
        SPLIT = "split", "split"
        JOIN = "join", "joining"
        TITLE = "title", "change of the title"

    class State(models.TextChoices):
        SUBMITTED = "submitted", "submitted"
        INADMISSIBLE = "inadmissible", "inadmissible"
        STANDING = "standing", "standing"
        ACCEPTED = "accepted", "accepted"
        REJECTED = "rejected", "rejected"
        WITHDRAWN = "withdrawn", "withdrawn"
        MERGED = "merged", "merged"
        FALLEN = "fallen", "fallen"

    class Channel(models.TextChoices):
        FORM = "form", "form"
        WORD = "word", "Word"
        MAIL = "mail", "mail"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="amendments")
    paragraph = models.ForeignKey(Paragraph, null=True, blank=True, on_delete=models.PROTECT, related_name="amendments")
    target = models.ForeignKey(Paragraph, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="sub_amendments")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CHANGE)
    with_below = models.BooleanField(
        default=False, help_text="A deletion takes the subparagraphs of its paragraph too; they stand in its words."
    )
    base_text = models.TextField(blank=True)
    proposed_text = models.TextField(blank=True)
    words_language = models.CharField(max_length=LANGUAGE, default="en", help_text="Of the words that it proposes.")
    rationale = models.TextField()
    language = models.CharField(max_length=LANGUAGE, default="en", help_text="Of the rationale.")
    sponsor = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="amendments")
    tabled_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    tabled_at = models.DateTimeField()
    channel = models.CharField(max_length=4, choices=Channel, default=Channel.FORM)
    author = models.CharField(max_length=200, blank=True, help_text="Who made the change, as the Word file names them.")
    written_at = models.DateTimeField(null=True, blank=True, help_text="When, as the Word file says.")
    admitted_at = models.DateTimeField(null=True, blank=True, help_text="When the desk declared it admissible.")
    state = models.CharField(max_length=12, choices=State, default=State.SUBMITTED)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    is_friendly = models.BooleanField(default=False, help_text="Accepted by the sponsor of what it amends.")
    rank = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Its place in its conflict set, as the committee ordered it."
    )
    applied_in = models.ForeignKey(
        Revision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applied_amendments",
        help_text="Whose words it changed.",
    )
    written_over_in = models.ForeignKey(
        Revision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Where a person wrote other words over those that it had brought in.",
    )

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="one_amendment_a_number"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["rejected", "inadmissible", "fallen"]) | ~models.Q(reason=""),
                name="a_refusal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="title") | models.Q(paragraph__isnull=False),
                name="all_but_the_title_amend_a_paragraph",
            ),
        ]

    def __str__(self) -> str:
        return f"A-{self.number:02}"

    @property
    def is_public(self) -> bool:
        """Whether all may read it: it was admitted, or refused."""
        return self.admitted_at is not None or self.state in REFUSED


REFUSED = (Amendment.State.REJECTED, Amendment.State.INADMISSIBLE)


class Step(models.Model):
    """A state that an amendment came to, and when: what the compilation of a past instant is made from."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=Amendment.State)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    words = models.TextField(blank=True, help_text="What it proposed from then on: an amendment to it may change that.")
    role = models.CharField(max_length=12, blank=True, help_text="Under which the act was done.")
    is_friendly = models.BooleanField(default=False, help_text="Accepted by the sponsor of what it amends.")
    former_sponsor = models.ForeignKey(
        Government,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Whose it was until then, where another took it over.",
    )

    class Meta:
        ordering = ["at", "pk"]


class CoSponsor(models.Model):
    """A government beside the sponsor. One that took the amendment over has left the co-sponsors at that moment."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="co_sponsors")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="co_sponsored")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "government"], condition=models.Q(left_at=None), name="a_co_sponsor_once"
            )
        ]


class Invitation(models.Model):
    """A government that the sponsor asks to sponsor the amendment too; it joins or declines, and is named only then."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="invitations")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True, help_text="When it joined or declined.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["amendment", "government"], name="asked_once")]


class Stand(models.Model):
    """Support or opposition that a delegation put on record; its last one counts, the earlier ones are kept."""

    class Stance(models.TextChoices):
        SUPPORT = "support", "supports"
        OPPOSE = "oppose", "opposes"
        NONE = "none", "no longer speaks to it"

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="stands")
    government = models.ForeignKey(Government, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=8, choices=Stance)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    taken_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at", "pk"]


class Incompatibility(models.Model):
    """Two amendments of which one falls when the other is taken; `one` has the lower number."""

    one = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="an_incompatibility_once")]


class Ranking(models.Model):
    """The place that the committee gave an amendment in its conflict set, and when; the last one is its `rank`."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="rankings")
    rank = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]


class Carried(models.Model):
    """An amendment laid on a later revision than the one that it was filed on."""

    class State(models.TextChoices):
        CLEAR = "clear", "carried over"
        UNCLEAR = "unclear", "to be looked at"
        GONE = "gone", "its paragraph is no longer in the text"
        CONTAINED = "contained", "the text says it already"
        SETTLED = "settled", "carried over by hand"

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="carried")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="carried")
    state = models.CharField(max_length=10, choices=State)
    base_text = models.TextField(blank=True)
    proposed_text = models.TextField(blank=True)
    paragraph = models.ForeignKey(
        Paragraph,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Behind which its new paragraph stands there, where the one that it names is no longer in the text.",
    )
    at = models.DateTimeField(help_text="When it was laid there.")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["amendment", "revision"], name="carried_once_a_revision")]


class Rendering(models.Model):
    """The words that an amendment proposes, in another language than the one in which it was filed."""

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        REVIEWED = "reviewed", "reviewed"

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="renderings")
    language = models.CharField(max_length=LANGUAGE)
    base_text = models.TextField(blank=True)
    proposed_text = models.TextField(blank=True)
    original = models.TextField(blank=True, help_text="The words of the amendment that it renders.")
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    written_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["amendment", "language"], name="one_rendering_a_language")]

    def is_behind(self, words: str) -> bool:
        """Whether the amendment proposes `words` by now, and no longer what this renders."""
        return self.original != words
