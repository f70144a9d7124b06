"""What the answers of a campaign's window are in words: for pages, mails and refusals alike."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kampanjat.window import Answer, Phase, Refusal, Window
from tekojentori.moments import clock, deadline, moment


def why_not(answer: Answer, name: str) -> str:
    """Why something may not be done in the campaign of the name, and what to do; nothing when it may."""
    if answer.refusal is None:
        return ""
    sentences = {
        Refusal.UNPUBLISHED: _("Kampanjaa ”%(name)s” ei ole julkaistu."),
        Refusal.CANCELLED: _("Kampanja ”%(name)s” on peruttu."),
        Refusal.NOT_YET: _("Kampanjan ”%(name)s” haku aukeaa %(opens)s Suomen aikaa."),
        Refusal.BEGUN_LATE: _(
            "Kampanjan ”%(name)s” haku sulkeutui %(closes)s Suomen aikaa. Sen jälkeen ehtii lähettää vain teon, "
            "joka oli jo aloitettu."
        ),
        Refusal.CLOSED: _("Kampanjan ”%(name)s” haku sulkeutui %(closes)s Suomen aikaa."),
    }
    when = {"name": name, "opens": moment(answer.opens_at), "closes": deadline(answer.closes_at)}
    return sentences[answer.refusal] % when


def time_left(window: Window, at: datetime) -> str:
    """The count-down in words, by the two largest units; nothing when there is nothing to wait for."""
    match window.phase(at):
        case Phase.UPCOMING:
            return _("Haun alkuun on aikaa: %(time)s") % {"time": duration(window.opens_at - at)}
        case Phase.OPEN:
            return _("Aikaa jäljellä: %(time)s") % {"time": duration(window.effective_close() - at)}
    return ""


def duration(time: timedelta) -> str:
    """`12 päivää ja 1 tunti`. Less than a minute is told as one: nobody is sent away too early."""
    minutes = max(1, time // timedelta(minutes=1))
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        ngettext("%(count)s päivä", "%(count)s päivää", days) % {"count": days} if days else "",
        ngettext("%(count)s tunti", "%(count)s tuntia", hours) % {"count": hours} if hours else "",
        ngettext("%(count)s minuutti", "%(count)s minuuttia", minutes) % {"count": minutes} if minutes else "",
    ]
    return _(" ja ").join([part for part in parts if part][:2])


def span(begins: datetime, ends: datetime | None) -> str:
    """`26.11.2026 klo 13.00–16.00`, or from one moment to another when they are on different days."""
    if ends is None:
        return moment(begins)
    same_day = timezone.localtime(begins).date() == timezone.localtime(ends).date()
    return f"{moment(begins)}–{clock(ends)}" if same_day else f"{moment(begins)} – {moment(ends)}"


def state_of(kampanja, at, organisation: int | None = None) -> str:
    """Where the campaign is at the instant, with the hour that matters next."""
    window = kampanja.window
    when = {"opens": moment(window.opens_at), "closes": deadline(window.effective_close(organisation))}
    when["ends"] = deadline(window.end(organisation))
    sentences = {
        Phase.UNPUBLISHED: _("Ei vielä julkaistu"),
        Phase.UPCOMING: _("Haku aukeaa %(opens)s Suomen aikaa"),
        Phase.OPEN: _("Haku on auki %(closes)s asti Suomen aikaa"),
        Phase.GRACE: _("Haku on sulkeutunut. Jo aloitetun teon ehtii lähettää %(ends)s asti Suomen aikaa"),
        Phase.CLOSED: _("Haku sulkeutui %(closes)s Suomen aikaa"),
        Phase.CANCELLED: _("Kampanja on peruttu"),
    }
    return sentences[window.phase(at, organisation)] % when
