"""What staff do to a round on its page in the admin: each step's words, form and verb. The verb decides."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from palkinnot import admin_forms
from palkinnot.models import Esteellisyys, Kierros


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that staff may do, after a page that asks them to confirm it."""

    slug: str  #: in addresses
    label: Promise
    note: Promise  #: what will happen
    done: Promise
    form: type
    act: Callable  #: (kierros, cleaned data, by)
    states: tuple[str, ...]  #: in which the step is offered
    is_move: bool = False  #: moves the round on or back: a button at the top


PREPARING, SCORING, DISCUSSION, LOCKED = Kierros.State.values
UNLOCKED = (PREPARING, SCORING, DISCUSSION)

STEPS = {
    step.slug: step
    for step in (
        Step(
            "kokoa",
            _("Kokoa ehdokkaat"),
            _("Kampanjan osallistumisista otetaan ehdokkaiksi ne, jotka sarjan sääntö hyväksyy."),
            _("Ehdokkaat on koottu."),
            admin_forms.NothingForm,
            lambda kierros, data, by: kierros.sarja.gather(by=by),
            (PREPARING,),
        ),
        Step(
            "esteet",
            _("Laske esteellisyydet"),
            _("Raatilaisten ja ohjelmatoimiston esteellisyydet lasketaan rekisterin ja tekojen tiedoista."),
            _("Esteellisyydet on laskettu."),
            admin_forms.NothingForm,
            lambda kierros, data, by: kierros.follow_conflicts(by=by),
            UNLOCKED,
        ),
        Step(
            "aloita",
            _("Aloita arviointi"),
            _("Raatilaiset pääsevät lukemaan ja arvioimaan. Kriteerit, asteikot ja painot eivät enää muutu."),
            _("Arviointi on alkanut."),
            admin_forms.NothingForm,
            lambda kierros, data, by: kierros.start(by=by),
            (PREPARING,),
            is_move=True,
        ),
        Step(
            "keskustelu",
            _("Avaa keskustelu"),
            _("Raatilaiset näkevät toistensa arviot ja järjestyksen. Arvioita voi muuttaa vain syyn kanssa."),
            _("Keskustelu on avattu."),
            admin_forms.OptionalReasonForm,
            lambda kierros, data, by: kierros.open_discussion(by=by, reason=data["reason"]),
            (SCORING,),
            is_move=True,
        ),
        Step(
            "lukitse",
            _("Lukitse järjestys"),
            _("Arviot, menetelmä ja tulos kirjataan muistiin tiivisteineen. Mikään ei enää muutu."),
            _("Kierros on lukittu."),
            admin_forms.OptionalReasonForm,
            lambda kierros, data, by: kierros.lock(by=by, reason=data["reason"]),
            (DISCUSSION,),
            is_move=True,
        ),
        Step(
            "avaa",
            _("Palaa edelliseen vaiheeseen"),
            _("Kierros palaa yhden vaiheen. Valmisteluun voi palata vain, kun arvioita ei ole aloitettu."),
            _("Kierros on avattu uudelleen."),
            admin_forms.ReasonForm,
            lambda kierros, data, by: kierros.reopen(by=by, reason=data["reason"]),
            (SCORING, DISCUSSION, LOCKED),
            is_move=True,
        ),
        Step(
            "lisaa-ehdokas",
            _("Lisää ehdokas"),
            _("Ehdokas tulee sarjaan, vaikka sääntö ei sitä ottaisi. Syy jää historiaan."),
            _("Ehdokas on lisätty."),
            admin_forms.AddForm,
            lambda kierros, data, by: kierros.sarja.add(by=by, **data),
            UNLOCKED,
        ),
        Step(
            "poista-ehdokas",
            _("Poista ehdokas"),
            _("Ehdokasta ei enää arvioida. Annetut arviot säilyvät, mutta niitä ei lasketa."),
            _("Ehdokas on poistettu."),
            admin_forms.CandidateForm,
            lambda kierros, data, by: data["ehdokas"].remove(by=by, reason=data["reason"]),
            UNLOCKED,
        ),
        Step(
            "palauta-ehdokas",
            _("Palauta ehdokas"),
            _("Ehdokas arvioidaan taas, ja sen annetut arviot lasketaan."),
            _("Ehdokas on palautettu."),
            admin_forms.RestoreForm,
            lambda kierros, data, by: data["ehdokas"].restore(by=by, reason=data["reason"]),
            UNLOCKED,
        ),
        Step(
            "merkitse-este",
            _("Merkitse esteellisyys"),
            _("Henkilö ei arvioi ehdokasta eikä näe, miten sille käy. Jo annettu arvio jätetään pois ja säilytetään."),
            _("Esteellisyys on merkitty."),
            admin_forms.PinForm,
            lambda kierros, data, by: Esteellisyys.objects.pin(
                data["ehdokas"], data["user"], by=by, reason=data["reason"]
            ),
            UNLOCKED,
        ),
        Step(
            "poista-este",
            _("Poista esteellisyys"),
            _("Ilmoitettu tai merkitty esteellisyys poistuu, ja pois jätetty arvio lasketaan taas."),
            _("Esteellisyys on poistettu."),
            admin_forms.LiftForm,
            lambda kierros, data, by: data["row"].lift(by=by, reason=data["reason"]),
            UNLOCKED,
        ),
        Step(
            "anna-arvio",
            _("Anna yksi arvio lisää"),
            _("Raatilainen saa ehdokkaan arvioitavakseen jaon lisäksi."),
            _("Arvio on annettu raatilaiselle."),
            admin_forms.HandOutForm,
            lambda kierros, data, by: kierros.hand_out(data["juror"], data["ehdokas"], by=by, reason=data["reason"]),
            UNLOCKED,
        ),
        Step(
            "ota-arvio",
            _("Ota arvio pois"),
            _("Raatilaiselta otetaan arvio, jota hän ei ole aloittanut."),
            _("Arvio on otettu pois."),
            admin_forms.TakeBackForm,
            lambda kierros, data, by: kierros.take_back(data["sheet"], by=by, reason=data["reason"]),
            UNLOCKED,
        ),
        Step(
            "vastaa",
            _("Vastaa kysymykseen"),
            _("Vastaus lähtee sähköpostina kaikille, jotka arvioivat ehdokasta."),
            _("Vastaus on lähetetty."),
            admin_forms.AnswerForm,
            lambda kierros, data, by: data["row"].answer_with(data["answer"], by=by),
            (PREPARING, SCORING, DISCUSSION, LOCKED),
        ),
    )
}


def moves_of(kierros: Kierros) -> list[Step]:
    return [step for step in STEPS.values() if step.is_move and kierros.state in step.states]
