"""Juries led to a state through the verbs, on a campaign whose time is over."""

from dataclasses import dataclass, field
from datetime import timedelta

import time_machine
from django.utils import timezone

from kampanjat.models import Kampanja
from palkinnot.models import Arvio, Ehdokas, Kierros, Raati, Raatilainen, Sarja
from tekojentori.models import User
from teot.models import Teko
from tests.factories import KampanjaFactory, TekoFactory, UserFactory

STATES = ("preparing", "scoring", "discussion", "locked")


@dataclass
class Jury:
    kampanja: Kampanja
    staff: User
    teot: list[Teko]
    sarja: Sarja = None
    raati: Raati = None
    kierros: Kierros = None
    jurors: list[Raatilainen] = field(default_factory=list)
    candidates: list[Ehdokas] = field(default_factory=list)

    @property
    def chair(self) -> Raatilainen:
        return self.jurors[0]

    def sheet(self, juror: int, candidate: int) -> Arvio:
        return Arvio.objects.get(juror=self.jurors[juror], ehdokas=self.candidates[candidate])

    def give(self, juror: int, candidate: int, *values: int | None, **options) -> Arvio:
        """The juror answers the category's criteria in their order."""
        arvio = self.sheet(juror, candidate)
        criteria = list(self.sarja.kriteerit.order_by("position"))
        answers = {row.pk: value for row, value in zip(criteria, values, strict=False)}
        arvio.save_answers(answers, {}, by=self.jurors[juror].user, seen=arvio.version, **options)
        return arvio

    def give_all(self) -> None:
        """Everybody gives every sheet: earlier candidates get more, later jurors less."""
        for juror in range(len(self.jurors)):
            for candidate in range(len(self.candidates)):
                if Arvio.objects.filter(juror=self.jurors[juror], ehdokas=self.candidates[candidate]).exists():
                    self.give(juror, candidate, *[max(1, 5 - candidate - (juror == 2))] * 3)

    def fresh(self) -> Kierros:
        self.kierros = Kierros.objects.get(pk=self.kierros.pk)
        return self.kierros


def campaign_with(acts: list[dict] | int, **fields) -> tuple[Kampanja, list[Teko]]:
    """A campaign that has closed, and its acts, published and entered while it was open."""
    acts = [{} for _number in range(acts)] if isinstance(acts, int) else acts
    with time_machine.travel(timezone.now() - timedelta(days=60), tick=False):
        kampanja = KampanjaFactory(**fields)
        teot = [TekoFactory(**{"in_state": "published"} | act) for act in acts]
        for teko in teot:
            teko.enter(kampanja, by=teko.author)
    return kampanja, teot


def seat(raati: Raati, user: User, *, by: User, **fields) -> Raatilainen:
    """Invited, accepted and signed."""
    juror = Raatilainen.objects.invite(raati, by=by, email=user.email, name=user.name, **fields)
    juror.accept(by=user)
    juror.sign(by=user, text="Sitoudun.")
    return juror


def make_jury(in_state: str = "scoring", *, acts: list[dict] | int = 3, jurors: int = 3, **fields) -> Jury:
    """A category of the campaign's acts, everybody judging everything; in the discussion with every sheet given."""
    staff = UserFactory(staff=True)
    kampanja, teot = campaign_with(acts)
    sarja = Sarja.objects.create(kampanja=kampanja, name_fi="Rohkein teko")
    sarja.use_set("teot-2020", by=staff)
    raati = Raati.objects.create(kampanja=kampanja, name="Tekojen raati")
    jury = Jury(kampanja, staff, teot, sarja, raati)
    for number in range(jurors):
        role = Raatilainen.Role.MEMBER if number else Raatilainen.Role.CHAIR
        jury.jurors.append(seat(raati, UserFactory(), by=staff, role=role))
    jury.kierros = Kierros.objects.create(sarja=sarja, raati=raati, **fields)
    sarja.gather(by=staff)
    jury.candidates = list(sarja.ehdokkaat.order_by("pk"))
    for juror in jury.jurors:
        for ehdokas in jury.candidates:
            jury.kierros.hand_out(juror, ehdokas, by=staff, reason="Kaikki arvioivat kaikki.")
    lead(jury, in_state)
    return jury


def lead(jury: Jury, state: str) -> Jury:
    place = STATES.index(state)
    if place >= 1:
        jury.kierros.start(by=jury.chair.user)
    if place >= 2:
        jury.give_all()
        jury.fresh().open_discussion(by=jury.chair.user)
    if place >= 3:
        jury.fresh().lock(by=jury.chair.user)
    jury.fresh()
    return jury
