import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from tekojentori.models.versioned import Versioned


@pghistory.track(append_only=True)
class Piste(Versioned):
    """What a juror gave a candidate on one criterion. Nothing means not answered, which is not a zero."""

    arvio = models.ForeignKey("palkinnot.Arvio", models.CASCADE, related_name="pisteet")
    kriteeri = models.ForeignKey("palkinnot.Kriteeri", models.PROTECT, related_name="pisteet")
    value = models.SmallIntegerField(_("pisteet"), null=True)

    class Meta:
        verbose_name = _("piste")
        verbose_name_plural = _("pisteet")
        ordering = ["arvio", "kriteeri"]
        constraints = [models.UniqueConstraint(fields=["arvio", "kriteeri"], name="piste_is_one_per_criterion")]
        triggers = [
            pgtrigger.Trigger(
                name="piste_is_on_its_scale",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF NOT EXISTS (
                        SELECT FROM palkinnot_kriteeri AS kriteeri
                        JOIN palkinnot_arvio AS arvio ON arvio.id = NEW.arvio_id
                        JOIN palkinnot_ehdokas AS ehdokas
                            ON ehdokas.id = arvio.ehdokas_id AND ehdokas.sarja_id = kriteeri.sarja_id
                        WHERE kriteeri.id = NEW.kriteeri_id
                            AND (NEW.value IS NULL OR NEW.value BETWEEN kriteeri.low AND kriteeri.high)
                    ) THEN
                        RAISE EXCEPTION 'palkinnot: a score off its scale, or on a criterion of another category';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{self.kriteeri_id}: {'–' if self.value is None else self.value}"
