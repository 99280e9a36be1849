"""One text: its revisions, its paragraphs with stable identifiers, its language versions, what was issued beside it."""

from __future__ import annotations

from django.db import models

from rapporteur.foundation.conferences.models import Conference, Said
from rapporteur.foundation.people.models import Government, Person
from rapporteur.foundation.people.reader import DRAFTER, RAPPORTEUR, SECRETARIAT, Reader

LANGUAGE = 10


class Draft(models.Model):
    """An outcome document under negotiation."""

    class Phase(models.TextChoices):
        DRAFTING = "drafting", "being drafted"
        AMENDMENTS = "amendments", "open for amendment"
        CLOSED = "closed", "closed for amendment"
        ADOPTED = "adopted", "adopted"

    class Template(models.TextChoices):
        DECLARATION = "declaration", "declaration of mayors"
        RESOLUTION = "resolution", "resolution"

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="draft")
    title = Said()
    symbol = models.CharField(max_length=60, help_text="Such as CCM/2017/L.1; a revision adds /Rev.1.")
    symbol_pattern = models.CharField(
        max_length=60,
        default="{root}/{suffix}.{number}",
        help_text="How a suffix follows the root, and what it follows.",
    )
    language = models.CharField(max_length=LANGUAGE, default="en", help_text="Of the words of its revisions.")
    version_languages = models.JSONField(
        default=list, blank=True, help_text="Codes of the languages in which versions beside the original are kept."
    )
    template = models.CharField(max_length=12, choices=Template, default=Template.DECLARATION)
    word_budget = models.PositiveIntegerField(
        null=True, blank=True, help_text="Words of the whole text; none: no limit."
    )
    phase = models.CharField(max_length=12, choices=Phase, default=Phase.DRAFTING)
    amendments_close_at = models.DateTimeField(null=True, blank=True)


class AmendmentDeadline(models.Model):
    """A deadline of its own for one kind of amendment, in place of the draft's; `sub` is for amendments to one."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField(max_length=8)
    closes_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "kind"], name="one_deadline_a_kind")]


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, reader: Reader) -> RevisionQuerySet:
        """Frozen ones for all; one that is being written for those who write it."""
        rows = self.filter(draft__conference_id=reader.conference_id)
        if reader.has(SECRETARIAT, RAPPORTEUR, DRAFTER):
            return rows
        return rows.filter(frozen_at__isnull=False)


class Revision(models.Model):
    """A state of the text. Frozen, it has a symbol and a fingerprint and never changes."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField(help_text="0 is the zero draft.")
    symbol = models.CharField(max_length=60)
    title = Said()
    title_versions = models.JSONField(
        default=dict,
        blank=True,
        help_text="By language: the original words that the title in it renders, and its state.",
    )
    language = models.CharField(max_length=10, default="en")
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    frozen_role = models.CharField(max_length=12, blank=True, help_text="The role of the one who froze it.")
    fingerprint = models.CharField(max_length=64, blank=True)
    is_adopted = models.BooleanField(default=False)
    finalised_at = models.DateTimeField(null=True, blank=True, help_text="When the final numbers were given, once.")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="one_revision_a_number"),
            models.UniqueConstraint(
                fields=["draft"], condition=models.Q(frozen_at=None), name="one_revision_being_written"
            ),
            models.UniqueConstraint(
                fields=["draft"], condition=models.Q(is_adopted=True), name="one_revision_is_adopted"
            ),
        ]

    def __str__(self) -> str:
        return self.symbol


class Paragraph(models.Model):
    """A paragraph over all revisions; `key` never changes."""

    class Kind(models.TextChoices):
        CHAPEAU = "chapeau", "chapeau"
        HEADING = "heading", "heading"
        PREAMBULAR = "preambular", "preambular"
        OPERATIVE = "operative", "operative"
        SUBPARAGRAPH = "subparagraph", "subparagraph"
        ANNEX = "annex", "annex"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="paragraphs")
    key = models.SlugField(max_length=20)
    kind = models.CharField(max_length=12, choices=Kind)
    sponsor = models.ForeignKey(
        Government,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The government whose amendment brought it in; it may accept changes to it as friendly.",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "key"], name="a_paragraph_key_once")]

    def __str__(self) -> str:
        return self.key


class Wording(models.Model):
    """The words of a paragraph in one revision."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="wordings")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="wordings")
    position = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(
        default=0, help_text="0, or 1 to 3 for a subparagraph of what stands above."
    )
    number = models.CharField(max_length=40, blank=True, help_text="Working number; the same through the negotiation.")
    final_number = models.CharField(max_length=40, blank=True, help_text="Given once, when the text is finalised.")
    text = models.TextField()
    alternative_of = models.ForeignKey(
        Paragraph,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="It is alt. of that one.",
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "paragraph"], name="one_wording_a_revision"),
            models.UniqueConstraint(fields=["revision", "position"], name="one_wording_a_position"),
            models.CheckConstraint(condition=models.Q(level__lte=3), name="three_levels_of_subparagraphs"),
        ]

    @property
    def shown_number(self) -> str:
        """The final number where it was given one, else the working number."""
        return self.final_number or self.number


class Bracket(models.Model):
    """Words in square brackets: the range `start` to `end` of a wording's text. Brackets nest and never cross.

    The brackets are not characters of the text: who agrees takes the mark away and the words stay as they are.
    """

    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="brackets")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reason = models.CharField(max_length=300, help_text="Why the words are not agreed.")
    amendment = models.ForeignKey(
        "Amendment",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="brackets",
        help_text="Whose words stand in the bracket as one alternative of several.",
    )

    class Meta:
        ordering = ["start", "-end"]
        constraints = [
            models.UniqueConstraint(fields=["wording", "start", "end"], name="a_bracket_once"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="a_bracket_holds_words"),
        ]

    @property
    def words(self) -> str:
        return self.wording.text[self.start : self.end]


class Version(models.Model):
    """The words of a paragraph of a revision in another language. The original is the wording.

    It hangs on the paragraph and not on the wording: what is taken out of the original, and put back, takes no words
    of another language with it. Whether it is behind is not kept but seen: it is when the original no longer has the
    words that it renders. So an edit in one language writes no row of another.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        REVIEWED = "reviewed", "reviewed"

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="versions")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="versions")
    language = models.CharField(max_length=LANGUAGE)
    text = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    original = models.TextField(help_text="The words of the original that it renders.")
    written_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "paragraph", "language"], name="one_version_a_language")
        ]

    def is_behind(self, words: str) -> bool:
        """Whether the original reads `words` by now, and no longer what this renders."""
        return self.original != words


class Waiver(models.Model):
    """Adoption is let through although the version in a language is behind: on record, with the reason."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="waivers")
    language = models.CharField(max_length=LANGUAGE)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "language"], name="one_waiver_a_language")]


class Issue(models.Model):
    """What was issued of a frozen revision or beside it: the text in a language, a corrigendum, an addendum.

    `symbol` is shared by all languages and reissues of one work; `language` and `reissue` tell them apart. A reissue
    for technical reasons counts up and shows as asterisks.
    """

    class Kind(models.TextChoices):
        TEXT = "text", "the text"
        CORRIGENDUM = "Corr", "corrigendum"
        ADDENDUM = "Add", "addendum"
        AMENDMENT = "Amend", "amendment by decision of the body"

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="issues")
    kind = models.CharField(max_length=5, choices=Kind)
    number = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=LANGUAGE)
    reissue = models.PositiveSmallIntegerField(default=0)
    symbol = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
    body = models.JSONField(
        default=list, help_text="Its paragraphs: objects with number, text and, for a corrigendum, what stood before."
    )
    fingerprint = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "kind", "number", "language", "reissue"], name="an_issue_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.symbol + "*" * self.reissue


class Sentence(models.Model):
    """A sentence of a wording: the range `start` to `end` of its text."""

    wording = models.ForeignKey(Wording, on_delete=models.CASCADE, related_name="sentences")
    position = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    came_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="became",
        help_text="In the revision before.",
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["wording", "position"], name="one_sentence_a_position")]

    @property
    def text(self) -> str:
        return self.wording.text[self.start : self.end]


class LostSentence(models.Model):
    """A sentence with sources of the revision before that nothing in `revision` continues: listed, never dropped."""

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="lost_sentences")
    sentence = models.ForeignKey(Sentence, on_delete=models.CASCADE, related_name="lost_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "sentence"], name="a_sentence_is_lost_once")]
