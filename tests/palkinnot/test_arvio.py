"""A juror's sheet: saved as they go, given, left out, changed with a reason; and who sees what when."""

import pytest
from django.db import ProgrammingError, connection, transaction

from palkinnot.models import Arvio, Ehdokas, Esteellisyys, Kierros, Kysymys, Merkinta, Piste
from palkinnot.models.filling import OffScale, SheetConflict
from palkinnot.standings import may_see, standings
from tekojentori.models import Sahkoposti
from tekojentori.refusals import Refused
from tests.factories import UserFactory
from tests.juries import lead, make_jury

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_jury(kept):
    return make_jury("scoring")


def criteria_of(jury) -> list[int]:
    return list(jury.sarja.kriteerit.order_by("position").values_list("pk", flat=True))


# Saving


def test_sheet_begins_with_the_first_answer_and_counts_when_all_are_answered(jury):
    begun = jury.give(0, 0, 4)
    assert (begun.state, begun.begun_at is None, begun.given_at) == ("begun", False, None)
    given = jury.give(0, 0, 4, 3, 5)

    assert (given.state, given.given_at is None) == ("given", False)
    assert list(jury.sheet(0, 0).answers.values()) == [4, 3, 5]


def test_juror_gives_a_sheet_with_some_left_unanswered_and_it_is_no_zero(jury):
    given = jury.give(0, 0, 5, None, 5, done=True)

    assert given.state == "given"
    answers = jury.kierros.inputs()["sheets"][0]["answers"]
    assert [value for _key, value in answers] == ["5", "5"]


def test_nothing_at_all_is_not_given(jury):
    with pytest.raises(Refused, match="ainakin yhdestä"):
        jury.give(0, 0, None, None, None, done=True)
    assert jury.sheet(0, 0).state == "assigned"


def test_emptied_sheet_no_longer_counts(jury):
    jury.give(0, 0, 4, 4, 4)

    emptied = jury.give(0, 0, None, None, None)

    assert (emptied.state, emptied.given_at) == ("begun", None)


def test_comments_are_saved_with_the_answers(jury):
    arvio = jury.sheet(0, 0)

    arvio.save_answers({}, {"comment_to_jury": "Vahva.", "comment_to_authors": "Kiitos!"}, by=jury.chair.user, seen=1)

    stored = jury.sheet(0, 0)
    assert (stored.comment_to_jury, stored.comment_to_authors, stored.state) == ("Vahva.", "Kiitos!", "begun")


@pytest.mark.parametrize("value", [0, 6, -1, 100])
def test_score_off_its_scale_is_refused_by_its_criterion(jury, value):
    second = criteria_of(jury)[1]

    with pytest.raises(OffScale) as refusal:
        jury.give(0, 0, 3, value, 3)
    assert set(refusal.value.faults) == {second}
    assert "1–5" in refusal.value.faults[second]
    assert (jury.sheet(0, 0).state, Piste.objects.count()) == ("assigned", 0)


def test_criterion_of_another_category_is_refused_also_by_the_database():
    jury, other = make_jury("scoring", acts=1), make_jury("scoring", acts=1)
    strange = other.sarja.kriteerit.first()

    with pytest.raises(Refused, match="ei kuulu"):
        jury.sheet(0, 0).save_answers({strange.pk: 3}, {}, by=jury.chair.user, seen=1)
    with pytest.raises(ProgrammingError, match="off its scale"), transaction.atomic():
        Piste.objects.create(arvio=jury.sheet(0, 0), kriteeri=strange, value=3)
    with pytest.raises(ProgrammingError, match="off its scale"), transaction.atomic():
        Piste.objects.create(arvio=jury.sheet(0, 0), kriteeri=jury.sarja.kriteerit.first(), value=6)


def test_later_of_two_tabs_sees_both_and_nothing_is_lost(jury):
    first = criteria_of(jury)[0]
    seen = jury.sheet(0, 0).version
    jury.sheet(0, 0).save_answers({first: 5}, {}, by=jury.chair.user, seen=seen, page="one")

    with pytest.raises(SheetConflict, match="toisessa ikkunassa"):
        jury.sheet(0, 0).save_answers({first: 2}, {}, by=jury.chair.user, seen=seen, page="two")
    assert jury.sheet(0, 0).answers == {first: 5}


def test_page_never_conflicts_with_its_own_saves_nor_equal_answers_with_anything(jury):
    first, second, _third = criteria_of(jury)
    by = {"by": jury.chair.user}
    jury.sheet(0, 0).save_answers({first: 5}, {}, seen=1, page="one", turn=1, **by)

    jury.sheet(0, 0).save_answers({first: 5, second: 4}, {}, seen=1, page="one", turn=2, **by)
    jury.sheet(0, 0).save_answers({first: 5}, {}, seen=1, page="two", turn=1, **by)
    assert jury.sheet(0, 0).answers == {first: 5, second: 4}


def test_save_that_a_later_one_of_the_same_page_has_overtaken_does_nothing(jury):
    first = criteria_of(jury)[0]
    by = {"by": jury.chair.user, "seen": 1, "page": "one"}

    jury.sheet(0, 0).save_answers({first: 5}, {}, turn=2, **by)
    jury.sheet(0, 0).save_answers({first: 1}, {}, turn=1, **by)

    assert jury.sheet(0, 0).answers == {first: 5}


@pytest.mark.parametrize("state", ["preparing", "locked"])
def test_sheet_is_refused_before_the_round_is_on_and_after_it_was_locked(state):
    jury = make_jury(state, acts=1)

    with pytest.raises(Refused):
        jury.give(0, 0, 1, 1, 1)
    assert Piste.objects.filter(value=1).count() == 0


def test_changing_a_sheet_in_the_discussion_needs_a_reason_that_stays():
    jury = make_jury("discussion")

    with pytest.raises(Refused, match="Kirjoita syy"):
        jury.give(0, 0, 2, 2, 2)
    jury.give(0, 0, 2, 2, 2, reason="Mittari olikin laskettu väärin.")

    assert jury.sheet(0, 0).change_reason == "Mittari olikin laskettu väärin."
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT change_reason FROM palkinnot_pisteevent WHERE value = 2")
        reasons = {row[0] for row in cursor.fetchall()}
    assert "Mittari olikin laskettu väärin." in reasons


def test_nobody_fills_anothers_sheet(jury):
    for user in (jury.staff, jury.jurors[1].user, UserFactory()):
        with pytest.raises(Refused, match="ei ole sinun"):
            jury.sheet(0, 0).save_answers({}, {"comment_to_jury": "Minä."}, by=user, seen=1)


def test_sheet_on_a_removed_candidate_is_refused(jury):
    jury.candidates[0].remove(by=jury.staff, reason="Kaksoiskappale.")

    with pytest.raises(Refused, match="poistettu sarjasta"):
        jury.give(0, 0, 1, 1, 1)


# Left out


def test_abstained_sheet_is_kept_and_left_out_until_it_is_taken_up(jury):
    jury.give(0, 0, 4, 4, 4)

    jury.sheet(0, 0).abstain(by=jury.chair.user, reason="En tunne alaa.")
    assert (jury.sheet(0, 0).state, jury.kierros.inputs()["sheets"][0]["is_left_out"]) == ("abstained", True)
    jury.sheet(0, 0).resume(by=jury.chair.user)

    assert (jury.sheet(0, 0).state, list(jury.sheet(0, 0).answers.values())) == ("given", [4, 4, 4])


def test_abstaining_needs_a_reason(jury):
    with pytest.raises(Refused, match="Kirjoita syy"):
        jury.sheet(0, 0).abstain(by=jury.chair.user, reason="")
    assert jury.sheet(0, 0).state == "assigned"


# Who sees what


def seen_by(user, jury) -> tuple[int, int, int, bool]:
    """How many candidates by name, to read, and sheets; and whether the ranking."""
    return (
        Ehdokas.objects.visible_to(user).filter(sarja=jury.sarja).count(),
        Ehdokas.objects.readable_by(user).filter(sarja=jury.sarja).count(),
        Arvio.objects.visible_to(user).filter(ehdokas__sarja=jury.sarja).count(),
        standings(jury.kierros, user) is not None,
    )


@pytest.mark.parametrize(
    ("state", "juror", "conflicted", "staff"),
    [
        ("preparing", (3, 0, 0, False), (3, 0, 0, False), (3, 0, 0, False)),
        ("scoring", (3, 3, 3, False), (2, 2, 2, False), (3, 3, 0, False)),
        ("discussion", (3, 3, 8, True), (2, 2, 6, True), (3, 3, 8, True)),
        ("locked", (3, 3, 8, True), (2, 2, 6, True), (3, 3, 8, True)),
    ],
)
def test_each_sees_what_their_part_allows_in_each_state(state, juror, conflicted, staff):
    jury = make_jury("preparing")
    Esteellisyys.objects.pin(jury.candidates[0], jury.jurors[2].user, by=jury.staff, reason="Sukulainen.")
    lead(jury, state)

    assert seen_by(jury.jurors[1].user, jury) == juror
    assert seen_by(jury.jurors[2].user, jury) == conflicted
    assert seen_by(jury.staff, jury) == staff
    for user in (UserFactory(), jury.teot[0].author):
        assert seen_by(user, jury) == (0, 0, 0, False)


def test_superuser_in_conflict_is_bound_like_anybody():
    jury = make_jury("discussion")
    superuser = UserFactory(staff=True, is_superuser=True, organisation=jury.teot[0].owner)

    board = standings(jury.kierros, superuser)

    assert set(board.candidates) == {row.pk for row in jury.candidates[1:]}
    assert Arvio.objects.visible_to(superuser).filter(ehdokas=jury.candidates[0]).count() == 0


@pytest.mark.parametrize("state", ["discussion", "locked"])
def test_conflicted_sees_the_category_as_if_the_candidate_were_not_there(state):
    jury = make_jury("discussion", acts=4)
    user = jury.jurors[2].user
    jury.give(1, 0, 1, 1, 2, reason="Luin uudelleen.")
    user.organisation = jury.teot[0].owner
    user.save()
    if state == "locked":
        jury.fresh().lock(by=jury.staff)

    own, whole = standings(jury.fresh(), user), standings(jury.kierros, jury.staff)

    assert (own.hidden, whole.hidden) == (1, 0)
    assert set(own.candidates) == {row.pk for row in jury.candidates[1:]}
    assert [place.place for place in own.places] == [1, 2, 3]
    Kierros.objects.filter(state="locked").update(state="discussion")
    jury.candidates[0].remove(by=jury.staff, reason="Vertailu.")
    without = standings(jury.fresh(), jury.staff)
    assert (own.scoring.entries, own.scoring.jurors, own.places) == (
        without.scoring.entries,
        without.scoring.jurors,
        without.places,
    )
    assert own.scoring.jurors != whole.scoring.jurors


def test_ranking_is_nobodys_before_the_discussion(jury):
    jury.give_all()

    assert [may_see(jury.kierros, user) for user in (jury.staff, jury.chair.user)] == [False, False]


def test_progress_tells_how_much_and_nothing_of_what(jury):
    jury.give(0, 0, 5, 5, 5)
    jury.give(1, 0, 5)
    jury.sheet(2, 0).abstain(by=jury.jurors[2].user, reason="En tunne alaa.")

    progress = jury.kierros.progress()

    counts = {"given": 1, "open": 1, "begun": 1, "left_out": 1, "below": 1}
    assert progress["candidates"][0] == counts | {"candidate": jury.candidates[0]}
    mine = {"juror": jury.jurors[0], "given": 1, "open": 2, "begun": 0, "left_out": 0, "below": 1}
    assert [row for row in progress["jurors"] if row["juror"] == jury.jurors[0]] == [mine]


# Notes and questions


def test_own_note_is_kept_once_and_goes_when_emptied(jury):
    Merkinta.objects.keep(jury.chair, jury.candidates[0], "Lue uudelleen.")
    Merkinta.objects.keep(jury.chair, jury.candidates[0], "Luettu.")
    assert Merkinta.objects.get().text == "Luettu."
    Merkinta.objects.keep(jury.chair, jury.candidates[0], "  ")
    assert not Merkinta.objects.exists()


def test_question_is_answered_to_all_jurors_of_the_candidate(jury):
    jury.candidates[0].ask("Onko mittari varma?", juror=jury.chair)
    jury.candidates[0].ask("Onko mittari varma?", juror=jury.chair)
    kysymys = Kysymys.objects.get()
    assert list(Kysymys.objects.seen_by(jury.jurors[1])) == []

    kysymys.answer_with("On, se tarkistettiin.", by=jury.staff)

    mails = Sahkoposti.objects.filter(kind="palkinnot/question_answered")
    assert sorted(mails.values_list("to", flat=True)) == sorted(juror.user.email for juror in jury.jurors)
    assert list(Kysymys.objects.seen_by(jury.jurors[1])) == [kysymys]
    with pytest.raises(Refused, match="vastasi tähän"):
        kysymys.answer_with("Ei.", by=UserFactory(staff=True))


def test_only_staff_answer_and_nobody_asks_of_what_is_not_theirs_to_judge(jury):
    kysymys = jury.candidates[0].ask("Onko?", juror=jury.chair)
    Esteellisyys.objects.declare(jury.candidates[1], by=jury.chair.user, reason="Tuttu.")

    with pytest.raises(Refused, match="Vain ohjelmatoimisto"):
        kysymys.answer_with("On.", by=jury.chair.user)
    with pytest.raises(Refused, match="ei ole sinun arvioitavanasi"):
        jury.candidates[1].ask("Onko?", juror=jury.chair)


def test_what_is_said_in_the_discussion_is_said_once():
    jury = make_jury("discussion")

    jury.candidates[0].say("Paras.", by=jury.chair.user)
    jury.candidates[0].say("Paras.", by=jury.chair.user)

    assert [said.text for said in jury.candidates[0].puheenvuorot.all()] == ["Paras."]
    with pytest.raises(Refused, match="ei ole sinun"):
        jury.candidates[0].say("Minä olin siellä.", by=UserFactory())


# Ties


def test_agreed_order_breaks_a_tie_and_only_in_the_discussion():
    jury = make_jury("scoring", acts=2, tie_breaks=["discussion"])
    for juror in range(3):
        for candidate in range(2):
            jury.give(juror, candidate, 3, 3, 3)
    with pytest.raises(Refused, match="Kierros on tilassa"):
        jury.fresh().agree(jury.candidates[::-1], by=jury.chair.user, reason="Äänestettiin.")
    jury.fresh().open_discussion(by=jury.chair.user)
    assert [place.place for place in standings(jury.fresh(), jury.staff).places] == [1, 1]

    jury.kierros.agree(jury.candidates[::-1], by=jury.chair.user, reason="Äänestettiin 2–1.")

    places = standings(jury.fresh(), jury.staff).places
    assert [(place.entry, place.place, place.decided_by) for place in places] == [
        (jury.candidates[1].pk, 1, "discussion"),
        (jury.candidates[0].pk, 2, "discussion"),
    ]


def test_agreeing_is_not_for_those_in_conflict_nor_for_members():
    jury = make_jury("discussion", acts=2)
    Esteellisyys.objects.pin(jury.candidates[0], jury.chair.user, by=jury.staff, reason="Sukulainen.")

    with pytest.raises(Refused, match="esteellinen"):
        jury.fresh().agree(jury.candidates, by=jury.chair.user, reason="Syy.")
    with pytest.raises(Refused, match="puheenjohtaja"):
        jury.fresh().agree(jury.candidates, by=jury.jurors[1].user, reason="Syy.")
    for order in ([jury.candidates[1]], [jury.candidates[1]] * 2):
        with pytest.raises(Refused, match="vähintään kaksi"):
            jury.fresh().agree(order, by=jury.staff, reason="Syy.")
    assert jury.fresh().agreed == []
