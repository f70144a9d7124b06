"""Goes the whole way through a campaign, as somebody who enters it at the opening would, and undoes it all."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from uuid import uuid4

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kampanjat.models import Kampanja
from tekojentori.models import Organisaatio, Sahkoposti, User
from tekojentori.refusals import Refused
from teot import authors, completeness, entries
from teot.campaign_readiness import LANGUAGES, WRITTEN
from teot.models import Teko, Toimiala
from teot.section_page import END, SectionPage


class Undone(Exception):
    """The trial is over: nothing of it may stay."""


def trial(kampanja: Kampanja) -> Iterator[str]:
    """In each language: a draft begun at the opening instant, written by the forms, sent, and the mails of it."""
    for language in LANGUAGES:
        found: list[str] = []
        try:
            with transaction.atomic(), translation.override(language):
                found += go(opened(kampanja), language)
                raise Undone
        except Undone:
            yield from found
        except Refused as refused:
            yield _("Kampanjaan ei voi ilmoittaa tekoa (%(language)s): %(why)s") % about(language, refused.reason)
        except Exception as fault:
            yield _("Teon ilmoittaminen kampanjaan kaatuu (%(language)s): %(why)s") % about(language, fault)


def about(language: str, why) -> dict[str, str]:
    return {"language": language, "why": str(why)}


def opened(kampanja: Kampanja) -> Kampanja:
    """The campaign as it will be: published, and at this very moment opening, for as long as it is going to be open."""
    now = timezone.now()
    length = kampanja.closes_at - kampanja.opens_at
    times = {"opens_at": now, "closes_at": now + max(length, timedelta(seconds=1)), "published_at": now}
    later = {"results_public_from": None, "gala_starts_at": None, "gala_ends_at": None}
    Kampanja.objects.filter(pk=kampanja.pk).update(**times, **later)
    return Kampanja.objects.get(pk=kampanja.pk)


def go(kampanja: Kampanja, language: str) -> Iterator[str]:
    author = User.objects.create(email=f"{uuid4().hex}@tarkistus.invalid", name="Tarkistus", language=language)
    teko = Teko.objects.get(pk=authors.begin(by=author, key=uuid4(), kampanja=kampanja))
    for section in WRITTEN:
        page = SectionPage(teko, section, author, posted_to(section, teko))
        if not page.form.is_valid():
            wrong = {"section": section.title, "why": " ".join(chain.from_iterable(page.form.errors.values()))}
            yield _("Osiota ”%(section)s” ei voi täyttää: %(why)s") % wrong
        page.save()
    missing = completeness.missing(Teko.objects.get(pk=teko.pk))
    if missing:
        yield _("Täytetystäkin teosta puuttuisi: %(missing)s") % {"missing": ", ".join(map(str, missing))}
        return
    authors.submit(teko, by=author, kampanja=kampanja)
    entry = teko.osallistumiset.standing().get(kampanja=kampanja)
    entries.tell_entered(entry)
    for kind in ("teot/received", "teot/entered"):
        mail = Sahkoposti.objects.filter(kind=kind, to=author.email, language=language).first()
        if mail is None or kampanja.name not in mail.subject + mail.text:
            yield _("Viesti ”%(kind)s” ei kerro kampanjan nimeä (%(language)s).") % {
                "kind": kind,
                "language": language,
            }


def posted_to(section, teko: Teko) -> QueryDict:
    """What a browser sends of a section that is filled in: the first choice of each list, a short text elsewhere."""
    answers = {
        "title": ["Tarkistus"], "summary": ["Tarkistus"], "language": [teko.language],
        "starting_point": ["Tarkistus"], "done": ["Tarkistus"], "made_by": [Teko.Maker.values[0]],
        "results": ["Tarkistus"], "how_to": ["Tarkistus"],
        "owner": [Organisaatio.objects.listed().values_list("name_fi", flat=True).first() or ""],
        "sectors": [str(key) for key in Toimiala.objects.order_by("id").values_list("pk", flat=True)[:1]],
        "scope": [Teko.Scope.values[0]], "stage": [Teko.Stage.KAYNNISSA],
        "first_year": [str(timezone.localdate().year)],
        "contact_title": ["Tarkistus"], "contact_email": ["tarkistus@tarkistus.invalid"],
        "people_informed": ["on"], "no_dismissals": ["on"],
    }  # fmt: skip
    posted = QueryDict(mutable=True)
    for name in section.fields:
        posted.setlist(name, answers.get(name, []))
    posted["seen"], posted[END] = str(teko.number_of(section)), "1"
    return posted
