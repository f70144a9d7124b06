"""Whether a campaign can be published: each check tries the real thing and says what is missing."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _


def times(kampanja) -> Iterable[str]:
    """Asks the window itself, as it will be once published: begun at the opening, sent in the last second."""
    window, second = replace(kampanja.window, is_published=True), timedelta(seconds=1)
    if not window.may_start(window.opens_at).is_allowed:
        yield _("Avautumishetkellä ei voisi aloittaa tekoa. Tarkista ajat.")
    if not window.may_submit(window.closes_at - second, window.opens_at).is_allowed:
        yield _("Viimeisellä sekunnilla ei voisi lähettää tekoa. Tarkista ajat.")
    if kampanja.results_public_from and kampanja.results_public_from < window.end():
        yield _("Tulokset tulisivat julki ennen kuin haku on sulkeutunut. Tarkista ajat.")


def years(kampanja) -> Iterable[str]:
    """A campaign is called by a year of its window: a copy that was moved in one of them only is told."""
    opens, closes = timezone.localtime(kampanja.opens_at).year, timezone.localtime(kampanja.closes_at).year
    if not opens <= kampanja.year <= closes:
        message = _("Kampanjan vuosi on %(year)s, mutta haku aukeaa vuonna %(opens)s. Tarkista vuosi ja ajat.")
        yield message % {"year": kampanja.year, "opens": opens}


def texts(kampanja) -> Iterable[str]:
    """A name may be the same in every language; what it is about is told in each."""
    wanted = {
        "description_fi": _("Kuvaus suomeksi puuttuu."),
        "description_sv": _("Kuvaus ruotsiksi puuttuu."),
        "description_en": _("Kuvaus englanniksi puuttuu."),
    }
    yield from (sentence for name, sentence in wanted.items() if not getattr(kampanja, name).strip())


#: Called with the campaign; each gives sentences of what is missing. Apps above append their own when they start.
CHECKS: list[Callable[..., Iterable[str]]] = [times, years, texts]

#: The same, but dear: they go the way that people will go, and undo it. Asked by the page, not by the verb.
TRIALS: list[Callable[..., Iterable[str]]] = []


def tried(kampanja) -> list[str]:
    """What fails when it is tried for real."""
    return [str(sentence) for trial in TRIALS for sentence in trial(kampanja)]


def missing(kampanja) -> list[str]:
    """Everything that keeps the campaign from being published, in the order of the checks."""
    return [str(sentence) for check in CHECKS for sentence in check(kampanja)]
