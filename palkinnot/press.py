"""A ready text for the press: a year's winners with their reasons, in plain text."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palkinnot.awards import Award
from tekojentori.moments import moment


@dataclass(frozen=True)
class PressText:
    """`embargo`: until when it must not be published; None when it is public."""

    year: int
    awards: list[Award]
    embargo: datetime | None = None
    is_embargoed: bool = False

    @property
    def embargo_line(self) -> str:
        if not self.is_embargoed:
            return ""
        if self.embargo is None:
            return _("EI JULKAISTAVAKSI ennen kuin tulokset on julkistettu Tekojen torilla.")
        return _("JULKAISTAVISSA %(when)s Suomen aikaa, ei aiemmin.") % {"when": moment(self.embargo)}

    @property
    def title(self) -> str:
        campaigns = dict.fromkeys(award.campaign for award in self.awards)
        return _("%(campaigns)s: palkitut %(year)s") % {"campaigns": ", ".join(campaigns), "year": self.year}

    @property
    def lead(self) -> str:
        mentions = sum(award.winner.is_mention for award in self.awards)
        prizes = len(self.awards) - mentions
        text = ngettext(
            "Tekojen torilla jaettiin %(count)s palkinto.", "Tekojen torilla jaettiin %(count)s palkintoa.", prizes
        ) % {"count": prizes}
        if not mentions:
            return text
        more = ngettext(
            "Lisäksi annettiin %(count)s kunniamaininta.", "Lisäksi annettiin %(count)s kunniamainintaa.", mentions
        )
        return f"{text} {more % {'count': mentions}}"

    @property
    def about(self) -> str:
        return _(
            "Tekojen tori on kuntien ja hyvinvointialueiden kehittämistekojen ideapankki. Kuka tahansa voi lukea, mitä "
            "muualla on kehitetty, ja ottaa idean käyttöön."
        )

    @property
    def categories(self) -> list[tuple[str, list[Award]]]:
        found = {}
        for award in self.awards:
            found.setdefault((award.sarja, award.category), []).append(award)
        return [(name, rows) for (_key, name), rows in found.items()]

    def plain(self, absolute) -> str:
        """As it is pasted into a mail."""
        parts = [self.embargo_line, self.title.upper(), self.lead]
        for name, rows in self.categories:
            parts.append(name)
            parts += [paragraph(award, absolute) for award in rows]
        return "\n\n".join(filter(None, [*parts, self.about])) + "\n"


def paragraph(award: Award, absolute) -> str:
    winner, contact = award.winner, award.contact or {}
    name = f"{winner.title}, {winner.owner}" if winner.owner else winner.title
    lines = [f"{winner.badge}: {name}", winner.citation]
    if contact:
        lines.append(_("Lisätietoja: %(who)s") % {"who": ", ".join(filter(None, (contact["title"], contact["email"])))})
    return "\n".join([*lines, absolute(winner.url)])
