"""What the answers of a campaign's window are in words: for pages, mails and refusals alike."""

from django.utils.translation import gettext as _

from kampanjat.window import Answer, Phase, Refusal
from tekojentori.moments import deadline, moment


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


def state_of(kampanja, at, organisation: int | None = None) -> str:
    """Where the campaign is at the instant, with the hour that matters next."""
    window = kampanja.window
    when = {"opens": moment(window.opens_at), "closes": deadline(window.effective_close(organisation))}
    sentences = {
        Phase.UNPUBLISHED: _("Ei vielä julkaistu"),
        Phase.UPCOMING: _("Haku aukeaa %(opens)s Suomen aikaa"),
        Phase.OPEN: _("Haku on auki %(closes)s asti Suomen aikaa"),
        Phase.GRACE: _("Haku on sulkeutunut. Jo aloitetun teon ehtii vielä lähettää."),
        Phase.CLOSED: _("Haku sulkeutui %(closes)s Suomen aikaa"),
        Phase.CANCELLED: _("Kampanja on peruttu"),
    }
    return sentences[window.phase(at, organisation)] % when
