"""Mails to the authors of a campaign's entries and drafts: what each is, and what its places stand for.

Their shipped words are in `data/kirjeet`; staff may change them for a campaign.
"""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kampanjat.kirjeet import Kind
from kampanjat.models import Kampanja
from kampanjat.wording import Link, Said, Value
from tekojentori.moments import deadline
from teot.models import Osallistuminen, Teko

OF_ENTRY = {
    "teko": gettext_lazy("teon nimi"),
    "sulkeutuu": gettext_lazy("milloin haku sulkeutuu teon organisaatiolta"),
    "teon kampanjat": gettext_lazy("painike, joka vie teon kampanjoihin"),
}
OF_DRAFT = {
    "teko": gettext_lazy("luonnoksen nimi"),
    "sulkeutuu": gettext_lazy("milloin haku sulkeutuu teon organisaatiolta"),
    "valmius": gettext_lazy("onko jokin osio kesken"),
    "teon sivu": gettext_lazy("painike, joka vie tekoon"),
}
OF_RECEIPT = {
    "teko": gettext_lazy("teon nimi"),
    "viite": gettext_lazy("teon viite"),
    "lähetetty": gettext_lazy("milloin teko lähetettiin"),
    "sulkeutuu": gettext_lazy("milloin haku sulkeutuu teon organisaatiolta"),
    "muut kampanjat": gettext_lazy("muut kampanjat, joissa teko on, ja mihin asti sitä voi niissä muuttaa"),
    "mitä seuraavaksi": gettext_lazy("mitä ohjelmatoimisto tekee seuraavaksi"),
    "teon sivu": gettext_lazy("painike, joka vie tekoon"),
}
REASON = {"syy": gettext_lazy("ohjelmatoimiston kirjoittama syy")}
OLD = {"vanha kampanja": gettext_lazy("kampanja, josta teko siirrettiin")}
DRAFTS = {
    "sulkeutuu": gettext_lazy("mihin asti lisäaikaa on"),
    "luonnokset": gettext_lazy("luonnosten nimet"),
    "omat teot": gettext_lazy("painike, joka vie omiin tekoihin"),
}
OWN = {"omat teot": gettext_lazy("painike, joka vie omiin tekoihin")}
LONG = frozenset(
    {"kampanjan sivu", "teon kampanjat", "teon sivu", "omat teot", "syy", "luonnokset", "muut kampanjat"}
    | {"mitä seuraavaksi", "valmius"}
)


def closing(at: datetime) -> str:
    return _("%(when)s Suomen aikaa") % {"when": deadline(at)}


def title_of(teko: Teko) -> str:
    """What its authors sent, or what is public; never the working copy that they are still writing."""
    version = teko.submitted_version or teko.published_version
    return version.document["title"] if version else teko.title


def own_acts() -> Link:
    return Link(_("Omat teot"), reverse("teot:own"))


def of_entry(entry: Osallistuminen, **more: Value) -> dict[str, Value]:
    """`more`: by the names of other places, with a low line for a space."""
    return {
        "teko": title_of(entry.teko),
        "sulkeutuu": closing(entry.kampanja.window.effective_close(entry.organisation_id)),
        "teon kampanjat": Link(_("Teon kampanjat"), reverse("teot:campaigns", args=[entry.teko_id])),
    } | {name.replace("_", " "): value for name, value in more.items()}


def of_draft(teko: Teko, closes_at: datetime, *, is_complete: bool) -> dict[str, Value]:
    return {
        "teko": str(teko),
        "sulkeutuu": closing(closes_at),
        "valmius": _("Kaikki osiot ovat valmiita: tarkista ja lähetä.")
        if is_complete
        else _("Jokin osio on vielä kesken: täydennä se, tarkista ja lähetä."),
        "teon sivu": Link(_("Avaa teko"), reverse("teot:tasks", args=[teko.pk])),
    }


def of_receipt(entry: Osallistuminen, others: list[Osallistuminen], sent_at: datetime) -> dict[str, Value]:
    teko = entry.teko
    sentence = _("Teko on mukana kampanjassa ”%(name)s”. Voit muuttaa sitä viimeistään %(until)s.")
    until = [(row.kampanja.name, closing(row.kampanja.window.effective_close(row.organisation_id))) for row in others]
    return {
        "teko": title_of(teko),
        "viite": teko.reference,
        "lähetetty": sent_at,
        "sulkeutuu": closing(entry.kampanja.window.effective_close(entry.organisation_id)),
        "muut kampanjat": " ".join(sentence % {"name": name, "until": closes} for name, closes in until),
        "mitä seuraavaksi": _("Ohjelmatoimisto lukee muutokset. Siihen asti nykyinen teksti pysyy julkisena.")
        if teko.is_public
        else _(
            "Ohjelmatoimisto lukee teon. Jos jotain puuttuu, saat sen takaisin ja näet syyn. "
            "Saat viestin myös, kun teko on julkaistu."
        ),
        "teon sivu": Link(_("Avaa teko"), reverse("teot:tasks", args=[teko.pk])),
    }


def of_extension(until: datetime, drafts: list[Teko]) -> dict[str, Value]:
    titles = "\n".join(str(teko) for teko in drafts)
    return {"sulkeutuu": closing(until), "luonnokset": Said(titles), "omat teot": own_acts()}


def sample_entry(kampanja: Kampanja) -> Osallistuminen:
    """The campaign's newest entry; before the first, one of an act that is nowhere."""
    rows = kampanja.osallistumiset.standing().select_related("teko__submitted_version", "teko__published_version")
    example = Teko(pk=1, title=_("Esimerkkiteko"), created_at=kampanja.opens_at)
    entry = rows.order_by("entered_at", "pk").last() or Osallistuminen(teko=example)
    entry.kampanja = kampanja
    return entry


def sample_of_entry(**more: Callable[[Kampanja], Value]) -> Callable[..., dict[str, Value]]:
    def sample(kampanja, by):
        return of_entry(sample_entry(kampanja), **{name: value(kampanja) for name, value in more.items()})

    return sample


def sample_reason(kampanja: Kampanja) -> Said:
    return Said(_("Esimerkki syystä, jonka ohjelmatoimisto kirjoittaa."))


def sample_of_draft(kampanja: Kampanja, by) -> dict[str, Value]:
    """Drafts are their authors': what staff see here is named after one that is nowhere."""
    teko = Teko(pk=1, title=_("Esimerkkiteko"))
    return of_draft(teko, kampanja.window.effective_close(), is_complete=False)


ABOUT = {"why": gettext_lazy("Sait tämän viestin, koska olet teon tekijä Tekojen torilla."), "not_in_subject": LONG}

RECEIVED = Kind(
    kind="teot/received",
    slug="vastaanotettu",
    name=gettext_lazy("Kuitti kampanjaan lähetetystä teosta"),
    means=gettext_lazy("Lähtee tekijöille, kun he lähettävät teon, joka on kampanjassa."),
    places=OF_RECEIPT,
    sample=lambda kampanja, by: of_receipt(sample_entry(kampanja), [], kampanja.opens_at),
    **ABOUT,
)
ENTERED = Kind(
    kind="teot/entered",
    slug="ilmoitettu",
    name=gettext_lazy("Teko on ilmoitettu kampanjaan"),
    means=gettext_lazy("Lähtee tekijöille, kun he ilmoittavat kampanjaan aiemmin lähetetyn teon."),
    places=OF_ENTRY,
    sample=sample_of_entry(),
    **ABOUT,
)
ENTERED_FOR = Kind(
    kind="teot/entered_for",
    slug="ilmoitettu-puolesta",
    name=gettext_lazy("Ohjelmatoimisto on ilmoittanut teon kampanjaan"),
    means=gettext_lazy("Lähtee tekijöille, kun ohjelmatoimisto ilmoittaa teon heidän puolestaan."),
    places=OF_ENTRY | REASON,
    sample=sample_of_entry(syy=sample_reason),
    **ABOUT,
)
EXCLUDED = Kind(
    kind="teot/excluded",
    slug="poistettu",
    name=gettext_lazy("Teko on poistettu kampanjasta"),
    means=gettext_lazy("Lähtee tekijöille, kun ohjelmatoimisto poistaa teon kampanjasta."),
    places=OF_ENTRY | REASON,
    sample=sample_of_entry(syy=sample_reason),
    **ABOUT,
)
MOVED = Kind(
    kind="teot/moved",
    slug="siirretty",
    name=gettext_lazy("Teko on siirretty toiseen kampanjaan"),
    means=gettext_lazy("Lähtee tekijöille, kun ohjelmatoimisto siirtää teon tähän kampanjaan."),
    places=OF_ENTRY | REASON | OLD,
    sample=sample_of_entry(syy=sample_reason, vanha_kampanja=lambda kampanja: kampanja.name),
    **ABOUT,
)
REMINDER = Kind(
    kind="teot/reminder",
    slug="muistutus",
    name=gettext_lazy("Muistutus luonnoksesta"),
    means=gettext_lazy("Lähtee luonnoksen tekijöille 7 päivää, 2 päivää ja 3 tuntia ennen kuin haku sulkeutuu."),
    places=OF_DRAFT,
    sample=sample_of_draft,
    **ABOUT,
)
EXTENDED = Kind(
    kind="teot/extended",
    slug="lisaaika",
    name=gettext_lazy("Lisäaikaa"),
    means=gettext_lazy("Lähtee luonnosten tekijöille, kun haku saa lisäaikaa, joka koskee heitä."),
    places=DRAFTS,
    sample=lambda kampanja, by: of_extension(kampanja.window.effective_close(), [Teko(title=_("Esimerkkiteko"))]),
    **ABOUT,
)
CANCELLED = Kind(
    kind="teot/campaign_cancelled",
    slug="peruttu",
    name=gettext_lazy("Kampanja on peruttu"),
    means=gettext_lazy("Lähtee niille, joilla on kampanjassa teko tai luonnos, kun kampanja perutaan."),
    places=REASON | OWN,
    sample=lambda kampanja, by: {"syy": sample_reason(kampanja), "omat teot": own_acts()},
    **ABOUT,
)
KINDS = [RECEIVED, ENTERED, ENTERED_FOR, EXCLUDED, MOVED, REMINDER, EXTENDED, CANCELLED]
