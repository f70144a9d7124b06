"""What an act must have before it can be submitted: the same answer for the task list and for the verb."""

from django.utils.translation import gettext as _

#: An act of the register tells what its source told; one that a workplace writes tells all of this.
IMPORTED = ("title", "summary", "done")
WRITTEN = (
    *IMPORTED,
    "starting_point",
    "results",
    "how_to",
    "scope",
    "stage",
    "first_year",
    "contact_title",
    "contact_email",
)


def missing(teko) -> list[str]:
    """The names of the parts that are still empty, in the order of the form."""
    fields = IMPORTED if teko.is_imported else WRITTEN
    names = [str(teko._meta.get_field(field).verbose_name) for field in fields if not getattr(teko, field)]
    if not teko.sectors.all():
        names.append(_("toimiala"))
    if not teko.is_imported and not teko.made_by:
        names.append(_("tehty yhdessä"))
    return names
