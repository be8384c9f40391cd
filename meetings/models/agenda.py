"""Agenda items: what was to be discussed, its notes, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Count, F, FilteredRelation, Q
from django.utils.translation import gettext_lazy as _

from meetings.models.actors import Actor, items_in_sight
from meetings.models.meetings import Meeting
from meetings.models.people import Person
from meetings.notation.lines import Flag


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, actor: Actor) -> AgendaItemQuerySet:
        """Items whose notes this actor may read."""
        return self.filter(items_in_sight(actor), meeting__board=actor.board)

    def on_agenda_for(self, actor: Actor) -> AgendaItemQuerySet:
        """Items this actor may know of, whether or not the notes are out."""
        items = self.filter(meeting__board=actor.board)
        if actor.keeps_minutes:
            return items
        if actor.sees_drafts:
            return items.filter(items_in_sight(actor))
        return items.filter(is_in_camera=False)

    def with_recusals(self) -> AgendaItemQuerySet:
        """Adds `recused`: how many seats and people are out for the item."""
        asked = {"recused": Count("recusals")}
        return self.annotate(**asked)

    def for_saving(self) -> AgendaItemQuerySet:
        """With all that a save of the notes asks of them; `head_pk` is the revision in force."""
        head = FilteredRelation("revisions", condition=Q(revisions__number=F("revision")))
        asked = {"head": head, "head_pk": F("head__pk")}
        return self.select_related("meeting__board").annotate(**asked)


class AgendaItem(models.Model):
    class Disposition(models.TextChoices):
        UNDECIDED = "", _("not yet decided")
        DISCUSSED = "discussed", _("discussed")
        COVERED = "covered", _("covered under another item")
        DEFERRED = "deferred", _("deferred")
        NOT_REACHED = "not_reached", _("not reached")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("ordinary")
        APPROVAL = "approval", _("approval of minutes")
        ACTIONS = "actions", _("review of open actions")
        WRITTEN = "written", _("decisions taken in writing")

    UNFINISHED = (Disposition.DEFERRED, Disposition.NOT_REACHED)

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="items"
    )  # an item's notes are minutes
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ORDINARY)
    planned_minutes = models.PositiveSmallIntegerField(_("planned minutes"), null=True, blank=True)
    is_in_camera = models.BooleanField(_("in camera"), default=False)
    notes = models.TextField(_("notes"), blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0, editable=False)
    readings = models.PositiveIntegerField(
        default=0, editable=False
    )  # how often the same text was understood anew: open pages follow
    flags = models.JSONField(
        _("flags"),
        default=list,
        blank=True,
        help_text=_("What the notes seem to mean but cannot be bound to."),
    )
    settled_flags = models.JSONField(
        _("flags left as typed"),
        default=list,
        blank=True,
        editable=False,
        help_text=_("Questions that are not asked again for this item."),
    )
    disposition = models.CharField(
        _("disposition"),
        max_length=12,
        choices=Disposition,
        blank=True,
        default=Disposition.UNDECIDED,
    )
    disposition_reason = models.CharField(_("reason"), max_length=500, blank=True)
    covered_under = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="covers",
        verbose_name=_("covered under"),
    )  # the item may be deleted while it is only planned; the disposition stays
    carried_from = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="carried_to",
        verbose_name=_("carried over from"),
    )  # a planned item may be dropped; the topic stays where it was
    order_taken = models.PositiveSmallIntegerField(_("order taken"), null=True, blank=True)

    head_pk: int | None  # from `for_saving`
    recused: int  # from `with_recusals`
    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "position"]
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="item_position_once",
                violation_error_message=_("Another item has this position."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="item_has_title",
                violation_error_message=_("Give the item a title."),
            ),
            models.CheckConstraint(
                condition=Q(covered_under__isnull=True)
                | (Q(disposition="covered") & ~Q(covered_under=F("pk"))),
                name="item_covered_under_another",
                violation_error_message=_("An item is covered under another item."),
            ),
            models.CheckConstraint(
                condition=Q(carried_from__isnull=True) | ~Q(carried_from=F("pk")),
                name="item_not_carried_from_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

    def has_settled(self, flag: Flag) -> bool:
        """Whether somebody said that this question is to be left as typed."""
        return [flag.code.value, flag.subject] in self.settled_flags

    def anchor(self, line: int | None = None) -> str:
        """The item's place on the minutes page, or one of its lines'."""
        return f"item-{self.position}" + (f"-line-{line}" if line else "")


class ItemPresenter(models.Model):
    item = models.ForeignKey(
        AgendaItem, models.CASCADE, related_name="presenters"
    )  # part of the item
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = models.CharField(_("name as typed"), max_length=200)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="presentations",
        verbose_name=_("person"),
    )  # who presented is part of the minutes

    class Meta:
        ordering = ["item", "position"]
        verbose_name = _("presenter")
        verbose_name_plural = _("presenters")
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="presenter_position_once"),
            models.CheckConstraint(condition=~Q(name=""), name="presenter_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class AgendaVersion(models.Model):
    """The agenda as it was published: what is changed later is shown as changed."""

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="agenda_versions"
    )  # says nothing without its meeting
    number = models.PositiveSmallIntegerField(_("number"))
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("published by"),
    )  # the agenda was published, whoever leaves
    items = models.JSONField(_("items"))

    class Meta:
        ordering = ["meeting", "-number"]
        verbose_name = _("published agenda")
        verbose_name_plural = _("published agendas")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="agenda_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} · {self.number}"
