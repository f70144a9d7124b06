"""Who finds what of a jury's work, in each stage, at every address: canary words and scores, looked for by every role.

Addresses are those of the URL resolver: a new one is asked without a line here, and one with an argument that this
file does not know fails. What a role must find it must find, so that an error cannot pass as “nothing is there”.
"""

import copy
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import URLResolver, get_resolver, reverse

from palkinnot.chair_page import MOVES
from palkinnot.models import Esteellisyys, Merkinta
from palkinnot.round_steps import STEPS
from tekojentori.models import Sahkoposti
from tests.factories import UserFactory, enter_admin
from tests.juries import STATES, lead, make_jury

pytestmark = pytest.mark.django_db

#: On the first candidate, to which some are in conflict: its title, and words and a score of its third juror.
TITLE, CONFLICT = "KanariaEhdokas", "KanariaEste"
TO_JURY, TO_AUTHORS, NOTE, QUESTION = "KanariaRaadille", "KanariaTekijoille", "KanariaMuistio", "KanariaKysymys"
SCORE, SAID, ABSTAINED = "7317", "KanariaPuheenvuoro", "KanariaPidattyi"
#: On the second, to which nobody is in conflict.
OTHER_TO_JURY, OTHER_SCORE = "KanariaToinen", "7313"
CANARIES = (
    TITLE, CONFLICT, TO_JURY, TO_AUTHORS, NOTE, QUESTION, SCORE, SAID, ABSTAINED, OTHER_TO_JURY, OTHER_SCORE,
)  # fmt: skip

CHAIR, JUROR, WRITER, BOUND = range(4)
ROLES = ("chair", "juror", "writer", "bound juror", "staff", "bound superuser", "another chair", "author", "someone")


def jury_with_canaries(state: str):
    jury = make_jury("preparing", acts=[{"title": TITLE}, {"title": "Toinen teko"}], jurors=4)
    jury.sarja.kriteerit.update(low=7310, high=7330)
    first = jury.candidates[0]
    jury.bound = UserFactory(staff=True, is_superuser=True, organisation=jury.teot[0].owner)
    Esteellisyys.objects.declare(first, by=jury.jurors[BOUND].user, reason=CONFLICT)
    lead(jury, "preparing" if state == "preparing" else "scoring")
    if state == "preparing":
        return jury
    writer = jury.jurors[WRITER]
    give(jury, WRITER, 0, int(SCORE), comment_to_jury=TO_JURY, comment_to_authors=TO_AUTHORS)
    give(jury, WRITER, 1, int(OTHER_SCORE), comment_to_jury=OTHER_TO_JURY)
    for juror, candidate in ((CHAIR, 1), (JUROR, 0), (JUROR, 1), (BOUND, 1)):
        give(jury, juror, candidate, 7320)
    jury.sheet(CHAIR, 0).abstain(by=jury.chair.user, reason=ABSTAINED)
    Merkinta.objects.keep(writer, first, NOTE)
    first.ask(QUESTION, juror=writer)
    if state in ("discussion", "locked"):
        jury.fresh().open_discussion(by=jury.chair.user)
        first.say(SAID, by=writer.user)
    if state == "locked":
        jury.fresh().lock(by=jury.chair.user)
    assert jury.fresh().state == state
    return jury


def give(jury, juror: int, candidate: int, value: int, **comments) -> None:
    arvio = jury.sheet(juror, candidate)
    answers = dict.fromkeys(jury.sarja.kriteerit.values_list("pk", flat=True), value)
    arvio.save_answers(answers, comments, by=jury.jurors[juror].user, seen=arvio.version)


@pytest.fixture(scope="module")
def juries(kept):
    made = {state: jury_with_canaries(state) for state in STATES}
    return made | {"other": make_jury("discussion", acts=1, jurors=2)}


@pytest.fixture
def jury(juries, state, db):
    return copy.deepcopy(juries[state])


def person(role: str, jury, juries):
    seats = {"chair": CHAIR, "juror": JUROR, "writer": WRITER, "bound juror": BOUND}
    if role in seats:
        return jury.jurors[seats[role]].user
    others = {"staff": jury.staff, "bound superuser": jury.bound, "another chair": juries["other"].chair.user}
    return others.get(role) or (jury.teot[0].author if role == "author" else UserFactory())


def found_in(response) -> set[str]:
    """The canaries in what it says, of a workbook in all its parts; of a scale, what is chosen."""
    body = b"".join(response) if response.streaming else response.content
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as book:
            body = b"".join(map(book.read, book.namelist()))
    text = re.sub(r'<label><input type="radio"(?![^>]*checked)[^>]*>.*?</label>', "", body.decode(), flags=re.DOTALL)
    text += str(response.headers)
    return {word for word in CANARIES if re.search(rf"(?<![\w.:-]){word}(?![\w-])", text)}


def looked(client, paths) -> set[str]:
    return set().union(*(found_in(client.get(path)) for path in paths))


# Every address


def jury_paths(jury) -> list[str]:
    """Those of jurors' and chairs' pages, for each candidate, seat and step."""
    paths = []
    for route in routes("raati/"):
        key = [row.pk for row in jury.jurors] if "kutsu/" in route else [jury.kierros.pk]
        values = {"key": key, "ehdokas": [row.pk for row in jury.candidates], "slug": [*MOVES, "olematon"]}
        paths += filled(f"/{route}", values)
    return paths


def admin_paths(jury) -> list[str]:
    """Every address of the admin about juries, and those where it lists, finds or remembers anything."""
    paths = ["/hallinta/", "/hallinta/palkinnot/"]
    for route in routes("hallinta/palkinnot/"):
        values = {"ehdokas": [row.pk for row in jury.candidates], "seat": [jury.jurors[WRITER].pk]}
        values |= {"slug": list(STEPS)}
        owner = re.search(r"(\w+)/<(?:key|path):(?:key|object_id)>", route)
        keys = {"kierros": jury.kierros, "raati": jury.raati, "sarja": jury.sarja, "kampanja": jury.kampanja}
        if owner:
            values["key"] = values["object_id"] = [keys[owner[1]].pk if owner[1] in keys else 1]
        paths += filled(f"/{route}", values)
    paths += [f"/hallinta/palkinnot/{model}/?q={TITLE}" for model in ("sarja", "raati", "kierros")]
    paths += [reverse("admin:kampanjat_kampanja_change", args=[jury.kampanja.pk])]
    return paths


def routes(start: str, patterns=None, prefix: str = ""):
    """Of every named pattern of the site below `start`."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(start, entry.url_patterns, route)
        elif entry.name and route.startswith(start):
            yield route


def filled(route: str, values: dict[str, list]) -> list[str]:
    """The route for every value of its arguments. One that is not known fails."""
    found = re.search(r"<(?:\w+:)?(\w+)>", route)
    if not found:
        return [route]
    return [path for value in values[found[1]] for path in filled(route.replace(found[0], str(value), 1), values)]


def other_paths(jury) -> list[str]:
    """Where else a word could come out: own data, lists, feeds, exports, the campaign and the act in public."""
    return [
        "/", "/tili/", "/tili/omat-tiedot.json", "/omat/", f"/teot/?q={TITLE}",
        "/teot/syote.atom", "/teot/vienti.csv", "/teot/vienti.xlsx", "/palkinnot/",
        f"/kampanjat/{jury.kampanja.slug}/", f"/palkinnot/{jury.kampanja.year}/", f"/teot/{jury.teot[0].pk}/",
    ]  # fmt: skip


# What each finds

SHARED = {TO_JURY, SCORE, SAID, ABSTAINED, OTHER_TO_JURY, OTHER_SCORE}
OTHERS = {OTHER_TO_JURY, OTHER_SCORE}
OWN = {TO_JURY, TO_AUTHORS, NOTE, QUESTION, SCORE, OTHER_TO_JURY, OTHER_SCORE}
PAGES = {
    "chair": ({TITLE}, {TITLE, ABSTAINED}, {TITLE} | SHARED),
    "juror": ({TITLE}, {TITLE}, {TITLE} | SHARED),
    "writer": ({TITLE}, {TITLE} | OWN, {TITLE} | OWN | SHARED),
    "bound juror": ({TITLE, CONFLICT}, set(), OTHERS),
}
ADMIN = {
    "staff": (
        {TITLE, CONFLICT},
        {TITLE, CONFLICT, QUESTION},
        {TITLE, CONFLICT, QUESTION, TO_AUTHORS} | SHARED,
    ),
    "bound superuser": ({TITLE, CONFLICT}, {TITLE, CONFLICT}, {TITLE, CONFLICT} | OTHERS),
}
#: Own words in the file of one's own data, which is nobody else's.
DATA = {
    "writer": (set(), OWN, OWN | {SAID}),
    "chair": (set(), {ABSTAINED}, {ABSTAINED}),
    "bound juror": ({CONFLICT}, {CONFLICT}, {CONFLICT}),
}


def expected(table: dict, role: str, state: str) -> set[str]:
    return table.get(role, (set(),) * 3)[min(STATES.index(state), 2)]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_each_finds_what_is_theirs_and_nothing_else(client, juries, jury, state, role):
    user = person(role, jury, juries)
    enter_admin(client, user) if user.is_staff else client.force_login(user)

    assert looked(client, jury_paths(jury)) == expected(PAGES, role, state)
    if state in ("scoring", "discussion"):
        assert looked(client, other_paths(jury)) - {TITLE} == expected(DATA, role, state)
    if user.is_staff:
        assert looked(client, admin_paths(jury)) == expected(ADMIN, role, state)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ["bound juror", "another chair"])
def test_what_is_posted_brings_nothing_out(client, juries, jury, state, role):
    client.force_login(person(role, jury, juries))

    answers = [client.post(path, {"reason": "Syy."}) for path in jury_paths(jury) if "/kutsu/" not in path]

    assert set().union(*map(found_in, answers)) <= ({TITLE, CONFLICT} if state == "preparing" else OTHERS)
    assert jury.fresh().state == state


@pytest.mark.parametrize("state", ["locked"])
def test_no_mail_tells_of_the_jurys_work(jury, state):
    jury.candidates[0].kysymykset.get().answer_with("Kyllä.", by=jury.staff)

    mails = Sahkoposti.objects.all()
    assert mails.filter(kind="palkinnot/question_answered", text__contains=QUESTION).count() == 3
    assert not mails.filter(to=jury.jurors[BOUND].email, text__contains=QUESTION).exists()
    for word in {*CANARIES} - {TITLE, QUESTION}:
        assert not mails.filter(text__contains=word).exists()
