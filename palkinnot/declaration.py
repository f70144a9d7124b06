"""What a juror signs before reading anything. What was signed is kept word for word with the seat."""

import hashlib

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

PARAGRAPHS = (
    _("En kerro kenellekään raadin ulkopuolella ehdokkaista, pisteistä, kommenteista enkä keskustelusta."),
    _("En käytä raadissa lukemaani mihinkään muuhun enkä anna sitä muiden tai tekoälypalvelujen käsiteltäväksi."),
    _(
        "En arvioi tekoa, joka on oman organisaationi, sen omistajan tai yhtiön, läheiseni tai oma, tai jonka "
        "tekemisessä olen ollut mukana. Ilmoitan esteellisyydestäni heti, kun huomaan sen, myös annetun arvion jälkeen."
    ),
    _("Arvioin itse, kriteerien mukaan, enkä sovi pisteistä muiden kanssa ennen keskustelua."),
    _("Vaitiolo jatkuu raadin työn jälkeen. Tulokset saa kertoa, kun ne on julkaistu."),
)


def paragraphs() -> list[str]:
    return [str(each) for each in PARAGRAPHS]


def text() -> str:
    """In the language of the page, as it is kept."""
    return "\n\n".join(paragraphs())


def digest() -> str:
    """By which a form tells which text was read."""
    return hashlib.sha256(text().encode()).hexdigest()


def is_outdated(signed) -> bool:
    """Whether other words are asked for now than were signed, in the language that they were signed in."""
    with override(signed.language):
        return signed.text != text()
