"""What each kind of mail is called where staff look at mails; `kampanjat.kirjeet` names those of campaigns."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Promise] = {
    "tekojentori/code": _("Kirjautumiskoodi"),
    "tekojentori/address_changed": _("Osoite on vaihdettu"),
    "tekojentori/second_step_reset": _("Kirjautumisen vahvistus on nollattu"),
    "tekojentori/unlisted_organisation": _("Organisaatio puuttuu luettelosta"),
    "kampanjat/confirm_tilaus": _("Haun aukeamisen tilaus: vahvistuslinkki"),
    "teot/received": _("Kuitti lähetetystä teosta"),
    "teot/published": _("Teko on julkaistu"),
    "teot/returned": _("Teko on palautettu täydennettäväksi"),
    "teot/rejected": _("Tekoa ei julkaista"),
    "teot/hidden": _("Teko on piilotettu"),
    "teot/unhidden": _("Teko näkyy taas"),
    "teot/archived": _("Teko on arkistoitu"),
    "teot/restored": _("Teko on palautettu arkistosta"),
    "teot/corrected": _("Teosta on korjattu kirjoitusvirhe"),
    "teot/invited": _("Kutsu kirjoittamaan tekoa"),
    "teot/handed_over": _("Teko on luovutettu"),
    "teot/draft_warning": _("Luonnos poistetaan pian"),
    "teot/confirm_question": _("Kysymys tekijöille: vahvistuslinkki"),
    "teot/question": _("Kysymys tekijöille"),
    "teot/answer": _("Tekijöiden vastaus"),
    "teot/feedback": _("Palaute ohjelmatoimistolle"),
    "teot/feedback_answer": _("Vastaus palautteeseen"),
    "teot/digest": _("Kooste ohjelmatoimistolle"),
    "palkinnot/invited": _("Kutsu raatiin"),
    "palkinnot/reminder": _("Muistutus raatilaiselle"),
    "palkinnot/question_answered": _("Vastaus raadin kysymykseen"),
    "palkinnot/fallen": _("Palkinnon paikka on taas avoin"),
    "palkinnot/corrected": _("Palkintoa on oikaistu"),
}
