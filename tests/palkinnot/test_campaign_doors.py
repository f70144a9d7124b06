"""What juries ask of a campaign and add to it; and whether locked rounds still give what they gave."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from kampanjat import copying, readiness
from kampanjat.models import Kampanja
from palkinnot import upkeep
from palkinnot.models import Ehdokas, Kierros, Merkinta, Raati, Sarja
from tekojentori.refusals import Refused
from teot import campaign_times
from teot.actions import merge_organisations
from teot.invariants import misbound_entries
from teot.models import Osallistuminen
from tests.factories import KampanjaFactory, OrganisaatioFactory, TeemaFactory, UserFactory
from tests.juries import lead, make_jury, seat

pytestmark = pytest.mark.django_db


def faults_of(kampanja) -> list[str]:
    """What the juries' own check finds."""
    return [sentence for sentence in readiness.missing(kampanja) if "Sarja ”" in sentence]


def test_category_needs_criteria_a_round_and_jurors_before_the_campaign_is_published():
    kampanja, staff = KampanjaFactory(is_draft=True), UserFactory(staff=True)
    sarja = Sarja.objects.create(kampanja=kampanja, name_fi="Rohkein")
    assert faults_of(kampanja)[0] == "Sarja ”Rohkein”: puuttuu nimi ruotsiksi, nimi englanniksi."
    Sarja.objects.update(name_sv="Modigast", name_en="Boldest")
    assert faults_of(kampanja) == [
        "Sarja ”Rohkein”: lisää kriteerit, joilla on painoa.",
        "Sarja ”Rohkein”: perusta kierros, jolla on raati ja vähimmäismäärä arvioita.",
    ]

    sarja.use_set("teot-2020", by=staff)
    raati = Raati.objects.create(kampanja=kampanja, name="Raati")
    Kierros.objects.create(sarja=sarja, raati=raati)
    assert faults_of(kampanja) == ["Sarja ”Rohkein”: raadissa on 0 jäsentä, mutta arvioita jaetaan ehdokasta kohti 3."]
    for _number in range(3):
        seat(raati, UserFactory(), by=staff)
    assert faults_of(kampanja) == []

    sarja.kriteerit.filter(position=2).update(name_sv="", guidance_en=" ")
    assert faults_of(kampanja) == ["Sarja ”Rohkein”, kriteeri ”Rohkeus”: puuttuu nimi ruotsiksi, ohje englanniksi."]


def test_categories_that_no_jury_scores_need_names_alone():
    kampanja = KampanjaFactory(is_draft=True)
    names = {"name_fi": "Kekseliäin", "name_sv": "Påhittigast"}
    Sarja.objects.create(kampanja=kampanja, **names, selection="count", target="organisaatio")

    assert faults_of(kampanja) == ["Sarja ”Kekseliäin”: puuttuu nimi englanniksi."]


def test_copy_takes_categories_and_criteria_and_leaves_juries():
    jury = make_jury("scoring", acts=1)
    jury.sarja.sectors.set(jury.teot[0].sectors.all())
    jury.sarja.themes.set([TeemaFactory()])
    copied = KampanjaFactory(is_draft=True)

    for step in copying.STEPS:
        step(jury.kampanja, copied)

    sarja = copied.sarjat.get()
    assert (sarja.name_fi, sarja.version, list(sarja.sectors.all())) == (
        "Rohkein teko",
        1,
        list(jury.sarja.sectors.all()),
    )
    assert list(sarja.themes.all()) == list(jury.sarja.themes.all())
    assert [row.name_fi for row in sarja.kriteerit.all()] == [row.name_fi for row in jury.sarja.kriteerit.all()]
    assert (copied.raadit.count(), sarja.ehdokkaat.count(), hasattr(sarja, "kierros")) == (0, 0, False)


@pytest.mark.parametrize("state", ["preparing", "scoring", "discussion", "locked"])
def test_time_is_extended_only_while_every_round_is_prepared(state):
    jury = make_jury(state, acts=1)
    until = timezone.now() + timedelta(days=1)

    if state == "preparing":
        jury.kampanja.extend(until=until, by=jury.staff, reason="Palvelinvika.")
        with pytest.raises(Refused, match="haku on vielä auki"):
            jury.fresh().start(by=jury.staff)
    else:
        with pytest.raises(Refused, match="arviointi on jo alkanut"):
            jury.kampanja.extend(until=until, by=jury.staff, reason="Palvelinvika.")


# verify_raati


def break_row(statement: str, *parameters) -> None:
    """A bare change past every trigger, as a hand in the database can make."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_locked_rounds_give_what_they_gave(capsys):
    make_jury("locked", tie_breaks=["median", "top_marks"])

    call_command("verify_raati")

    assert capsys.readouterr().out == "Lukituksia 1, kaikki täsmäävät.\n"


def test_merge_with_time_that_is_past_moves_no_entry_that_juries_read_or_that_has_left():
    """Before the merge each of two organisations had its own close; a later version was sent between the two."""
    stays, duplicate = OrganisaatioFactory(), OrganisaatioFactory()
    jury = make_jury("preparing", acts=[{"owner": stays}] * 2, jurors=1, sheets_per_candidate=1, quorum=1)
    kampanja = jury.kampanja
    until = kampanja.closes_at + timedelta(days=5)
    with time_machine.travel(kampanja.closes_at):
        kampanja.extend(until=until, by=jury.staff, reason="Sähkökatko.", organisation=duplicate)
    with time_machine.travel(until - timedelta(days=1)):
        campaign_times.freeze(timezone.now())
        for teko in jury.teot:
            teko.submit(by=teko.author)
    read, left = Osallistuminen.objects.order_by("pk")
    bound = [read.frozen_version, left.frozen_version]
    left.exclude(by=jury.staff, reason="Kaksoiskappale.")
    lead(jury, "scoring")
    assert None not in bound
    assert list(misbound_entries()) == []

    merge_organisations([duplicate], into=stays, by=jury.staff, reason="Sama kunta.")

    assert [entry.frozen_version for entry in Osallistuminen.objects.order_by("pk")] == bound
    assert Osallistuminen.objects.get(pk=read.pk).freeze_at == until + kampanja.grace
    assert list(misbound_entries()) == []


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE palkinnot_lukitus SET digest = repeat('0', 64)", "tiiviste ei vastaa lähtötietoja"),
        ("UPDATE palkinnot_lukitus SET inputs = jsonb_set(inputs, '{quorum}', '1')", "tiiviste ei vastaa"),
        ("UPDATE palkinnot_lukitus SET result = jsonb_set(result, '{places,0,place}', '2')", "places.0.place"),
        ("UPDATE palkinnot_lukitus SET method = 'mean'", "method: rivillä mean, lähtötiedoissa adjusted"),
        ("UPDATE palkinnot_lukitus SET seed = seed + 1", "seed: rivillä"),
        ("DELETE FROM palkinnot_lukitus", "lukitusta ei ole"),
        ("UPDATE palkinnot_piste SET value = 1 WHERE value = 5", "arviot poikkeavat lukituksesta 1"),
        ("UPDATE palkinnot_kriteeri SET weight = 9 WHERE position = 1", "criteria.0.weight"),
    ],
)
def test_difference_from_the_lock_is_named(statement, fault):
    make_jury("locked")
    break_row(statement)

    with pytest.raises(CommandError, match=fault):
        call_command("verify_raati")


def test_entry_excluded_after_the_lock_is_no_difference():
    jury = make_jury("locked")
    jury.candidates[0].osallistuminen.exclude(by=jury.staff, reason="Peruttiin.")

    call_command("verify_raati")


def test_earlier_lock_of_a_reopened_round_is_verified_too():
    jury = make_jury("locked")
    jury.kierros.reopen(by=jury.staff, reason="Virhe.")
    call_command("verify_raati")
    break_row("UPDATE palkinnot_lukitus SET digest = repeat('0', 64)")

    with pytest.raises(CommandError, match="lukitus 1: tiiviste"):
        call_command("verify_raati")


# What time does


@pytest.mark.parametrize(("step", "goes"), [(-1, 0), (0, 1), (1, 1)])
def test_own_notes_go_half_a_year_after_the_lock(step, goes):
    jury = make_jury("locked", acts=1)
    Merkinta.objects.keep(jury.chair, jury.candidates[0], "Muista tämä.")
    at = jury.kierros.state_at + upkeep.AFTER_LOCK + timedelta(seconds=step)

    assert upkeep.OWN_NOTES.delete(at) == goes
    assert Merkinta.objects.count() == 1 - goes


@pytest.mark.parametrize(("step", "goes"), [(-1, 0), (0, 1), (1, 1)])
def test_own_notes_of_a_round_that_was_never_locked_go_in_a_year(step, goes):
    jury = make_jury("scoring", acts=1)
    Merkinta.objects.keep(jury.chair, jury.candidates[0], "Muista tämä.")

    assert (
        upkeep.OWN_NOTES.delete(Merkinta.objects.get().changed_at + upkeep.UNTOUCHED + timedelta(seconds=step)) == goes
    )


def test_tick_writes_down_conflicts_that_have_come_and_sets_sheets_aside():
    jury = make_jury("scoring", acts=2)
    jury.give(1, 0, 5, 5, 5)
    user = jury.jurors[1].user
    user.organisation = jury.teot[0].owner
    user.save()

    assert (upkeep.follow_conflicts(timezone.now()), upkeep.follow_conflicts(timezone.now())) == (1, 0)
    assert jury.sheet(1, 0).state == "recused"


def test_tick_leaves_locked_rounds_as_they_are():
    jury = make_jury("locked", acts=1)
    user = jury.jurors[1].user
    user.organisation = jury.teot[0].owner
    user.save()

    assert upkeep.follow_conflicts(timezone.now()) == 0
    assert not Ehdokas.objects.visible_to(user).exists()
    call_command("verify_raati")


def test_category_revealed_early_keeps_its_campaign_and_its_candidates():
    jury = make_jury("preparing", acts=2)
    judged, other = jury.candidates[0].osallistuminen, jury.candidates[1].osallistuminen
    jury.candidates[1].remove(by=jury.staff, reason="Ei kuulu sarjaan.")
    Sarja.objects.update(revealed_from=timezone.now() - timedelta(seconds=1))

    with pytest.raises(Refused, match="Sarjan ”Rohkein teko” tulos on jo julki"):
        jury.kampanja.cancel(by=jury.staff, reason="Ohjelma päättyi.")
    for verb in (judged.exclude, partial(judged.move, to=KampanjaFactory())):
        with pytest.raises(Refused, match="tulos on jo julki, ja teko on siinä ehdokkaana"):
            verb(by=jury.staff, reason="Väärä.")
    with pytest.raises(Refused, match="tulos on jo julki"):
        judged.replace_frozen(version=judged.bound_version, by=jury.staff, reason="Parempi.")
    other.exclude(by=jury.staff, reason="Väärä.")

    assert (Kampanja.objects.get(pk=jury.kampanja.pk).is_cancelled, judged.is_standing) == (False, True)
