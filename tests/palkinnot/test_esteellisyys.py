"""Who is in conflict with whom: each cause by a pair that no other cause catches."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from palkinnot import conflict_facts
from palkinnot.models import Arvio, Ehdokas, Esteellisyys
from tekojentori.models import Yhteyshenkilo
from tekojentori.refusals import Refused
from tests.factories import KampanjaFactory, OrganisaatioFactory, TekoFactory, UserFactory
from tests.juries import campaign_with, make_jury, seat

pytestmark = pytest.mark.django_db

ENDED = date(2026, 1, 1)


@pytest.fixture
def jury():
    """One candidate, jurors with no tie to it."""
    return make_jury("preparing", acts=[{"title": "Kirjastoauto"}], jurors=2)


def causes_of(jury, user) -> list[str]:
    """What is written down for the user, once the facts have been followed."""
    Esteellisyys.objects.follow(jury.sarja, [user])
    rows = Esteellisyys.objects.in_force().filter(user=user, ehdokas=jury.candidates[0])
    return sorted(rows.values_list("cause", flat=True))


def test_nobody_is_in_conflict_without_a_tie(jury):
    assert [causes_of(jury, juror.user) for juror in jury.jurors] == [[], []]
    assert causes_of(jury, jury.staff) == []


def test_own_organisation(jury):
    user = UserFactory(organisation=jury.teot[0].owner)

    assert causes_of(jury, user) == ["own"]


def test_organisation_that_the_juror_stands_for_in_the_jury(jury):
    user = UserFactory(organisation=OrganisaatioFactory())
    seat(jury.raati, user, by=jury.staff, organisation=jury.teot[0].owner)

    assert causes_of(jury, user) == ["own"]


def test_organisation_whose_contact_the_person_is(jury):
    user = UserFactory()
    Yhteyshenkilo.objects.create(user=user, organisation=jury.teot[0].owner)

    assert causes_of(jury, user) == ["own"]


def test_organisation_under_the_name_that_was_merged_into_it(jury):
    duplicate = OrganisaatioFactory(merged_into=jury.teot[0].owner)

    assert causes_of(jury, UserFactory(organisation=duplicate)) == ["own"]


def test_companys_owner(jury):
    owner = jury.teot[0].owner
    owner.parent = OrganisaatioFactory()
    owner.save()

    assert causes_of(jury, UserFactory(organisation=owner.parent)) == ["related"]


def test_company_of_the_organisation(jury):
    company = OrganisaatioFactory(parent=jury.teot[0].owner)

    assert causes_of(jury, UserFactory(organisation=company)) == ["related"]


def test_predecessor(jury):
    past = OrganisaatioFactory(successor=jury.teot[0].owner, valid_until=ENDED)

    assert causes_of(jury, UserFactory(organisation=past)) == ["related"]


def test_successors_successor(jury):
    owner = jury.teot[0].owner
    heir = OrganisaatioFactory()
    owner.successor, owner.valid_until = OrganisaatioFactory(successor=heir, valid_until=ENDED), ENDED
    owner.save()

    assert causes_of(jury, UserFactory(organisation=heir)) == ["related"]


def test_sister_company_is_no_conflict(jury):
    owner = jury.teot[0].owner
    owner.parent = OrganisaatioFactory()
    owner.save()
    sister = OrganisaatioFactory(parent=owner.parent)

    assert causes_of(jury, UserFactory(organisation=sister)) == []


def test_partner_of_the_act():
    partner = OrganisaatioFactory()
    jury = make_jury("preparing", acts=[{"partners": [partner]}], jurors=1)

    assert causes_of(jury, UserFactory(organisation=partner)) == ["partner"]


def test_partner_that_the_frozen_version_names_though_the_working_copy_no_longer_does():
    partner = OrganisaatioFactory()
    jury = make_jury("preparing", acts=[{"partners": [partner]}], jurors=1)
    jury.teot[0].partners.clear()
    jury.candidates[0].osallistuminen.frozen_version = jury.candidates[0].frozen
    jury.candidates[0].osallistuminen.frozen_at = timezone.now()
    jury.candidates[0].osallistuminen.save()

    assert causes_of(jury, UserFactory(organisation=partner)) == ["partner"]


def test_author(jury):
    assert causes_of(jury, jury.teot[0].author) == ["author"]


def test_co_author(jury):
    user = UserFactory()
    jury.teot[0].invite(by=jury.teot[0].author, email=user.email)
    jury.teot[0].accept_invitation(by=user)

    assert causes_of(jury, user) == ["author"]


def test_invited_co_author_who_has_not_answered(jury):
    user = UserFactory()
    jury.teot[0].invite(by=jury.teot[0].author, email=user.email)

    assert causes_of(jury, user) == ["author"]


def test_contact_person_also_when_the_public_does_not_see_who_it_is(jury):
    user = UserFactory(email=jury.teot[0].contact_email)

    assert causes_of(jury, user) == ["contact"]


def test_author_of_the_candidate_has_written_with_the_juror(jury):
    user = UserFactory()
    together = TekoFactory(author=user)
    together.invite(by=user, email=jury.teot[0].author.email)
    together.accept_invitation(by=jury.teot[0].author)
    with time_machine.travel(jury.kampanja.opens_at, tick=False):
        own = TekoFactory(author=user, in_state="published")
        own.invite(by=user, email=jury.teot[0].author.email)
        own.accept_invitation(by=jury.teot[0].author)
        own.enter(jury.kampanja, by=user)
    for _campaign_to_come in range(3):
        KampanjaFactory(is_draft=True)

    assert causes_of(jury, user) == ["colleague"]


def test_act_that_was_in_no_campaign_makes_nobody_colleagues(jury):
    user = UserFactory()
    together = TekoFactory(author=user)
    together.invite(by=user, email=jury.teot[0].author.email)
    together.accept_invitation(by=jury.teot[0].author)

    assert causes_of(jury, user) == []


@pytest.mark.parametrize(("later", "causes"), [(1, ["colleague"]), (2, ["colleague"]), (3, [])])
def test_colleagues_of_the_last_three_campaigns(later, causes):
    user, author = UserFactory(), UserFactory()
    long_ago = timezone.now() - timedelta(days=4 * 365)
    with time_machine.travel(long_ago, tick=False):
        _kampanja, (own,) = campaign_with([{"author": user, "first_year": 2020}])
        own.invite(by=user, email=author.email)
        own.accept_invitation(by=author)
    assert own.osallistumiset.count() == 1
    for year in range(1, later):
        with time_machine.travel(long_ago + timedelta(days=365 * year), tick=False):
            campaign_with(0)
    jury = make_jury("preparing", acts=[{"author": author}], jurors=1)

    assert causes_of(jury, user) == causes


def test_declared_and_pinned(jury):
    user, ehdokas = jury.jurors[1].user, jury.candidates[0]

    Esteellisyys.objects.declare(ehdokas, by=user, reason="Puolisoni työpaikka.")
    Esteellisyys.objects.pin(ehdokas, user, by=jury.staff, reason="Kirjoittanut teosta lehteen.")

    assert causes_of(jury, user) == ["declared", "pinned"]


def test_organisation_candidate_is_judged_with_all_its_acts():
    jury = make_jury("preparing", acts=[{}], jurors=1)
    jury.sarja.target = jury.sarja.Target.ORGANISAATIO
    jury.sarja.save()
    jury.candidates = [jury.sarja.add(by=jury.staff, reason="Koe.", organisation=jury.teot[0].owner)]

    assert causes_of(jury, UserFactory(organisation=jury.teot[0].owner)) == ["own"]
    assert causes_of(jury, jury.teot[0].author) == ["author"]


def test_facts_that_go_are_lifted_while_the_round_is_prepared_and_stay_later():
    jury = make_jury("preparing", acts=2, jurors=2)
    user = jury.jurors[1].user
    user.organisation = jury.teot[0].owner
    user.save()
    assert causes_of(jury, user) == ["own"]

    user.organisation = None
    user.save()
    assert causes_of(jury, user) == []

    user.organisation = jury.teot[0].owner
    user.save()
    jury.kierros.start(by=jury.staff)
    user.organisation = None
    user.save()
    jury.fresh().follow_conflicts()
    row = Esteellisyys.objects.get(user=user, cause="own")
    assert (row.lifted_at, list(Ehdokas.objects.free_of(user))) == (None, [jury.candidates[1]])


def test_conflict_that_came_a_moment_ago_binds_before_it_is_written_down():
    jury = make_jury("scoring", acts=2)
    user = jury.jurors[1].user
    assert len(Arvio.objects.own_of(user)) == 2

    user.organisation = jury.teot[0].owner
    user.save()

    assert not Esteellisyys.objects.exists()
    assert [row.ehdokas for row in Arvio.objects.own_of(user)] == [jury.candidates[1]]
    assert list(Ehdokas.objects.readable_by(user)) == [jury.candidates[1]]
    with pytest.raises(Refused, match="esteellinen"):
        jury.give(1, 0, 5, 5, 5)


def test_nobody_unpins_their_own_superusers_included(jury):
    superuser = UserFactory(staff=True, is_superuser=True)
    row = Esteellisyys.objects.pin(jury.candidates[0], superuser, by=jury.staff, reason="Entinen työpaikka.")

    with pytest.raises(Refused, match="Omaa esteellisyyttään"):
        row.lift(by=superuser, reason="En ole.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Esteellisyys.objects.update(lifted_at=timezone.now(), lifted_by=superuser, lifted_reason="En ole.")
    row.refresh_from_db()
    assert row.lifted_at is None

    row.lift(by=jury.staff, reason="Selvisi.")
    assert list(Ehdokas.objects.free_of(superuser)) == jury.candidates


def test_fact_is_not_lifted_by_hand(jury):
    user = UserFactory(organisation=jury.teot[0].owner)
    causes_of(jury, user)

    with pytest.raises(Refused, match="kun tiedot korjataan"):
        Esteellisyys.objects.get().lift(by=jury.staff, reason="Ei haittaa.")


def test_juror_neither_pins_nor_lifts(jury):
    juror = jury.jurors[1].user
    row = Esteellisyys.objects.pin(jury.candidates[0], jury.staff, by=jury.staff, reason="Syy.")

    with pytest.raises(Refused, match="Vain ohjelmatoimisto"):
        Esteellisyys.objects.pin(jury.candidates[0], jury.staff, by=juror, reason="Syy.")
    with pytest.raises(Refused, match="Vain ohjelmatoimisto"):
        row.lift(by=juror, reason="Syy.")


def test_given_sheet_is_set_aside_kept_and_left_out_and_counts_again_when_lifted():
    jury = make_jury("scoring", acts=2)
    given = jury.give(1, 0, 5, 4, 3)

    Esteellisyys.objects.declare(jury.candidates[0], by=jury.jurors[1].user, reason="Tunnen tekijän.")

    given.refresh_from_db()
    assert (given.state, sorted(given.answers.values()), given.reason) == ("recused", [3, 4, 5], "Tunnen tekijän.")
    assert list(Arvio.objects.given()) == []
    assert [sheet["is_left_out"] for sheet in jury.kierros.inputs()["sheets"]] == [True]

    Esteellisyys.objects.get().lift(by=jury.staff, reason="Erehdys.")
    given.refresh_from_db()
    assert (given.state, given.reason) == ("given", "")


def test_sheet_not_begun_goes_with_the_conflict():
    jury = make_jury("scoring", acts=2)

    Esteellisyys.objects.pin(jury.candidates[0], jury.jurors[1].user, by=jury.staff, reason="Sukulainen.")

    assert [row.juror for row in jury.candidates[0].arviot.order_by("juror")] == [jury.jurors[0], jury.jurors[2]]


def test_every_cause_of_facts_has_its_words():
    assert set(conflict_facts.CAUSES) | {"declared", "pinned"} == set(Esteellisyys.Cause.values)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_declaring_takes_a_reason_that_fits(jury, reason):
    with pytest.raises(Refused):
        Esteellisyys.objects.declare(jury.candidates[0], by=jury.jurors[1].user, reason=reason)
    assert not Esteellisyys.objects.exists()
