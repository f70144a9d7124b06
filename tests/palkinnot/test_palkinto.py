from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from palkinnot import award_mails, marks, publication
from palkinnot.models import Esteellisyys, Oikaisu, Palkinto, Sarja, Vastaanotto
from palkinnot.models.choice import Choice
from tekojentori.models import Sahkoposti, User
from tekojentori.refusals import Refused
from teot.models import Merkki, Tunnustus
from tests.factories import OrganisaatioFactory, UserFactory
from tests.juries import campaign_with, make_jury

pytestmark = pytest.mark.django_db

Kind, State = Palkinto.Kind, Palkinto.State


@pytest.fixture(scope="module")
def shared_jury(kept):
    """A locked round of three candidates, who are in the order of their numbers."""
    return make_jury("locked")


@pytest.fixture
def other():
    return UserFactory(staff=True)


def choice(ehdokas, kind=Kind.PRIZE, **fields) -> Choice:
    texts = {"citation_fi": "Rohkea ja tuloksellinen.", "citation_sv": "Modig och resultatrik."}
    return Choice(kind, ehdokas, **(texts | fields))


def fresh(sarja) -> Sarja:
    return Sarja.objects.get(pk=sarja.pk)


def decide(jury, other, *choices) -> Sarja:
    sarja = fresh(jury.sarja)
    sarja.propose(list(choices) or [choice(jury.candidates[0])], by=jury.staff)
    sarja.confirm(by=other)
    return fresh(sarja)


def states(sarja) -> list[str]:
    return list(sarja.palkinnot.order_by("pk").values_list("state", flat=True))


def refusal(act, *args, **options) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **options)
    return str(refused.value)


# Deciding


def test_the_first_of_the_ranking_is_proposed_by_one_and_confirmed_by_another(jury, other):
    sarja = decide(jury, other)

    row = sarja.palkinnot.get()
    assert (row.state, row.ehdokas, row.proposed_by, row.confirmed_by) == (
        State.CONFIRMED,
        jury.candidates[0],
        jury.staff,
        other,
    )
    assert (row.lukitus, sarja.is_decided) == (jury.fresh().last_lock, True)


def test_nobody_confirms_their_own_proposal(jury):
    sarja = fresh(jury.sarja)
    sarja.propose([choice(jury.candidates[0])], by=jury.staff)

    assert refusal(sarja.confirm, by=jury.staff) == (
        "Omaa ehdotusta ei voi vahvistaa. Pyydä toista ohjelmatoimiston jäsentä."
    )
    assert states(sarja) == [State.PROPOSED]


def test_leaving_the_order_asks_for_a_reason(jury, other):
    sarja, second = fresh(jury.sarja), jury.candidates[1]

    message = refusal(sarja.propose, [choice(second)], by=jury.staff)
    assert message == (
        f"Ehdotus poikkeaa järjestyksestä: ”{jury.candidates[0].title}” jää ilman sijaansa. Kirjoita syy."
    )
    sarja.propose([choice(second)], by=jury.staff, reason="Ensimmäinen on jo palkittu toisessa sarjassa.")
    assert sarja.palkinnot.get().reason == "Ensimmäinen on jo palkittu toisessa sarjassa."


def test_places_against_the_order_ask_for_a_reason(jury):
    sarja = fresh(jury.sarja)
    Sarja.objects.filter(pk=sarja.pk).update(most_prizes=2)
    turned = [choice(jury.candidates[0], Kind.PLACE, place=2), choice(jury.candidates[1], Kind.PLACE, place=1)]
    straight = [choice(jury.candidates[0], Kind.PLACE, place=1), choice(jury.candidates[1], Kind.PLACE, place=2)]

    late = [choice(jury.candidates[0], Kind.PLACE, place=2)]
    shared = [choice(jury.candidates[0], Kind.PLACE, place=1), choice(jury.candidates[1], Kind.PLACE, place=1)]
    beyond = [choice(jury.candidates[0], Kind.PLACE, place=1), choice(jury.candidates[1], Kind.PLACE, place=3)]

    for choices in (turned, late, shared):
        assert "on eri sijalla kuin järjestyksessä" in refusal(sarja.propose, choices, by=jury.staff)
    message = refusal(sarja.propose, beyond, by=jury.staff, reason="Kolmas jäi ilman.")
    assert message == "Sarjassa on 2 palkintoa: sija on enintään 2."
    sarja.propose(straight, by=jury.staff)
    assert states(sarja) == [State.PROPOSED, State.PROPOSED]


def test_equals_that_get_unequal_prizes_ask_for_a_reason():
    jury = make_jury("scoring", acts=2, jurors=2)
    for juror, candidate in product(range(2), range(2)):
        jury.give(juror, candidate, 4, 4, 4)
    jury.fresh().open_discussion(by=jury.chair.user)
    jury.fresh().lock(by=jury.chair.user)
    Sarja.objects.filter(pk=jury.sarja.pk).update(most_prizes=2)
    sarja, (first, second) = fresh(jury.sarja), jury.candidates
    assert set(sarja.places().values()) == {1}

    message = refusal(sarja.propose, [choice(first)], by=jury.staff)
    assert f"”{second.title}” on tasoissa palkitun kanssa ja jää ilman." in message
    for unequal in (choice(second), choice(second, Kind.PLACE, place=2)):
        message = refusal(sarja.propose, [choice(first, Kind.PLACE, place=1), unequal], by=jury.staff)
        assert f"”{second.title}” on eri sijalla kuin järjestyksessä." in message
    sarja.propose([choice(each, Kind.PLACE, place=1) for each in (first, second)], by=jury.staff)
    assert states(sarja) == [State.PROPOSED, State.PROPOSED]


def test_fewer_prizes_than_the_category_gives_are_refused_at_the_proposal(jury, other):
    Sarja.objects.filter(pk=jury.sarja.pk).update(most_prizes=2, fewest_prizes=2)
    sarja, (first, second, _third) = fresh(jury.sarja), jury.candidates
    message = "Anna vähintään 2 palkintoa, tai valitse ”ei jaeta” ja kirjoita sen syy."

    for few in ([choice(first)], [choice(first), choice(second, Kind.MENTION)]):
        assert refusal(sarja.propose, few, by=jury.staff) == message
    assert Palkinto.objects.count() == 0

    sarja.propose([choice(first), choice(second)], by=jury.staff)
    sarja.propose([Choice(Kind.NONE)], by=jury.staff, reason="Yksikään ei täyttänyt kriteerejä.")
    sarja.confirm(by=other)
    assert fresh(sarja).is_decided


def test_a_mention_alone_is_no_decision(jury):
    sarja, mention = fresh(jury.sarja), choice(jury.candidates[0], Kind.MENTION)

    message = "Anna vähintään 1 palkinto, tai valitse ”ei jaeta” ja kirjoita sen syy."
    assert refusal(sarja.propose, [mention], by=jury.staff, reason="Hyvä.") == message
    sarja.propose([Choice(Kind.NONE), mention], by=jury.staff, reason="Hyvä, mutta ei riittävän.")
    assert states(sarja) == [State.PROPOSED, State.PROPOSED]


@pytest.mark.parametrize(
    ("choices", "reason", "message"),
    [
        (lambda c: [], "", "Valitse palkitut, tai kerro, ettei palkintoa jaeta."),
        (lambda c: [choice(c[0]), choice(c[0])], "", "Sama ehdokas on ehdotuksessa kahdesti."),
        (lambda c: [choice(c[0]), choice(c[1])], "", "Sarjassa on 1 palkinto, ja ehdotuksessa niitä olisi 2."),
        (lambda c: [choice(c[0]), Choice(Kind.NONE)], "S", "Valitse joko palkitut tai ”ei jaeta”, ei molempia."),
        (lambda c: [Choice(Kind.NONE)], " ", "Kirjoita syy: se jää historiaan."),
        (lambda c: [choice(c[0], citation_sv=" ")], "", "kirjoita perustelu suomeksi ja ruotsiksi."),
        (lambda c: [choice(c[0], Kind.PLACE)], "", "sijalla on numero, muilla ei."),
        (lambda c: [choice(c[0], place=1)], "", "sijalla on numero, muilla ei."),
    ],
    ids=["nothing", "twice", "too many", "prize and none", "none without a reason", "no Swedish", "no place", "place"],
)
def test_a_proposal_that_will_not_do_is_refused_and_changes_nothing(jury, choices, reason, message):
    sarja = fresh(jury.sarja)

    assert message in refusal(sarja.propose, choices(jury.candidates), by=jury.staff, reason=reason)
    assert Palkinto.objects.count() == 0


def test_mentions_are_not_prizes_and_only_given_where_the_category_has_them(jury, other):
    sarja = decide(jury, other, choice(jury.candidates[0]), choice(jury.candidates[1], Kind.MENTION))
    assert sarja.palkinnot.confirmed().count() == 2

    sarja.undo(by=other, reason="Kirjoitetaan uudelleen.")
    Sarja.objects.filter(pk=sarja.pk).update(honourable_mentions=False)
    message = refusal(sarja.propose, [choice(jury.candidates[0]), choice(jury.candidates[1], Kind.MENTION)], by=other)
    assert message == "Tässä sarjassa ei anneta kunniamainintoja."


def test_no_prize_is_a_normal_end(jury, other):
    sarja = fresh(jury.sarja)
    sarja.propose([Choice(Kind.NONE)], by=jury.staff, reason="Yksikään ei täyttänyt kriteerejä.")
    sarja.confirm(by=other)

    assert fresh(sarja).is_decided
    publication.publish(jury.kampanja, by=other)
    assert [row.title for row in Palkinto.objects.public(timezone.now())] == ["Rohkein teko: ei jaeta"]
    assert not Merkki.objects.exists()


def test_staff_in_conflict_neither_propose_nor_confirm_superusers_included(jury, other):
    bound = UserFactory(staff=True, is_superuser=True)
    jury.fresh().reopen(by=jury.staff, reason="Esteellisyys puuttui.")
    Esteellisyys.objects.pin(jury.candidates[2], bound, by=jury.staff, reason="Sisarus.")
    jury.fresh().lock(by=jury.staff)
    sarja, message = fresh(jury.sarja), "Olet tässä sarjassa esteellinen, joten et voi ehdottaa"

    assert message in refusal(sarja.propose, [choice(jury.candidates[0])], by=bound)
    sarja.propose([choice(jury.candidates[0])], by=jury.staff)
    assert message in refusal(sarja.confirm, by=bound)
    assert states(sarja) == [State.PROPOSED]


def test_an_unlocked_round_gives_no_prizes(other):
    jury = make_jury("discussion")

    assert "Raati ei ole vielä lukinnut järjestystä" in refusal(
        fresh(jury.sarja).propose, [choice(jury.candidates[0])], by=other
    )


def test_a_proposal_does_not_outlive_its_ranking(jury, other):
    sarja = fresh(jury.sarja)
    sarja.propose([choice(jury.candidates[0])], by=jury.staff)
    jury.fresh().reopen(by=jury.staff, reason="Arvio puuttui.")
    jury.fresh().lock(by=jury.staff)

    assert "Kierros on lukittu uudelleen" in refusal(fresh(sarja).confirm, by=other)


def test_staff_who_choose_say_why(other):
    kampanja, _teot = campaign_with(1)
    sarja = Sarja.objects.create(kampanja=kampanja, name_fi="Valinta", selection=Sarja.Selection.STAFF)
    sarja.gather(by=other)
    one = choice(sarja.ehdokkaat.get())

    assert refusal(sarja.propose, [one], by=other) == "Kirjoita syy: se jää historiaan."
    sarja.propose([one], by=other, reason="Alueen suosikki.")
    assert states(sarja) == [State.PROPOSED]


def test_a_counted_category_computes_its_proposal(rekisteri, other):
    most, least = OrganisaatioFactory(name_fi="Ahkerala"), OrganisaatioFactory(name_fi="Verkkala")
    kampanja, _teot = campaign_with([{"owner": most}, {"owner": most}, {"owner": least}])
    sarja = Sarja.objects.create(
        kampanja=kampanja, name_fi="Kekseliäin kunta", selection="count", target="organisaatio"
    )

    sarja.propose_by_count(by=other)

    row = sarja.palkinnot.get()
    assert (row.ehdokas.organisation, row.kind, row.place) == (most, Kind.PLACE, 1)
    assert row.citation_fi == f"2 tekoa kampanjassa {kampanja.name_in('fi')}."
    assert row.citation_sv == f"2 insatser i kampanjen {kampanja.name_in('sv')}."


def test_a_page_opened_before_a_change_decides_nothing(jury, other):
    sarja = fresh(jury.sarja)
    seen = sarja.decision_token
    sarja.propose([choice(jury.candidates[0])], by=jury.staff)

    assert refusal(sarja.confirm, by=other, seen=seen) == (
        "Joku muu on muuttanut päätöstä sinun avattuasi sivun. Katso se ensin."
    )


def test_a_decision_is_returned_and_undone_with_a_reason_until_it_is_public(jury, other):
    sarja = fresh(jury.sarja)
    sarja.propose([choice(jury.candidates[0])], by=jury.staff)
    sarja.return_proposal(by=other, reason="Perustelu on ohut.")
    assert states(sarja) == [State.OPEN]

    sarja = decide(jury, other)
    sarja.undo(by=other, reason="Perustelu vaihtuu.")
    assert (states(sarja), sarja.palkinnot.get().confirmed_by) == ([State.OPEN], None)

    decide(jury, other)
    publication.publish(jury.kampanja, by=other)
    assert refusal(fresh(sarja).undo, by=other, reason="Myöhässä.") == "Tulokset ovat jo julki. Muuta niitä oikaisulla."


@pytest.mark.parametrize("how", ["withdraw", "hide", "exclude", "remove"])
def test_a_decision_on_one_who_has_left_is_refused_and_its_place_is_open_again(jury, other, how):
    sarja = fresh(jury.sarja)
    sarja.propose([choice(jury.candidates[0])], by=jury.staff)
    teko, entry = jury.teot[0], jury.candidates[0].osallistuminen
    match how:
        case "withdraw":
            with connection.cursor() as cursor:
                cursor.execute("UPDATE teot_osallistuminen SET withdrawn_at = now() WHERE id = %s", [entry.pk])
        case "hide":
            teko.hide(by=other, reason="Pyynnöstä.")
        case "exclude":
            entry.exclude(by=other, reason="Ei kuulu kampanjaan.")
        case "remove":
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE palkinnot_ehdokas SET removed_at = now(), removed_reason = 'x' WHERE id = %s",
                    [jury.candidates[0].pk],
                )

    message = refusal(fresh(sarja).confirm, by=other)

    assert message == (
        f"Ehdokas ei ole enää mukana: {jury.candidates[0].title}. Paikka on taas avoin: tee uusi ehdotus."
    )
    assert states(sarja) == [State.OPEN]
    told = Sahkoposti.objects.filter(kind="palkinnot/fallen")
    assert set(told.values_list("to", flat=True)) >= {jury.staff.email, other.email}
    assert told.first().subject == "Palkinnon paikka on taas avoin: Rohkein teko"


def test_a_place_that_nobody_may_decide_on_is_told_to_the_office_without_its_candidate(jury, other, settings):
    decide(jury, other)
    for person in User.objects.filter(is_staff=True):
        Esteellisyys.objects.create(ehdokas=jury.candidates[1], user=person, cause="pinned", reason="Sukulainen.")

    jury.teot[0].hide(by=other, reason="Pyynnöstä.")
    publication.reopen_fallen()

    mail = Sahkoposti.objects.get(kind="palkinnot/fallen")
    assert mail.to == settings.OFFICE_EMAIL
    assert "koko ohjelmatoimisto on siinä esteellinen" in " ".join(mail.text.split())
    assert jury.candidates[0].title not in mail.text + mail.html + mail.subject


def test_a_winners_mail_is_true_before_the_instant_and_after_it():
    said = [award_mails.WINNER.shipped(language).text for language in ("fi", "sv", "en")]

    until = ("kunnes tulokset ovat julki", "tills resultaten är offentliga", "until the results are public")
    assert [words in text for words, text in zip(until, said, strict=True)] == [True] * 3


# In public


def public_things(at) -> dict:
    return {
        "palkinnot": Palkinto.objects.public(at).count(),
        "merkit": Merkki.objects.public(at).count(),
        "sarjat": Sarja.objects.revealed(at).count(),
    }


NOTHING, EVERYTHING = {"palkinnot": 0, "merkit": 0, "sarjat": 0}, {"palkinnot": 1, "merkit": 1, "sarjat": 1}


def test_nothing_is_public_before_the_instant_and_everything_at_it_without_a_tick(jury, other):
    decide(jury, other)
    assert public_things(timezone.now() + timedelta(days=999)) == NOTHING

    at = timezone.now() + timedelta(days=2)
    publication.publish(jury.kampanja, by=other, at=at)

    assert public_things(at - timedelta(seconds=1)) == NOTHING
    assert public_things(at) == EVERYTHING
    with time_machine.travel(at, tick=False):
        call_command("tick")
    assert Tunnustus.objects.count() == 1
    assert public_things(at) == EVERYTHING
    assert public_things(at - timedelta(seconds=1))["merkit"] == 0


def test_proposals_never_become_public(jury, other):
    decide(jury, other)
    at = timezone.now() + timedelta(days=2)
    publication.publish(jury.kampanja, by=other, at=at)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE palkinnot_palkinto SET state = 'proposed', confirmed_at = NULL, confirmed_by_id = NULL")

    assert {**public_things(at), "sarjat": 0} == NOTHING


def test_a_tick_writes_each_mark_once_however_late_and_often(jury, other):
    decide(jury, other)
    publication.publish(jury.kampanja, by=other)

    assert [marks.write(timezone.now()) for _time in range(3)] == [1, 0, 0]
    mark = Tunnustus.objects.get()
    assert (mark.teko, mark.year, mark.name_fi, mark.kind, mark.citation_sv) == (
        jury.teot[0],
        jury.kampanja.year,
        "Rohkein teko",
        Kind.PRIZE,
        "Modig och resultatrik.",
    )
    jury.kampanja.refresh_from_db()
    assert mark.public_from == jury.kampanja.results_public_from


def test_a_tick_that_dies_between_two_marks_leaves_none_and_the_public_sees_both_all_along(jury, other):
    Sarja.objects.filter(pk=jury.sarja.pk).update(most_prizes=2)
    decide(jury, other, choice(jury.candidates[0]), choice(jury.candidates[1]))
    publication.publish(jury.kampanja, by=other)
    written = []

    def die_at_the_second(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "teot_tunnustus"'):
            written.append(sql)
            if len(written) == 2:
                raise SystemExit
        return execute(sql, params, many, context)

    with pytest.raises(SystemExit), connection.execute_wrapper(die_at_the_second):
        marks.write(timezone.now())
    assert (Tunnustus.objects.count(), Merkki.objects.public(timezone.now()).count()) == (0, 2)
    assert marks.write(timezone.now()) == 2
    assert (Tunnustus.objects.count(), Merkki.objects.public(timezone.now()).count()) == (2, 2)


def test_a_hidden_winner_is_not_in_public(jury, other):
    decide(jury, other)
    publication.publish(jury.kampanja, by=other)
    marks.write(timezone.now())

    jury.teot[0].hide(by=other, reason="Pyynnöstä.")

    assert public_things(timezone.now()) == {"palkinnot": 0, "merkit": 0, "sarjat": 1}


def test_publishing_is_refused_while_something_is_missing(jury, other):
    undecided = "Sarja ”Rohkein teko”: palkintoja ei ole vahvistettu."
    assert refusal(publication.publish, jury.kampanja, by=other) == undecided

    fresh(jury.sarja).propose([choice(jury.candidates[0])], by=jury.staff)
    assert refusal(publication.publish, jury.kampanja, by=other) == undecided

    fresh(jury.sarja).confirm(by=other)
    past = timezone.now() - timedelta(seconds=1)
    assert "on jo mennyt. Anna hetki, joka on edessä." in refusal(publication.publish, jury.kampanja, by=other, at=past)
    jury.kampanja.refresh_from_db()
    assert jury.kampanja.results_public_from is None


def test_too_few_prizes_are_named_as_such_when_the_minimum_is_raised_after_them(jury, other):
    sarja = decide(jury, other)
    Sarja.objects.filter(pk=sarja.pk).update(most_prizes=3, fewest_prizes=2)

    assert refusal(publication.publish, jury.kampanja, by=other) == (
        "Sarja ”Rohkein teko”: vahvistettuja palkintoja on 1, ja sarjassa annetaan vähintään 2. Peru päätös ja tee "
        "uusi ehdotus."
    )


def test_a_category_whose_winner_leaves_before_the_instant_stays_behind_and_the_others_come(
    jury, other, django_capture_on_commit_callbacks
):
    decide(jury, other)
    second = Sarja.objects.create(kampanja=jury.kampanja, name_fi="Toinen", selection="staff")
    second.gather(by=other)
    second.propose([choice(second.ehdokkaat.get(osallistuminen__teko=jury.teot[1]))], by=other, reason="Suosikki.")
    second.confirm(by=jury.staff)
    at = timezone.now() + timedelta(days=1)
    publication.publish(jury.kampanja, by=other, at=at)

    just_before = time_machine.travel(at - timedelta(seconds=1), tick=False)
    with just_before, django_capture_on_commit_callbacks(execute=True):
        jury.teot[0].hide(by=other, reason="Pyynnöstä.")
    with time_machine.travel(at, tick=False):
        call_command("tick")

    assert list(Sarja.objects.revealed(at)) == [second]
    assert list(Sarja.objects.revealed(at - timedelta(seconds=1))) == []
    assert [row.ehdokas.osallistuminen.teko for row in Palkinto.objects.public(at)] == [jury.teot[1]]
    told = Sahkoposti.objects.filter(kind="palkinnot/fallen", to=other.email)
    assert ["ei tule julki ajastetulla hetkellä" in row.text for row in told] == [True]
    assert [row.reason for row in publication.hindrances(jury.kampanja)] == [
        "Sarja ”Rohkein teko”: palkintoja ei ole vahvistettu."
    ]
    with time_machine.travel(at + timedelta(hours=1), tick=False):
        decide(jury, other, choice(jury.candidates[1]))
        publication.publish(fresh(second).kampanja, by=other)
    assert set(Sarja.objects.revealed(at + timedelta(hours=1))) == {jury.sarja, second}


def test_a_category_with_prizes_left_comes_out_although_one_winner_has_left(jury, other):
    Sarja.objects.filter(pk=jury.sarja.pk).update(most_prizes=2)
    decide(jury, other, choice(jury.candidates[0]), choice(jury.candidates[1]))
    at = timezone.now() + timedelta(days=1)
    publication.publish(jury.kampanja, by=other, at=at)

    jury.teot[0].hide(by=other, reason="Pyynnöstä.")
    publication.reopen_fallen()

    assert public_things(at) == EVERYTHING
    told = Sahkoposti.objects.filter(kind="palkinnot/fallen", to=other.email)
    assert ["ei tule julki ajastetulla hetkellä" in row.text for row in told] == [False]


def test_publishing_twice_is_done_once(jury, other):
    decide(jury, other)
    at = timezone.now() + timedelta(days=1)
    publication.publish(jury.kampanja, by=other, at=at)
    publication.publish(jury.kampanja, by=jury.staff, at=at)

    assert "Julkistus on jo ajastettu" in refusal(
        publication.publish, jury.kampanja, by=other, at=at + timedelta(seconds=1)
    )
    with time_machine.travel(at, tick=False):
        assert "Tulokset ovat jo julki" in refusal(publication.publish, jury.kampanja, by=other)


def test_publication_is_called_off_until_the_instant(jury, other):
    decide(jury, other)
    at = timezone.now() + timedelta(days=1)
    publication.publish(jury.kampanja, by=other, at=at)

    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        publication.call_off(jury.kampanja, by=other, reason="Gaala siirtyy.")
    with time_machine.travel(at, tick=False):
        call_command("tick")
    assert public_things(at + timedelta(days=1)) == NOTHING
    assert not Tunnustus.objects.exists()

    publication.publish(jury.kampanja, by=other, at=at)
    with time_machine.travel(at, tick=False):
        assert "Tulokset ovat jo julki" in refusal(publication.call_off, jury.kampanja, by=other, reason="Myöhässä.")


def test_one_category_is_revealed_before_the_others(jury, other):
    sarja = decide(jury, other)
    later = Sarja.objects.create(kampanja=jury.kampanja, name_fi="Toinen", selection="staff")
    later.gather(by=other)

    publication.reveal(sarja, by=other)

    assert [row.sarja for row in Palkinto.objects.public(timezone.now())] == [sarja]
    assert list(Sarja.objects.revealed(timezone.now())) == [sarja]
    jury.kampanja.refresh_from_db()
    assert jury.kampanja.results_public_from is None
    assert "palkintoja ei ole vahvistettu" in refusal(publication.reveal, later, by=other)


def test_a_category_comes_before_the_campaigns_instant_or_not_at_all(jury, other):
    sarja, at = decide(jury, other), timezone.now() + timedelta(days=1)
    publication.publish(jury.kampanja, by=other, at=at)

    for late in (at, at + timedelta(seconds=1)):
        assert "Anna hetki, joka on ennen sitä." in refusal(publication.reveal, sarja, by=other, at=late)
    assert fresh(sarja).revealed_from is None
    publication.reveal(sarja, by=other, at=at - timedelta(seconds=1))
    assert fresh(sarja).public_from() == at - timedelta(seconds=1)


# Mails


def mails(kind: str) -> list[tuple[str, str]]:
    return list(Sahkoposti.objects.filter(kind=kind).order_by("pk").values_list("to", "state"))


def test_confirming_drafts_the_winners_mail_and_feedback_for_the_others(jury, other):
    decide(jury, other)

    winner, rest = jury.teot[0].author, [teko.author.email for teko in jury.teot[1:]]
    assert mails("palkinnot/winner") == [(winner.email, "held")]
    assert mails("palkinnot/feedback") == [(email, "held") for email in rest]
    text = Sahkoposti.objects.get(kind="palkinnot/winner").text
    assert "Rohkea ja tuloksellinen." in text
    assert f"/palkinnot/vastaus/{Palkinto.objects.get().pk}/" in text


def test_feedback_has_what_the_sheets_say_to_the_authors_and_no_juror(other):
    jury = make_jury("discussion")
    for juror in range(3):
        sheet = jury.sheet(juror, 1)
        sheet.comment_to_authors, sheet.comment_to_jury = f"Hyvää työtä {3 - juror}.", "Kuiskaus."
        sheet.save()
    jury.fresh().lock(by=jury.staff)
    decide(jury, other)

    text = Sahkoposti.objects.get(kind="palkinnot/feedback", to=jury.teot[1].author.email).text
    assert [text.find(f"Hyvää työtä {n}.") for n in (1, 2, 3)] == sorted(
        text.find(f"Hyvää työtä {n}.") for n in (1, 2, 3)
    )
    assert "Hyvää työtä 3." in text
    assert "Kuiskaus" not in text
    assert [juror.name for juror in jury.jurors if juror.name in text] == []


def test_mails_are_called_off_when_the_decision_changes(jury, other):
    sarja = decide(jury, other)
    sarja.undo(by=other, reason="Uusi kierros.")

    assert set(Sahkoposti.objects.filter(kind__startswith="palkinnot/").values_list("kind", "state")) >= {
        ("palkinnot/winner", "voided"),
        ("palkinnot/feedback", "voided"),
    }
    assert not Sahkoposti.objects.held().exists()


def test_a_tick_lets_the_mails_go_at_the_instant_and_no_sooner_and_once(jury, other):
    decide(jury, other)
    at = timezone.now() + timedelta(days=1)
    publication.publish(jury.kampanja, by=other, at=at)

    assert award_mails.release(at - timedelta(seconds=1)) == 0
    assert [award_mails.release(at), award_mails.release(at)] == [3, 0]
    assert not Sahkoposti.objects.held().exists()


def test_winners_are_asked_under_embargo(jury, other, client):
    decide(jury, other)
    palkinto = Palkinto.objects.get()
    client.force_login(jury.teot[0].author)
    address = f"/palkinnot/vastaus/{palkinto.pk}/"
    assert client.get(address).status_code == 404

    assert award_mails.invite(jury.kampanja, by=other) == 1
    page = client.get(address)
    assert (page.status_code, "Rohkea ja tuloksellinen." in page.text) == (200, True)
    client.post(address, {"accepts": "kylla", "guests": "Kaksi kehittäjää"})
    assert (palkinto.vastaanotto.accepts, palkinto.vastaanotto.guests) == (True, "Kaksi kehittäjää")

    client.force_login(jury.teot[1].author)
    assert client.get(address).status_code == 404
    assert mails("palkinnot/feedback")[0][1] == "held"


def test_an_answer_belongs_to_the_award_as_it_was_told(jury, other, client):
    sarja, winner = decide(jury, other), jury.teot[0].author
    award_mails.invite(jury.kampanja, by=other)
    address = f"/palkinnot/vastaus/{Palkinto.objects.get().pk}/"
    client.force_login(winner)
    client.post(address, {"accepts": "kylla", "guests": "Kaksi kehittäjää"})
    assert Vastaanotto.objects.standing().count() == 1

    sarja.undo(by=other, reason="Sija puuttui.")
    decide(jury, other, choice(jury.candidates[0], Kind.PLACE, place=1))

    assert not Vastaanotto.objects.standing().exists()
    assert client.get(address).status_code == 404
    assert award_mails.invite(jury.kampanja, by=other) == 1
    assert "Kaksi kehittäjää" not in client.get(address).text
    client.post(address, {"accepts": "kylla", "guests": "Kolme"})
    assert [row.guests for row in Vastaanotto.objects.standing()] == ["Kolme"]


def test_a_winner_who_was_told_of_another_award_meanwhile_is_told_again(jury, other, client):
    prize, mention = choice(jury.candidates[0]), choice(jury.candidates[0], Kind.MENTION)
    for number, given in enumerate([prize, mention, prize, prize], start=1):
        sarja = fresh(jury.sarja)
        sarja.propose([given] + [Choice(Kind.NONE)] * (given is mention), by=jury.staff, reason="Harkittiin.")
        sarja.confirm(by=other)
        if number == 3:
            client.force_login(jury.teot[0].author)
            assert client.get(f"/palkinnot/vastaus/{sarja.palkinnot.awarded().get().pk}/").status_code == 404
        assert award_mails.invite(jury.kampanja, by=other) == (number < 4)
        Sahkoposti.objects.waiting().update(state="sent", sent_at=timezone.now())
        sarja.undo(by=other, reason="Uusiksi.")

    assert [state for _to, state in mails("palkinnot/winner")] == ["sent"] * 3


def test_an_answer_that_will_not_do_is_shown_by_its_field(jury, other, client):
    decide(jury, other)
    award_mails.invite(jury.kampanja, by=other)
    client.force_login(jury.teot[0].author)

    page = client.post(f"/palkinnot/vastaus/{Palkinto.objects.get().pk}/", {"guests": "Kaksi"})

    assert (page.status_code, "Valitse, otatteko tunnustuksen vastaan." in page.text) == (422, True)


# Correcting


NOTES = {"fi": "Perustelussa oli väärä luku.", "sv": "Motiveringen hade ett fel."}


def public(jury, other) -> Sarja:
    sarja = decide(jury, other)
    publication.publish(jury.kampanja, by=other)
    marks.write(timezone.now())
    return fresh(sarja)


def test_a_correction_takes_two_people_keeps_the_old_and_shows_at_once(jury, other):
    sarja, first = public(jury, other), jury.candidates[0]
    mended = choice(first, citation_fi="Rohkea.")
    oikaisu = sarja.propose_correction(first, becomes=mended, notes=NOTES, by=jury.staff)
    assert "Omaa ehdotusta" in refusal(oikaisu.confirm, by=jury.staff)
    assert Merkki.objects.get().citation_fi == "Rohkea ja tuloksellinen."

    oikaisu.confirm(by=other)

    assert Palkinto.objects.get().citation_fi == Merkki.objects.get().citation_fi == "Rohkea."
    shown = Oikaisu.objects.public(timezone.now()).get()
    assert (shown.was["citation_fi"], shown.note) == ("Rohkea ja tuloksellinen.", NOTES["fi"])
    assert mails("palkinnot/corrected") == [(jury.teot[0].author.email, "waiting")]


def test_a_prize_given_by_mistake_is_annulled_in_public(jury, other):
    sarja = public(jury, other)
    sarja.propose_correction(jury.candidates[0], becomes=None, notes=NOTES, by=jury.staff).confirm(by=other)

    assert {**public_things(timezone.now()), "sarjat": 0} == NOTHING
    assert states(sarja) == [State.ANNULLED]
    assert not Tunnustus.objects.exists()


def test_a_mention_is_added_afterwards(jury, other):
    sarja = public(jury, other)
    mention = choice(jury.candidates[2], Kind.MENTION)
    sarja.propose_correction(jury.candidates[2], becomes=mention, notes=NOTES, by=jury.staff).confirm(by=other)

    now = timezone.now()
    assert [row.kind for row in Palkinto.objects.public(now).for_list()] == [Kind.PRIZE, Kind.MENTION]
    assert Merkki.objects.public(now).count() == 2


def feedback() -> dict[str, str]:
    """What has become of the last mail of feedback to each."""
    return dict(mails("palkinnot/feedback"))


def test_a_correction_before_the_mails_have_gone_changes_who_hears_that_they_were_left_without(jury, other):
    sarja, late, (_first, second, third) = public(jury, other), jury.candidates[1], jury.teot
    mention = choice(late, Kind.MENTION)
    sarja.propose_correction(late, becomes=mention, notes=NOTES, by=jury.staff).confirm(by=other)

    assert feedback() == {second.author.email: "voided", third.author.email: "held"}
    assert len(mails("palkinnot/winner")) == 1
    assert mails("palkinnot/corrected") == [(second.author.email, "waiting")]

    award_mails.release(timezone.now())
    for ehdokas in (late, jury.candidates[0]):
        fresh(sarja).propose_correction(ehdokas, becomes=None, notes=NOTES, by=jury.staff).confirm(by=other)
    people = [teko.author.email for teko in jury.teot]
    assert feedback() == dict(zip(people, ["held", "held", "waiting"], strict=True))


def test_a_correction_after_the_mails_are_gone_writes_only_to_those_it_concerns(jury, other):
    sarja, (first, second, _third) = public(jury, other), jury.candidates
    award_mails.release(timezone.now())
    Sahkoposti.objects.all().delete()  # as their time is up

    mended = choice(first, citation_fi="Rohkea.")
    sarja.propose_correction(first, becomes=mended, notes=NOTES, by=jury.staff).confirm(by=other)
    assert set(Sahkoposti.objects.values_list("kind", "to")) == {("palkinnot/corrected", jury.teot[0].author.email)}

    mention = choice(second, Kind.MENTION)
    fresh(sarja).propose_correction(second, becomes=mention, notes=NOTES, by=jury.staff).confirm(by=other)
    people = {teko.author.email for teko in jury.teot[:2]}
    assert set(Sahkoposti.objects.values_list("kind", "to")) == {("palkinnot/corrected", to) for to in people}


def test_a_correction_is_refused_before_the_results_and_without_a_note_and_beyond_the_number(jury, other):
    sarja, mended = decide(jury, other), choice(jury.candidates[0], citation_fi="Rohkea.")
    assert "Tulokset eivät ole vielä julki" in refusal(
        sarja.propose_correction, jury.candidates[0], becomes=mended, notes=NOTES, by=other
    )
    publication.publish(jury.kampanja, by=other)
    sarja = fresh(sarja)
    assert "se näkyy kaikille" in refusal(
        sarja.propose_correction, jury.candidates[0], becomes=mended, notes={"fi": "Luku."}, by=other
    )
    assert "ehdotuksessa niitä olisi 2" in refusal(
        sarja.propose_correction, jury.candidates[1], becomes=choice(jury.candidates[1]), notes=NOTES, by=other
    )
    assert Oikaisu.objects.count() == 0
