import pghistory
import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tekojentori.models.named import Named
from tekojentori.models.versioned import Versioned


class KriteeriQuerySet(models.QuerySet):
    def scored(self):
        """Those that make the sheet's score; the others are shown apart."""
        return self.filter(is_scored=True)


#: What jurors read of a criterion, each told in each language.
TEXTS = [
    f"{text}_{language}" for text in ("name", "guidance", "low_end", "high_end") for language in ("fi", "sv", "en")
]


@pghistory.track(append_only=True)
class Kriteeri(Versioned, Named):
    """What jurors look at in a category: its guidance, its weight, and a scale whose ends are described."""

    sarja = models.ForeignKey("palkinnot.Sarja", models.CASCADE, related_name="kriteerit", verbose_name=_("sarja"))
    position = models.PositiveSmallIntegerField(_("järjestys"), default=1)
    guidance_fi = models.TextField(_("ohje suomeksi"), max_length=600, blank=True)
    guidance_sv = models.TextField(_("ohje ruotsiksi"), max_length=600, blank=True)
    guidance_en = models.TextField(_("ohje englanniksi"), max_length=600, blank=True)
    weight = models.DecimalField(
        _("paino"), max_digits=6, decimal_places=2, default=1, validators=[MinValueValidator(0)]
    )
    low = models.SmallIntegerField(_("asteikon alku"), default=1)
    high = models.SmallIntegerField(_("asteikon loppu"), default=5)
    low_end_fi = models.CharField(_("alkupää suomeksi"), max_length=120, blank=True)
    low_end_sv = models.CharField(_("alkupää ruotsiksi"), max_length=120, blank=True)
    low_end_en = models.CharField(_("alkupää englanniksi"), max_length=120, blank=True)
    high_end_fi = models.CharField(_("loppupää suomeksi"), max_length=120, blank=True)
    high_end_sv = models.CharField(_("loppupää ruotsiksi"), max_length=120, blank=True)
    high_end_en = models.CharField(_("loppupää englanniksi"), max_length=120, blank=True)
    is_scored = models.BooleanField(
        _("vaikuttaa pisteisiin"), default=True, help_text=_("Muuten näytetään erikseen, eikä se muuta järjestystä.")
    )

    objects = KriteeriQuerySet.as_manager()

    class Meta:
        verbose_name = _("kriteeri")
        verbose_name_plural = _("kriteerit")
        ordering = ["sarja", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sarja", "name_fi"],
                name="kriteeri_has_a_name_of_its_own",
                violation_error_message=_("Sarjassa on jo tämänniminen kriteeri."),
            ),
            models.CheckConstraint(
                condition=Q(low__lt=F("high")),
                name="kriteeri_scale_rises",
                violation_error_message=_("Asteikon alun on oltava pienempi kuin sen lopun."),
            ),
            models.CheckConstraint(
                condition=Q(high__lt=F("low") + 21),
                name="kriteeri_scale_is_short",
                violation_error_message=_("Asteikolla voi olla enintään 21 arvoa."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0),
                name="kriteeri_weight_is_not_negative",
                violation_error_message=_("Paino ei voi olla negatiivinen."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="kriteeri_is_fixed_while_scored",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("changed", "palkinnot_kriteeri")],
                func="""
                    IF TG_OP = 'DELETE' THEN changed := OLD; ELSE changed := NEW; END IF;
                    IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) - 'changed_by_id') = (to_jsonb(NEW) - 'changed_by_id') THEN
                        RETURN NEW;
                    END IF;
                    IF EXISTS (SELECT FROM palkinnot_kierros
                               WHERE sarja_id = changed.sarja_id AND state <> 'preparing') THEN
                        RAISE EXCEPTION 'palkinnot: criteria are fixed once the round has begun';
                    END IF;
                    RETURN changed;
                """,
            )
        ]

    @property
    def untold(self) -> list[str]:
        """Names of the texts that a juror would not find in some language."""
        return [str(self._meta.get_field(name).verbose_name) for name in TEXTS if not getattr(self, name).strip()]

    @property
    def guidance(self) -> str:
        return self._said("guidance")

    @property
    def low_end(self) -> str:
        return self._said("low_end")

    @property
    def high_end(self) -> str:
        return self._said("high_end")

    @property
    def scale(self) -> range:
        return range(self.low, self.high + 1)

    def _said(self, field: str) -> str:
        return getattr(self, f"{field}_{get_language() or 'fi'}", "") or getattr(self, f"{field}_fi")
