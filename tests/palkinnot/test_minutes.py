"""The minutes of a category: what they hold, whom they do not name, and from when on they are there."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.translation import override

from palkinnot import minutes, publication, sealing
from palkinnot.models import Esteellisyys, Raatilainen, Sarja
from tests import pdf_tags
from tests.factories import OrganisaatioFactory, UserFactory
from tests.juries import campaign_with, lead, make_jury
from tests.palkinnot.test_palkinto import NOTES, choice, fresh
from tests.palkinnot.test_winners import publish

pytestmark = pytest.mark.django_db

FORMS = ("/", ".pdf", ".json")


@pytest.fixture(scope="module")
def shared_jury(kept):
    """Of the three jurors one is in conflict with the last candidate; the first two candidates tie."""
    jury = make_jury("preparing", tie_breaks=["median", "discussion"], quorum=1)
    Esteellisyys.objects.pin(jury.candidates[2], jury.jurors[1].user, by=jury.staff, reason="Sisarus.")
    lead(jury, "scoring")
    for juror in range(3):
        for candidate in range(3 if juror != 1 else 2):
            jury.give(juror, candidate, *[4 if candidate < 2 else 2] * 3)
    sheet = jury.sheet(0, 0)
    sheet.comment_to_jury = "Kuiskaus raadille."
    sheet.save()
    jury.fresh().open_discussion(by=jury.chair.user)
    jury.fresh().agree([jury.candidates[1], jury.candidates[0]], by=jury.chair.user, reason="Pidimme uudesta.")
    jury.fresh().lock(by=jury.chair.user)
    jury.fresh()
    return jury


@pytest.fixture
def other():
    return UserFactory(staff=True)


def addresses(sarja) -> list[str]:
    return [f"/palkinnot/poytakirja/{sarja.pk}{form}" for form in FORMS]


def test_the_minutes_tell_who_sat_the_rules_the_sheets_the_ties_and_the_decision(jury, other, client):
    publish(jury, other, choice(jury.candidates[1]))
    lock, titles = jury.kierros.last_lock, [row.title for row in jury.candidates]

    page, file, found = [client.get(path) for path in addresses(jury.sarja)]

    read, document = pdf_tags.read(file.content), json.loads(found.content)
    for text in (page.text, " ".join(read.text.split())):
        for word in (*(str(juror) for juror in jury.jurors), *titles, lock.digest[:20], "Arvioija 3", "ratkaisi"):
            assert word in text
        assert "Kuiskaus" not in text
    told = page.context["minutes"]
    assert "Sijaan vaaditaan vähintään 1 annettu arvio." in told.rules
    assert [(row.title, row.place_text, row.score.n, row.conflicts) for row in told.rows] == [
        (titles[1], "1.", 3, 0),
        (titles[0], "2.", 3, 0),
        (titles[2], "3.", 2, 1),
    ]
    assert told.ties == [
        f"Sama tulos: {titles[0]}, {titles[1]}. Vaihe ”Mediaani” ei erottanut niitä.",
        f"Sama tulos: {titles[0]}, {titles[1]}. Vaihe ”Raadin keskustelu” ratkaisi järjestyksen: "
        f"1. {titles[1]}; 2. {titles[0]}.",
    ]
    assert (read.language, read.title.startswith("Pöytäkirja: Rohkein teko"), read.headings[0]) == ("fi", True, 1)
    assert {"Table", "TH"} <= set(read.tags)
    assert (document["digest"], document["candidates"][0]["title"]) == (lock.digest, titles[1])


def test_anyone_can_reckon_the_places_again_from_the_document(jury, other, client):
    publish(jury, other, choice(jury.candidates[1]))

    document = client.get(addresses(jury.sarja)[2]).json()

    places = {row["entry"]: row["place"] for row in sealing.recompute(document["inputs"])["places"]}
    assert places == {row["key"]: row["place"] for row in document["candidates"]}


def test_nothing_in_the_minutes_tells_whose_a_sheet_is(jury, other, client):
    publish(jury, other, choice(jury.candidates[1]))

    document = client.get(addresses(jury.sarja)[2]).json()

    assert document["inputs"]["jurors"] == [1, 2, 3]
    assert "seed" not in document["inputs"]  # with it the handing out could be done again
    assert {row["juror"] for row in document["inputs"]["sheets"]} == {1, 2, 3}
    assert [set(row) for row in document["jury"]] == [{"name", "role", "represents"}] * 3
    assert not any(row["is_left_out"] for row in document["inputs"]["sheets"])


def test_reasons_and_corrections_are_told(jury, other, client):
    sarja = fresh(jury.sarja)
    sarja.propose([choice(jury.candidates[2])], by=jury.staff, reason="Vaikuttavin pitkällä aikavälillä.")
    sarja.confirm(by=other)
    publication.publish(jury.kampanja, by=other)

    fresh(sarja).propose_correction(
        jury.candidates[2], becomes=choice(jury.candidates[2], citation_fi="Rohkea."), notes=NOTES, by=other
    ).confirm(by=jury.staff)

    page, file, found = [client.get(path) for path in addresses(sarja)]
    for text in (page.text, " ".join(pdf_tags.read(file.content).text.split()), found.text):
        for word in ("Vaikuttavin pitkällä aikavälillä.", NOTES["fi"], "Rohkea ja tuloksellinen.", "Rohkea."):
            assert word in text
    assert '<li lang="fi">Vaikuttavin pitkällä aikavälillä.</li>' in client.get(f"/sv{addresses(sarja)[0]}").text
    (told,) = found.json()["corrections"]
    assert (told["who"], told["was"], told["becomes"]) == (
        jury.candidates[2].title,
        {"what": "Palkinto", "why": "Rohkea ja tuloksellinen."},
        {"what": "Palkinto", "why": "Rohkea."},
    )


def test_the_swedish_minutes_have_swedish_headings(jury, other, client):
    publish(jury, other, choice(jury.candidates[1]))
    house = OrganisaatioFactory(name_fi="Raatila", name_sv="Juryby")
    Raatilainen.objects.filter(pk=jury.jurors[1].pk).update(organisation=house, represents="")

    text = pdf_tags.read(client.get(f"/sv{addresses(jury.sarja)[1]}").content).text
    assert ("Jäv i juryn" in text, "(flera)" in text) == (True, False)
    assert ("Juryby" in text, "Raatila" in text) == (True, False)


def test_a_counted_category_has_its_count_and_no_sheets(rekisteri, other, client):
    most = OrganisaatioFactory(name_fi="Ahkerala", name_sv="Flitby")
    kampanja, _teot = campaign_with([{"owner": most}, {"owner": most}])
    sarja = Sarja.objects.create(
        kampanja=kampanja, name_fi="Kekseliäin kunta", selection="count", target="organisaatio"
    )
    sarja.propose_by_count(by=UserFactory(staff=True))
    sarja.confirm(by=other)
    publication.publish(kampanja, by=other)

    page, file, found = [client.get(path) for path in addresses(sarja)]
    assert "Teko lasketaan jokaiselle organisaatiolle" in page.text
    assert found.json()["count"] == [{"place": 1, "name": "Ahkerala", "acts": 2}]
    assert "digest" not in found.json()
    assert "Ahkerala" in pdf_tags.read(file.content).text
    with override("sv"):
        assert list(minutes.of(sarja.pk, timezone.now()).names.values()) == [("Flitby", "")]


def test_minutes_are_there_from_the_instant_on_and_name_no_hidden_act(jury, other, client):
    at = timezone.now() + timedelta(days=2)
    publish(jury, other, choice(jury.candidates[1]), at=at)
    paths = addresses(jury.sarja)

    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        assert [client.get(path).status_code for path in paths] == [404] * 3
    with time_machine.travel(at, tick=False):
        assert [client.get(path).status_code for path in paths] == [200] * 3
        jury.teot[2].hide(by=other, reason="Pyynnöstä.")
        for path in paths[::2]:
            text = client.get(path).text
            assert (jury.teot[2].title in text, "(ei enää julkinen)" in text) == (False, True)


@pytest.mark.parametrize("acts", [1, 3])
def test_minutes_ask_as_often_for_three_candidates_as_for_one(other, client, django_assert_num_queries, acts):
    jury = make_jury("locked", acts=acts)
    publish(jury, other)

    with django_assert_num_queries(10):
        client.get(addresses(jury.sarja)[0])
