import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from teot.models.claims import Claims
from teot.models.corrections import Corrections
from teot.models.entering import Entering
from teot.models.files import Files
from teot.models.handing import Handing
from teot.models.teot import Manager, TekoQuerySet
from teot.models.verbs import Verbs
from teot.models.writing import Writing


@pghistory.track(
    append_only=True,
    model_name="TekoEvent",
    fields=[
        "state",
        "state_at",
        "state_by",
        "state_reason",
        "submitted_version",
        "published_version",
        "owner",
    ],
)
class Teko(Verbs, Corrections, Claims, Entering, Writing, Handing, Files, models.Model):
    """A development act of a workplace. Its columns are the working copy, seen by its authors and staff only.

    The public reads `published_version`; staff decide on `submitted_version`. States change through verbs alone.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Luonnos")
        SUBMITTED = "submitted", _("Lähetetty")
        RETURNED = "returned", _("Palautettu täydennettäväksi")
        REJECTED = "rejected", _("Hylätty")
        PUBLISHED = "published", _("Julkaistu")
        ARCHIVED = "archived", _("Arkistoitu")
        HIDDEN = "hidden", _("Piilotettu")
        WITHDRAWN = "withdrawn", _("Peruttu")

    PUBLIC_STATES = (State.PUBLISHED, State.ARCHIVED)
    EDITABLE_STATES = (State.DRAFT, State.RETURNED, State.REJECTED, State.SUBMITTED, State.PUBLISHED)
    #: From where each verb leads on. Where it has led already, it does nothing.
    FROM = {
        "submit": EDITABLE_STATES,
        "take_back": (State.SUBMITTED,),
        "publish": (State.SUBMITTED, State.PUBLISHED),
        "return_to_authors": (State.SUBMITTED, State.PUBLISHED),
        "reject": (State.SUBMITTED,),
        "correct": (State.SUBMITTED, State.PUBLISHED),
        "hide": PUBLIC_STATES,
        "unhide": (State.HIDDEN,),
        "archive": (State.PUBLISHED,),
        "restore": (State.ARCHIVED,),
        "pick": (State.PUBLISHED,),
        "unpick": (*PUBLIC_STATES, State.HIDDEN),
        "delete_draft": (State.DRAFT,),
    }

    class Language(models.TextChoices):
        FI = "fi", _("suomi")
        SV = "sv", _("ruotsi")
        EN = "en", _("englanti")

    class Stage(models.TextChoices):
        HARKINNASSA = "harkinnassa", _("Harkinnassa")
        VALMISTEILLA = "valmisteilla", _("Valmisteilla")
        KAYNNISSA = "kaynnissa", _("Käynnissä")
        VAKIINTUNUT = "vakiintunut", _("Vakiintunut")
        PAATTYNYT = "paattynyt", _("Päättynyt")

    class Scope(models.TextChoices):
        TYOYHTEISO = "tyoyhteiso", _("Työyhteisö")
        YKSIKKO = "yksikko", _("Yksikkö")
        ORGANISAATIO = "organisaatio", _("Koko organisaatio")
        YHTEINEN = "yhteinen", _("Usean organisaation yhteinen")

    class Maker(models.TextChoices):
        JOHTO = "johto", _("Johto")
        ESIHENKILOT = "esihenkilot", _("Esihenkilöt")
        HENKILOSTO = "henkilosto", _("Henkilöstö")
        ASIAKKAAT = "asiakkaat", _("Asiakkaat")
        KUMPPANIT = "kumppanit", _("Kumppanit")

    state = models.CharField(_("tila"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="teot", verbose_name=_("ilmoittaja")
    )
    owner = models.ForeignKey(
        "tekojentori.Organisaatio",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="teot",
        verbose_name=_("organisaatio"),
    )
    partners = models.ManyToManyField(
        "tekojentori.Organisaatio", related_name="shared_teot", blank=True, verbose_name=_("kumppanit")
    )

    language = models.CharField(_("kieli"), max_length=2, choices=Language, default=Language.FI)
    title = models.CharField(_("nimi"), max_length=100, blank=True)
    summary = models.CharField(_("tiivistelmä"), max_length=300, blank=True)
    starting_point = models.TextField(_("lähtötilanne"), max_length=10_000, blank=True)
    done = models.TextField(_("mitä tehtiin"), max_length=10_000, blank=True)
    results = models.TextField(_("tulokset"), max_length=10_000, blank=True)
    learnt = models.TextField(_("mitä opittiin"), max_length=10_000, blank=True)
    how_to = models.TextField(_("ohje muille"), max_length=10_000, blank=True)
    sectors = models.ManyToManyField("teot.Toimiala", related_name="teot", verbose_name=_("toimialat"))
    themes = models.ManyToManyField("teot.Teema", related_name="teot", blank=True, verbose_name=_("teemat"))
    keywords = ArrayField(models.CharField(max_length=50), verbose_name=_("avainsanat"), default=list, blank=True)
    links = ArrayField(models.URLField(max_length=500), verbose_name=_("linkit"), default=list, blank=True)
    made_by = ArrayField(
        models.CharField(max_length=12, choices=Maker), verbose_name=_("tehty yhdessä"), default=list, blank=True
    )
    scope = models.CharField(_("laajuus"), max_length=12, choices=Scope, blank=True)
    stage = models.CharField(_("vaihe"), max_length=12, choices=Stage, blank=True)
    first_year = models.PositiveSmallIntegerField(_("ensimmäinen vuosi"), null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(_("viimeinen vuosi"), null=True, blank=True)
    contact_title = models.CharField(_("yhteyshenkilön tehtävänimike"), max_length=100, blank=True)
    contact_email = models.EmailField(_("yhteyshenkilön sähköposti"), blank=True)
    contact_consent = models.BooleanField(_("yhteystiedot saa näyttää"), default=False)
    people_informed = models.BooleanField(_("mainitut tietävät julkaisusta"), default=False)
    no_dismissals = models.BooleanField(_("tavoitteena ei ole irtisanoa tai lomauttaa"), default=False)

    # How the working copy is being written: who changed it last, and for each section what Writing.save_section keeps.
    start_key = models.UUIDField(null=True, blank=True, editable=False)
    section_states = models.JSONField(default=dict, blank=True, editable=False)
    edited_at = models.DateTimeField(_("muokattu"), null=True, blank=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    deleted_at = models.DateTimeField(_("poistettu"), null=True, blank=True, editable=False)
    # The campaign that its authors write it for, and since when: what reminders of the close go by.
    meant_for = models.ForeignKey(
        "kampanjat.Kampanja", models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    meant_since = models.DateTimeField(null=True, blank=True, editable=False)

    # An act of the register: where it comes from, and its row as it was last imported.
    register_id = models.CharField(_("tunnus"), max_length=40, null=True, blank=True, unique=True, editable=False)
    imported_from = models.CharField(_("tuotu tiedostosta"), max_length=200, blank=True, editable=False)
    imported_digest = models.CharField(max_length=64, blank=True, editable=False)
    source = models.CharField(_("lähde"), max_length=500, blank=True)
    prize = models.CharField(_("palkinto"), max_length=200, blank=True)
    campaign_year = models.PositiveSmallIntegerField(_("kampanjavuosi"), null=True, blank=True)

    submitted_version = models.ForeignKey(
        "teot.Versio", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("odottava versio")
    )
    published_version = models.ForeignKey(
        "teot.Versio", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("julkaistu versio")
    )
    created_at = models.DateTimeField(_("aloitettu"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("lähetetty"), null=True, editable=False)
    waits_since = models.DateTimeField(_("odottanut alkaen"), null=True, editable=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    claimed_at = models.DateTimeField(_("otettu käsittelyyn"), null=True, editable=False)
    published_at = models.DateTimeField(_("julkaistu"), null=True, editable=False)
    archived_at = models.DateTimeField(_("arkistoitu"), null=True, editable=False)
    picked_at = models.DateTimeField(_("nostettu etusivulle"), null=True, editable=False)
    state_at = models.DateTimeField(_("tila muuttui"), auto_now_add=True, editable=False)
    state_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("tilan muutti"),
    )
    state_reason = models.TextField(_("syy"), blank=True, editable=False)

    objects = Manager()
    with_deleted = TekoQuerySet.as_manager()

    class Meta:
        verbose_name = _("teko")
        verbose_name_plural = _("teot")
        ordering = ["-published_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["published", "archived", "hidden"])
                | Q(published_version__isnull=False, published_at__isnull=False),
                name="teko_made_public_has_a_published_version",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(submitted_version__isnull=False, submitted_at__isnull=False),
                name="teko_submitted_has_a_version_that_waits",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "published", "archived", "hidden"]) | Q(submitted_version=None),
                name="teko_version_waits_only_for_staff",
            ),
            models.CheckConstraint(
                condition=Q(submitted_version__isnull=True, waits_since__isnull=True)
                | Q(submitted_version__isnull=False, waits_since__isnull=False),
                name="teko_waits_since_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_at=None)
                | Q(claimed_at__isnull=False, submitted_version__isnull=False),
                name="teko_claimed_waits",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["draft", "submitted", "returned", "rejected"]) | Q(published_version=None),
                name="teko_never_public_has_no_published_version",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "rejected", "hidden"]) | ~Q(state_reason=""),
                name="teko_refused_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="archived") | Q(archived_at__isnull=False), name="teko_archived_has_its_moment"
            ),
            models.CheckConstraint(
                condition=Q(last_year=None) | Q(first_year__isnull=False, first_year__lte=F("last_year")),
                name="teko_ends_after_it_begins",
                violation_error_message=_("Viimeinen vuosi on ennen ensimmäistä. Tarkista vuodet."),
            ),
            models.CheckConstraint(
                condition=Q(picked_at=None) | Q(state__in=["published", "archived", "hidden"]),
                name="teko_picked_is_public",
            ),
            models.CheckConstraint(condition=Q(deleted_at=None) | Q(state="draft"), name="teko_deleted_was_a_draft"),
            models.UniqueConstraint(fields=["author", "start_key"], name="teko_starts_once"),
        ]

    def __str__(self):
        return self.title or str(_("Nimetön teko"))

    @property
    def reference(self) -> str:
        """What people call the act by in mails and on the telephone."""
        return f"T-{self.created_at.year}-{self.pk:04d}"

    @property
    def last_change(self):
        """When its text or its state last changed."""
        return max(self.edited_at or self.created_at, self.state_at)

    @property
    def is_public(self) -> bool:
        return self.state in self.PUBLIC_STATES

    def allows(self, verb: str) -> bool:
        """Whether the verb leads on from its state; the verb itself asks more."""
        return self.state in self.FROM[verb]

    @property
    def asked(self) -> dict[str, str]:
        """What staff ask for, by section; nothing any more when a new version waits for them. By `with_comments`."""
        is_over = self.submitted_version_id is not None or self.state == self.State.DRAFT
        return {} if is_over else self.last_comments or {}

    @property
    def is_imported(self) -> bool:
        return self.register_id is not None
