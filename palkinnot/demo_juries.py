"""The demo's juries: last season's in discussion, with a strict and a lenient juror, and a second one that is scoring.

They live last season again with its campaign: people judge, by the verbs, after the close. The second jury is that of
a small campaign which some of the season's acts have entered too.
"""

import json
import random
from datetime import timedelta
from itertools import combinations
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from kampanjat.models import Kampanja
from palkinnot import declaration
from palkinnot.models import Arvio, Ehdokas, Esteellisyys, Kierros, Raati, Raatilainen, Sarja
from palkinnot.models.sharing import mark_of
from tekojentori.models import Organisaatio, User
from teot.demo_campaigns import CLOSING, OPENING, announce, at, from_today
from teot.models import Teko, Toimiala

DATA = Path(__file__).resolve().parent / "data" / "demo_juries.json"
CHAIR, JUROR = "puheenjohtaja@tekojentori.example", "raatilainen@tekojentori.example"
#: Address, name, employer, whom they represent, and how much more (or less) they give than others.
JURORS = (
    (CHAIR, "Puheenjohtaja", None, "työnantajat", 0),
    (JUROR, "Raatilainen", None, "työntekijät", -1),
    ("hr-asiantuntija@esimerkkila.example", "HR-asiantuntija", "ESIM-1", "kunnat", 0),
    ("toimitusjohtaja@satulaaksontilat.example", "Toimitusjohtaja", "ESIM-7", "kuntayhtiöt", 0),
    ("tutkija@korkeakoulu.example", "Tutkija", None, "tutkimus", 0),
    ("asiakasraati@yhdistys.example", "Asiakasraadin jäsen", None, "asiakkaat", 1),
)
#: Name in each language, how many may win, and the codes of its sectors.
CATEGORIES = (
    (("Palvelujen teko", "Årets serviceinsats", "Service of the year"), 3, ("sote", "opetus", "kulttuuri", "ruoka")),
    (
        ("Toiminnan teko", "Årets verksamhet", "Operation of the year"),
        2,
        ("tekninen", "elinkeino", "koko-kunta"),
    ),
)
ORGANISATIONS = ("Kehittyvin työpaikka", "Arbetsplatsen som utvecklats mest", "Most improved workplace")
TOGETHER = ("Vuoden yhteistyöteko", "Årets samarbetsinsats", "Collaboration of the year")
#: Days from today: the window of the second jury's campaign; and the theme of the acts that entered it.
WEEK, SHARED = (-50, -43), "yhteistyo"
TO_JURY = ("Selkeä ongelma ja selkeä tulos.", "Tulos jää hieman auki.", "Tämän voisi ottaa käyttöön heti.")
TO_AUTHORS = ("Kertokaa lisää siitä, mitä asiakkaat sanoivat.", "Hieno esimerkki yhdessä tekemisestä.")
#: Days after the close at which scoring begins.
BEGINS = 7
#: So that every demo hands the sheets out alike.
SEED = 2026


def load(staff: User) -> None:
    """All of them, once."""
    kampanja = Kampanja.objects.filter(slug__startswith="parhaat-kaytannot").first()
    if kampanja is None or kampanja.sarjat.exists():
        return
    load_season(kampanja, staff)
    load_week(kampanja, staff)


@transaction.atomic
def load_season(kampanja: Kampanja, staff: User) -> None:
    """Two categories of acts and one of organisations, all of them judged and in discussion."""
    import time_machine

    with time_machine.travel(kampanja.closes_at + timedelta(days=BEGINS)):
        own_the_premises(staff)
        raati = seat_jury(kampanja, "Tekojen raati", JURORS, staff)
        rounds = []
        for place, (names, most, sectors) in enumerate(CATEGORIES, start=1):
            sarja = category(kampanja, place, names, staff, most_prizes=most, fewest_prizes=1)
            sarja.sectors.set(Toimiala.objects.filter(code__in=sectors))
            rounds.append(prepare(sarja, raati, staff))
        keep_in_one(*rounds, staff)
        target = Sarja.Target.ORGANISAATIO
        rounds.append(prepare(category(kampanja, 3, ORGANISATIONS, staff, target=target), raati, staff))
        for number, kierros in enumerate(rounds):
            begin(kierros, staff)
            judge(kierros, abstains=number == 0)
            kierros.refresh_from_db()
            kierros.open_discussion(by=chair_of(raati))


@transaction.atomic
def load_week(season: Kampanja, staff: User) -> None:
    """The second jury, in the middle of scoring."""
    import time_machine

    told = json.loads(DATA.read_text(encoding="utf-8"))
    days = [from_today(days) for days in WEEK]
    with time_machine.travel(at(days[0], OPENING) - timedelta(days=14)):
        kampanja = announce(told["campaign"], days[-1].year, days, staff, admits_published=True)
    with time_machine.travel(at(days[-1], CLOSING) - timedelta(hours=5)):
        for teko in Teko.objects.filter(osallistumiset__kampanja=season, themes__slug=SHARED).order_by("pk"):
            teko.enter(kampanja, by=teko.author)
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        raati = seat_jury(kampanja, "Yhteistyöraati", [each for each in JURORS if each[2] is None], staff)
        sarja = category(kampanja, 1, TOGETHER, staff, criteria="ihmeiden-tekijat-2019")
        kierros = prepare(sarja, raati, staff, scoring_until=timezone.now() + timedelta(days=9))
        begin(kierros, staff)
        judge(kierros, share=0.5)


def own_the_premises(staff: User) -> None:
    """The company of premises is the town's own: whoever works there is in conflict with the town's acts."""
    company, town = (Organisaatio.objects.get(code=code) for code in ("ESIM-7", "ESIM-5"))
    company.parent = town
    company.change(by=staff, seen=company.version, reason="Kunnan omistama yhtiö.")


def keep_in_one(kierros: Kierros, other: Kierros, staff: User) -> None:
    """An act that the rules of both would take stands in the first."""
    both = other.candidates().filter(osallistuminen__in=kierros.candidates().values("osallistuminen"))
    for ehdokas in both.order_by("pk"):
        ehdokas.remove(by=staff, reason=f"On ehdolla sarjassa {kierros}.")


def seat_jury(kampanja: Kampanja, name: str, people, staff: User) -> Raati:
    """People who have been invited, have accepted and have signed."""
    raati = Raati.objects.create(kampanja=kampanja, name=name, changed_by=staff)
    for email, name, employer, represents, _lean in people:
        organisation = Organisaatio.objects.get(code=employer) if employer else None
        user, _created = User.objects.get_or_create(
            email=email, defaults={"name": name, "title": name.lower(), "organisation": organisation}
        )
        role = Raatilainen.Role.CHAIR if email == CHAIR else Raatilainen.Role.MEMBER
        seat = Raatilainen.objects.invite(
            raati, by=staff, email=email, name=name, role=role, organisation=organisation, represents=represents
        )
        seat.accept(by=user)
        seat.sign(by=user, text=declaration.text())
    return raati


def category(kampanja: Kampanja, place: int, names, staff: User, *, criteria: str = "teot-2020", **fields) -> Sarja:
    name_fi, name_sv, name_en = names
    sarja = Sarja.objects.create(
        kampanja=kampanja,
        position=place,
        name_fi=name_fi,
        name_sv=name_sv,
        name_en=name_en,
        changed_by=staff,
        **fields,
    )
    sarja.use_set(criteria, by=staff)
    return sarja


def prepare(sarja: Sarja, raati: Raati, staff: User, **fields) -> Kierros:
    """A round with its candidates, those whom the rule takes."""
    chain = [Kierros.TieBreak.TOP_MARKS, Kierros.TieBreak.DISCUSSION]
    fields |= {"state_by": staff, "changed_by": staff}
    kierros = Kierros.objects.create(sarja=sarja, raati=raati, tie_breaks=chain, seed=SEED, **fields)
    sarja.gather(by=staff)
    return kierros


def begin(kierros: Kierros, staff: User) -> None:
    """One conflict told by a juror, sheets by the plan, and the round under way."""
    teller = kierros.raati.raatilaiset.get(email=JURORS[-1][0])
    known = kierros.candidates().order_by("-pk").first()
    Esteellisyys.objects.declare(known, by=teller.user, reason="Tunnen tekijän hyvin.")
    kierros.follow_conflicts(by=staff)
    plan = kierros.plan()
    kierros.share(by=staff, seen=mark_of(plan), reason="Esteettömiä raatilaisia ei riitä." if plan.unmet else "")
    pair_up(kierros, staff)
    kierros.start(by=staff)


def pair_up(kierros: Kierros, staff: User) -> None:
    """Give two candidates the same jurors by hand, so that their results can be the same: a plan never does."""
    for one, other in combinations(kierros.candidates().order_by("pk"), 2):
        wanted = {arvio.juror for arvio in one.arviot.select_related("juror__user")}
        if all(Ehdokas.objects.filter(pk=other.pk).free_of(juror.user).exists() for juror in wanted):
            for arvio in other.arviot.exclude(juror__in=wanted):
                kierros.take_back(arvio, by=staff, reason="Vaihdettiin raatilaista.")
            for juror in sorted(wanted, key=lambda juror: juror.pk):
                kierros.hand_out(juror, other, by=staff, reason="Vaihdettiin raatilaista.")
            return


def judge(kierros: Kierros, *, share: float = 1, abstains: bool = False) -> None:
    """Each juror gives this share of their sheets: all of one candidate alike, by how good it is and how they lean.

    Two candidates with the same jurors get the same answers, so that there is a tie; `abstains`: from one sheet.
    """
    criteria = list(kierros.sarja.kriteerit.order_by("position"))
    leans = {email: lean for email, *_rest, lean in JURORS}
    qualities = qualities_of(kierros)
    by_juror: dict[int, list[Arvio]] = {}
    for arvio in kierros.sheets().select_related("juror__user", "ehdokas__sarja").order_by("juror", "place"):
        by_juror.setdefault(arvio.juror_id, []).append(arvio)
    for number, sheets in enumerate(by_juror.values()):
        for place, arvio in enumerate(sheets[: round(share * len(sheets))]):
            if abstains and number == 1 and place == 0:
                arvio.abstain(by=arvio.juror.user, reason="En tunne alaa riittävästi.")
                continue
            dice = random.Random(f"{qualities[arvio.ehdokas_id]} {arvio.juror_id}")  # noqa: S311 - an example
            level = qualities[arvio.ehdokas_id] + leans[arvio.juror.email]
            answers = {row.pk: within(row, round(level + dice.choice([-0.6, 0, 0.6]))) for row in criteria}
            comments = {"comment_to_jury": dice.choice(TO_JURY), "comment_to_authors": dice.choice(TO_AUTHORS)}
            arvio.save_answers(answers, comments, by=arvio.juror.user, seen=arvio.version, done=True)


def qualities_of(kierros: Kierros) -> dict[int, float]:
    """How good each candidate is found, from 1.5 to 4.5; the first two that have the same jurors are as good."""
    panels: dict[frozenset[int], list[int]] = {}
    found = {}
    for place, ehdokas in enumerate(kierros.candidates().order_by("pk")):
        found[ehdokas.pk] = 1.5 + place * 7 % 31 / 10
        panels.setdefault(frozenset(ehdokas.arviot.values_list("juror", flat=True)), []).append(ehdokas.pk)
    alike = next((keys for keys in panels.values() if len(keys) > 1), [])
    return found | dict.fromkeys(alike[:2], 4.1)


def within(kriteeri, value: int) -> int:
    return min(kriteeri.high, max(kriteeri.low, value))


def chair_of(raati: Raati) -> User:
    return raati.raatilaiset.get(email=CHAIR).user
