"""Decisions before their instant: canary citations and winners in every stage, looked for at every address by everyone.

Addresses are those that the resolver knows, with the numbers and names of what is hidden put into them.
"""

import re
from datetime import timedelta
from io import BytesIO
from itertools import product
from zipfile import ZipFile

import pytest
import time_machine
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.utils import timezone
from pypdf import PdfReader

from palkinnot import award_mails, publication
from palkinnot.models import Esteellisyys, Palkinto, Sarja
from teot.presentation import address
from tests.factories import OrganisaatioFactory, UserFactory, enter_admin
from tests.juries import campaign_with, make_jury
from tests.palkinnot.test_jury_leaks import filled, routes
from tests.palkinnot.test_palkinto import choice, decide, fresh
from tests.palkinnot.test_prize_files import answers

pytestmark = pytest.mark.django_db

#: Stages of a decision that nobody outside may learn of.
STAGES = ("proposed", "confirmed", "returned", "calledoff", "scheduled")
#: An organisation without acts, which nothing but its prize would bring to a page.
WINNER = "Voittola"
#: For staff alone, before the instant.
OF_STAFF = {"palkinnot:embargoed-press"}


@pytest.fixture
def at():
    return timezone.now().replace(microsecond=0) + timedelta(days=2)


@pytest.fixture
def decisions(rekisteri, at):
    """A category in each stage; the last, with a jury, becomes public at the instant."""
    staff, other = UserFactory(staff=True), UserFactory(staff=True)
    found = {stage: staffs_choice(stage, staff, other) for stage in STAGES[:-1]}
    jury = make_jury("locked", acts=1, jurors=2)
    sarja = decide(jury, other, choice(jury.candidates[0], **words("scheduled")))
    publication.publish(jury.kampanja, by=other, at=at)
    return found | {"scheduled": fresh(sarja), "jury": jury}


def words(stage: str) -> dict:
    return {f"citation_{language}": f"Kanaria{stage}{language}" for language in ("fi", "sv", "en")}


def staffs_choice(stage: str, staff, other) -> Sarja:
    kampanja, _teot = campaign_with(1, slug=f"kanaria-{stage}")
    sarja = Sarja.objects.create(
        kampanja=kampanja, name_fi=f"Sarja {stage}", selection="staff", target="organisaatio", most_prizes=2
    )
    holder = sarja.add(organisation=OrganisaatioFactory(name_fi=f"{WINNER} {stage}"), by=staff, reason="Ehdotettu.")
    sarja.propose([choice(holder, **words(stage))], by=staff, reason="Alueen suosikki.")
    if stage == "returned":
        fresh(sarja).return_proposal(by=other, reason="Perustelu on ohut.")
    if stage in ("confirmed", "calledoff"):
        fresh(sarja).confirm(by=other)
    if stage == "calledoff":
        publication.publish(kampanja, by=other, at=timezone.now() + timedelta(days=1))
        publication.call_off(kampanja, by=other, reason="Gaala siirtyy.")
    return fresh(sarja)


def names(resolver=None, namespace="") -> set[str]:
    """Of every pattern but the admin's."""
    found = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry, URLResolver):
            found.add(f"{namespace}{entry.name}")
        elif entry.namespace != "admin":
            found |= names(entry, f"{entry.namespace}:" if entry.namespace else namespace)
    return found


def paths(decisions) -> dict[str, list[str]]:
    """By the name of a pattern, its addresses with the numbers and names of what is hidden in them."""
    jury = decisions["jury"]
    sarjat = [decisions[stage] for stage in STAGES]
    values = {
        "key": {row.pk for row in [*sarjat, *Palkinto.objects.all(), *jury.teot, jury.kierros]},
        "ehdokas": {jury.candidates[0].pk},
        "year": {jury.kampanja.year},
        "slug": {sarja.kampanja.slug for sarja in sarjat} | {"tulokset"},
        "code": {sarja.ehdokkaat.first().organisation.code for sarja in sarjat[:-1]} | {jury.teot[0].owner.code},
        "section": {"teot", "paikat"},
        "token": {"olematon"},
        "co_author": {1},
        "digest": {"0" * 64},
        "name": {"480.webp"},
    }
    resolver, found = get_resolver(), {}
    for name in names():
        inner, path = resolver, name
        if ":" in name:
            space, path = name.split(":")
            inner = resolver.namespace_dict[space][1]
        _templates, _pattern, _defaults, _converters = inner.reverse_dict[path]
        options = [sorted(values.get(param, {1})) for param in _templates[0][1]]
        found[name] = []
        for each in product(*options):
            try:
                found[name].append(reverse(name, kwargs=dict(zip(_templates[0][1], each, strict=True))))
            except NoReverseMatch:
                continue
    queries = ["?palkinto=2026", f"?palkinto={jury.kampanja.year}", "?q=kanaria", f"?q={WINNER}"]
    found["teot:list"] += [f"/teot/{query}" for query in queries]
    found["teot:feed"] += [f"/teot/syote.atom{query}" for query in queries]
    return found


def content_of(response) -> str:
    """What it says; of a workbook or a PDF, what people read of it."""
    body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist())
    if body.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return body.decode("utf-8", "replace")


def shown(text: str, path: str) -> set[str]:
    """What gives a decision away: a citation, a winner, a badge, an award for search engines.

    That an organisation is in the register is no secret: its own page and the choices of forms name it.
    """
    text = re.sub(r"<option.*?</option>", "", text)
    canaries = {word for word in ("Kanaria", "palkinto-badge", '"award"') if word in text}
    if WINNER in text and "/organisaatiot/" not in path and WINNER not in path:
        canaries.add(WINNER)
    return canaries


def bound_to(decisions):
    """A superuser in conflict with a candidate of each category."""
    user = UserFactory(staff=True, is_superuser=True)
    for stage in STAGES:
        ehdokas = decisions[stage].ehdokkaat.first()
        Esteellisyys.objects.create(ehdokas=ehdokas, user=user, cause="pinned", reason="Sisarus.")
    return user


def sign_in(client, role: str, decisions):
    people = {"someone": UserFactory, "juror": lambda: decisions["jury"].jurors[0].user}
    people["winner"] = lambda: decisions["jury"].teot[0].author
    if role in ("staff", "staff in conflict"):
        enter_admin(client, UserFactory(staff=True) if role == "staff" else bound_to(decisions))
    elif role != "visitor":
        client.force_login(people[role]())
    return client


@pytest.mark.parametrize("role", ["visitor", "someone", "juror", "winner", "staff", "staff in conflict"])
def test_no_decision_is_anywhere_a_second_before_its_instant(client, decisions, at, role):
    faults = []
    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        call_command("tick")
        sign_in(client, role, decisions)
        for name, each in paths(decisions).items():
            for path in each if name not in OF_STAFF or role != "staff" else ():
                response = client.get(path)
                text = f"{content_of(response)} {response.headers}"
                found = shown(text, path)
                if found or response.status_code == 500:
                    faults.append((path, response.status_code, found))

    assert not faults, "\n".join(map(str, faults))


def admin_paths(decisions) -> list[str]:
    """Every address of the admin, for the rows that decisions are about and the newest others, and what it finds.

    Forms, histories, lists, recent actions, searches and completions.
    """
    sarjat = [decisions[stage].pk for stage in STAGES]
    keys = {"kampanja": [decisions[stage].kampanja_id for stage in STAGES], "sarja": sarjat, "oikaisu": [1]}
    found = ["/hallinta/"]
    for route in routes("hallinta/"):
        if "(?P" in route or route.startswith("hallinta/r/"):  # the last resort, and ways out to the public pages
            continue
        _admin, app, model, *rest = f"{route}//".split("/")
        about = keys.get(rest[0] if (app, model) == ("palkinnot", "palkinto") and rest else model)
        found += filled(f"/{route}", Newest(about or newest(app, model)))
    for model, options in admin.site._registry.items():
        start = f"/hallinta/{model._meta.app_label}/{model._meta.model_name}/"
        found += [f"{start}?q={word}" for word in ("Kanaria", "Rohkein")] if options.search_fields else []
        found += [
            f"/hallinta/autocomplete/?app_label={model._meta.app_label}&model_name={model._meta.model_name}"
            f"&field_name={name}&term={word}"
            for name, word in product(options.autocomplete_fields, ("Kanaria", WINNER))
        ]
    return found


def newest(app: str, model: str) -> list[int]:
    """Keys of the last rows of the model that the address is about."""
    try:
        rows = apps.get_model(app, model)._base_manager
    except LookupError:
        return [1]
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:2]) or [1]


class Newest(dict):
    """The same keys for every argument of an address."""

    def __init__(self, keys: list[int]):
        self.keys_of_rows = keys

    def __getitem__(self, name: str) -> list[int]:
        return self.keys_of_rows


@pytest.mark.parametrize("role", ["staff", "staff in conflict"])
def test_staff_in_conflict_find_no_decision_in_the_admin_and_others_find_all(client, decisions, at, role):
    found, broken, jury = {}, [], decisions["jury"]
    assert award_mails.invite(jury.kampanja, by=jury.staff) == 1
    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        sign_in(client, role, decisions)
        paths = admin_paths(decisions)
        for path in paths if role != "staff" else [path for path in paths if "/palkinto/sarja/" in path]:
            response = client.get(path)
            broken += [path] if response.status_code >= 500 else []
            for stage in re.findall(rf"Kanaria({'|'.join(STAGES)})(?:fi|sv|en)", content_of(response)):
                found.setdefault(stage, set()).add(path)
        mails = client.get("/hallinta/tekojentori/sahkoposti/?kind=palkinnot/winner").text

    assert broken == []
    assert (set(found) if role == "staff" else found) == (set(STAGES) if role == "staff" else {})
    assert (jury.teot[0].author.email in mails) == (role == "staff")


def test_minutes_of_what_is_not_public_answer_as_what_has_never_been(client, decisions, at):
    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        for stage, form in product(STAGES, ("/", ".pdf", ".json")):
            key = decisions[stage].pk
            never = "9" * len(str(key))  # as long, and never reached
            there = answers(client, f"/palkinnot/poytakirja/{key}{form}")
            assert there == answers(client, f"/palkinnot/poytakirja/{never}{form}")
            assert there[0] == 404


def surfaces(jury, sarja, palkinto) -> dict[str, str]:
    """Where the decision shows from the instant on, and by what."""
    year, act, citation = jury.kampanja.year, jury.teot[0], "Kanariascheduledfi"
    return {
        f"/palkinnot/{year}/": citation,
        "/palkinnot/": f"/palkinnot/{year}/",
        "/palkinnot/syote.atom": citation,
        f"/palkinnot/{year}/lista/": citation,
        f"/palkinnot/{year}/palkitut.xlsx": citation,
        f"/palkinnot/{year}/palkitut.pdf": citation,
        f"/palkinnot/{year}/kunniakirjat.pdf": citation,
        f"/palkinnot/{year}/tiedote/": citation,
        f"/palkinnot/{year}/tiedote/?teksti": citation,
        f"/palkinnot/palkinto/{palkinto.pk}/": citation,
        f"/palkinnot/palkinto/{palkinto.pk}/kunniakirja.pdf": citation,
        f"/palkinnot/palkinto/{palkinto.pk}/jako.png": "PNG",
        f"/palkinnot/poytakirja/{sarja.pk}/": citation,
        f"/palkinnot/poytakirja/{sarja.pk}.json": citation,
        f"/palkinnot/poytakirja/{sarja.pk}.pdf": citation,
        f"/kampanjat/{jury.kampanja.slug}/": "palkinto-badge",
        f"/organisaatiot/{act.owner.code}/": "palkinto-badge",
        address(act.pk, act.title): '"award": ["Rohkein teko',
        f"/teot/?palkinto={year}": "1 teko",
        "/teot/": "palkinto-badge",
        "/": "palkinto-badge",
        "/teot/vienti.csv": f"Rohkein teko {year}",
        "/sitemap-paikat.xml": f"/palkinnot/{year}/",
    }


def test_everything_shows_everywhere_at_the_instant_without_a_tick(client, decisions, at):
    jury, sarja = decisions["jury"], decisions["scheduled"]
    where = surfaces(jury, sarja, Palkinto.objects.get(sarja=sarja))

    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        assert [path for path, word in where.items() if word in content_of(client.get(path))] == []
    for _turn in ("before the tick", "after it"):
        with time_machine.travel(at, tick=False):
            found = {path: content_of(client.get(path)) for path in where}
            assert [path for path, word in where.items() if word not in found[path]] == []
            others = [stage for stage in STAGES[:-1] for text in found.values() if f"Kanaria{stage}" in text]
            assert others == []
            call_command("tick")
