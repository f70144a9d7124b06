from datetime import date
from functools import reduce
from operator import or_

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import validate_domain_name
from django.db import models, transaction
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tekojentori.finnish_order import sort_key
from tekojentori.models.maakunta import Maakunta
from tekojentori.models.named import Named
from tekojentori.models.rekisteri import stamps_the_register
from tekojentori.models.versioned import Versioned
from tekojentori.refusals import Refused

#: Words of a search that are looked at.
MOST_WORDS = 6
#: Mail that anyone may have: such an address says nothing of an employer.
FREE_MAIL = {
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.fi", "icloud.com", "kolumbus.fi", "live.com", "live.fi",
    "luukku.com", "me.com", "outlook.com", "pp.inet.fi", "proton.me", "protonmail.com", "suomi24.fi", "yahoo.com",
}  # fmt: skip


def name_of(language: str, name_fi: str, name_sv: str, name_en: str, own: str) -> str:
    """In English a place goes by the name its majority uses: Mariehamn, not Maarianhamina. `own`: its language."""
    if language == "en" and not name_en and own == "sv":
        language = "sv"
    return {"sv": name_sv, "en": name_en}.get(language) or name_fi


class OrganisaatioQuerySet(models.QuerySet):
    def listed(self):
        """Those that stand for themselves: not merged into another as a duplicate."""
        return self.filter(merged_into=None)

    def current(self, on: date | None = None):
        """Those that exist on the day, today by default."""
        day = on or timezone.localdate()
        return self.listed().filter(Q(valid_until=None) | Q(valid_until__gte=day))

    def named_like(self, words: str):
        """Those with a name that holds every word, in any language, accents optional; first the ones that begin so."""
        names = ("name_fi", "name_sv", "name_en")
        rows, begins = self, Q()
        for word in words.split()[:MOST_WORDS]:
            rows = rows.filter(reduce(or_, (Q(**{f"{name}__unaccent__icontains": word}) for name in names)))
        for name in names:
            begins |= Q(**{f"{name}__unaccent__istartswith": words})
        return rows.order_by(Case(When(begins, then=0), default=1), "sort_key", "id")

    def heirs(self) -> dict[int, list[int]]:
        """By the id of each ended or merged organisation: the ids of those whose pages show its acts, nearest first."""
        next_one = {
            key: merged_into or successor
            for key, merged_into, successor in self.exclude(successor=None, merged_into=None).values_list(
                "id", "merged_into_id", "successor_id"
            )
        }
        heirs = {}
        for key in next_one:
            line, heir = [], next_one.get(key)
            while heir and heir not in line:
                line.append(heir)
                heir = next_one.get(heir)
            heirs[key] = line
        return heirs

    def municipalities(self):
        """The municipalities of the official division: those with a place on the map."""
        return self.listed().filter(type=Organisaatio.Type.KUNTA).exclude(latitude=None)


@pghistory.track(append_only=True, exclude=["sort_key"])
class Organisaatio(Versioned, Named):
    """A public employer whose workplaces develop their work: a municipality, a joint authority, a county, a company.

    It keeps its code for ever. Ended, it has a successor; found to be a duplicate, it points to the one that stays.
    """

    class Type(models.TextChoices):
        KUNTA = "kunta", gettext_lazy("Kunta")
        KUNTAYHTYMA = "kuntayhtyma", gettext_lazy("Kuntayhtymä")
        HYVINVOINTIALUE = "hyvinvointialue", gettext_lazy("Hyvinvointialue")
        YHTIO = "yhtio", gettext_lazy("Kunnan omistama yhtiö")
        MUU = "muu", gettext_lazy("Muu organisaatio")

    code = models.SlugField(gettext_lazy("koodi"), max_length=20, unique=True)
    type = models.CharField(gettext_lazy("tyyppi"), max_length=20, choices=Type)
    sort_key = models.CharField(max_length=400, editable=False, db_collation="C")
    language = models.CharField(gettext_lazy("kielet"), max_length=5, blank=True)
    domains = ArrayField(
        models.CharField(max_length=100, validators=[validate_domain_name]),
        verbose_name=gettext_lazy("sähköpostin päätteet"),
        help_text=gettext_lazy("Pilkuin, esimerkiksi kunta.fi, edu.kunta.fi. Osoite, joka ei sovi, merkitään."),
        default=list,
        blank=True,
    )
    region = models.ForeignKey(Maakunta, models.PROTECT, null=True, blank=True, verbose_name=gettext_lazy("maakunta"))
    latitude = models.FloatField(gettext_lazy("leveysaste"), null=True, blank=True)
    longitude = models.FloatField(gettext_lazy("pituusaste"), null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=gettext_lazy("omistaja")
    )
    valid_from = models.DateField(gettext_lazy("toiminut alkaen"), null=True, blank=True)
    valid_until = models.DateField(gettext_lazy("viimeinen päivä"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=gettext_lazy("seuraaja"),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="duplicates",
        verbose_name=gettext_lazy("yhdistetty"),
    )

    objects = OrganisaatioQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("organisaatio")
        verbose_name_plural = gettext_lazy("organisaatiot")
        ordering = ["sort_key", "id"]
        triggers = [stamps_the_register()]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_from__lte=F("valid_until")),
                name="organisaatio_ends_after_it_begins",
                violation_error_message=gettext_lazy("Viimeinen päivä on ennen ensimmäistä. Tarkista päivät."),
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(valid_until__isnull=False),
                name="organisaatio_with_successor_has_ended",
                violation_error_message=gettext_lazy("Seuraaja on vain päättyneellä. Anna myös viimeinen päivä."),
            ),
            models.CheckConstraint(
                condition=~Q(successor=F("id")) & ~Q(merged_into=F("id")) & ~Q(parent=F("id")),
                name="organisaatio_is_not_its_own_relative",
                violation_error_message=gettext_lazy("Organisaatio ei voi olla oma seuraajansa tai omistajansa."),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="organisaatio_is_somewhere",
                violation_error_message=gettext_lazy("Anna molemmat koordinaatit asteina."),
            ),
        ]

    def name_in(self, language: str) -> str:
        return name_of(language, self.name_fi, self.name_sv, self.name_en, self.language)

    def clean_fields(self, exclude=None):
        super().clean_fields(exclude=exclude)
        self.sort_key = sort_key(self.name_fi)
        self.domains = sorted({domain.strip().lower() for domain in self.domains or []})

    @property
    def has_ended(self) -> bool:
        """Its last day is over, by the clocks of Finland."""
        return self.valid_until is not None and self.valid_until < timezone.localdate()

    def existed_in(self, year: int) -> bool:
        """Whether it existed at any time of the year."""
        begun = not self.valid_from or self.valid_from.year <= year
        return begun and (not self.valid_until or self.valid_until.year >= year)

    @property
    def heirs(self) -> list["Organisaatio"]:
        """Its successor, the successor's successor and so on: on their pages its acts are found too."""
        heirs, heir = [], self.successor
        while heir and heir not in heirs and heir != self:
            heirs.append(heir)
            heir = heir.successor
        return heirs

    @transaction.atomic
    def learn_domain(self, domain: str, *, by) -> None:
        """From now on addresses of the domain are taken for those of this organisation. Raises Refused."""
        if domain in FREE_MAIL:
            raise Refused(_("%(domain)s on kaikkien käytössä, joten se ei kerro työnantajaa.") % {"domain": domain})
        row = Organisaatio.objects.select_for_update(of=["self"]).get(pk=self.pk)
        if domain not in row.domains:
            row.domains = sorted([*row.domains, domain])
            row.change(by=by, seen=row.version)

    @transaction.atomic
    def end(self, *, on: date | None, successor: "Organisaatio | None", by, reason: str = "") -> None:
        """End the organisation after the day `on`. Its acts keep its name; the successor's page shows them too.

        Without a day it goes on: it was ended by mistake.
        """
        row = Organisaatio.objects.select_for_update().get(pk=self.pk)
        if (row.valid_until, row.successor) == (on, successor):
            return
        if row.merged_into:
            raise Refused(_("Organisaatio on yhdistetty toiseen, joten sitä ei voi lopettaa."))
        if successor and (successor == row or row in successor.heirs):
            raise Refused(_("Seuraajaksi ei käy organisaatio, jonka seuraaja tämä itse on."))
        if successor and on and successor.valid_until and successor.valid_until < on:
            raise Refused(_("Seuraaja on itse päättynyt jo aiemmin. Valitse se, joka jatkaa työtä."))
        if row.valid_from and on and on < row.valid_from:
            raise Refused(_("Viimeinen päivä on ennen ensimmäistä. Tarkista päivä."))
        self.refresh_from_db()
        self.valid_until, self.successor = on, successor
        self.change(by=by, seen=self.version, reason=reason)
