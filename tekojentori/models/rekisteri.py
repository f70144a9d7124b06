import pgtrigger
from django.db import models


class Rekisteri(models.Model):
    """The stamp of the reference tables: one row, changed by a trigger whenever any of them changes.

    A process may keep the reference tables in memory as long as the stamp it read with them is still the same.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    stamp = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="rekisteri_has_one_row")]

    def __str__(self):
        return str(self.stamp)


def stamps_the_register() -> pgtrigger.Trigger:
    """The trigger that every reference table carries. A sequence never goes back, so no stamp comes twice."""
    return pgtrigger.Trigger(
        name="stamps_the_register",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            INSERT INTO tekojentori_rekisteri (id, stamp) VALUES (1, nextval('tekojentori_register_stamp'))
            ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp;
            RETURN NULL;
        """,
    )
