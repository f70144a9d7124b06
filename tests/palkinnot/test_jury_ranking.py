"""The jury's order, why each candidate stands where it does, and what the chair does; who sees what in each stage."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from palkinnot import reminders
from palkinnot.models import Esteellisyys, Kierros, Lukitus, Puheenvuoro
from palkinnot.ranking_page import RankingPage
from palkinnot.standings import standings
from palkinnot.why_page import WhyPage
from tekojentori.models import Sahkoposti
from teot import campaign_times
from tests.factories import UserFactory
from tests.juries import make_jury

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_jury(kept):
    return make_jury("discussion")


def enter(client, juror):
    client.force_login(juror.user)
    return client


def ranking_of(jury, juror: int = 1) -> RankingPage:
    user = jury.jurors[juror].user
    return RankingPage(standings(jury.fresh(), user), user, address=str)


def path_of(jury, rest: str = "tulokset/") -> str:
    return f"/raati/{jury.kierros.pk}/{rest}"


# The table


def test_table_ranks_and_draws_the_line(jury, client):
    jury.sarja.most_prizes = 2
    jury.sarja.save()

    page = enter(client, jury.jurors[1]).get(path_of(jury))

    rows = page.context["ranking"].rows
    assert [(row.place, row.n, row.mean, row.starts_below) for row in rows] == [
        ("1.", 3, "91,7", False),
        ("2.", 3, "66,7", False),
        ("3.", 3, "41,7", True),
    ]
    assert "sarjassa jaetaan enintään 2 palkintoa" in page.content.decode()
    assert {row.language for row in rows} == {""}
    english = client.get(f"/en{path_of(jury)}").text
    assert all(f'<span lang="fi">{row.title}</span>' in english for row in rows)


def test_statistical_tie_at_the_line_is_told_in_words():
    jury = make_jury("discussion", acts=2)
    jury.give(0, 0, 5, 5, 5, reason="Luin.")
    jury.give(1, 0, 1, 1, 1, reason="Luin.")
    jury.give(0, 1, 2, 2, 2, reason="Luin.")
    jury.give(1, 1, 4, 4, 4, reason="Luin.")

    assert ranking_of(jury).line_in_words.startswith("Tilastollinen tasatilanne:")


def test_clear_difference_at_the_line_is_told_in_words(jury):
    assert "joten ero on selvä" in ranking_of(jury).line_in_words


def test_shared_place_over_the_line_is_told(client):
    jury = make_jury("discussion", acts=2)
    for juror in range(3):
        jury.give(juror, 1, *[5 - (juror == 2)] * 3, reason="Luin.")

    page = enter(client, jury.jurors[1]).get(path_of(jury))

    assert [row.place for row in page.context["ranking"].rows] == ["1.", "1."]
    assert "Jaettu sija ylittää palkintojen rajan" in page.content.decode()
    assert '<span class="status is-info">shared place</span>' in client.get(f"/en{path_of(jury)}").content.decode()


def test_candidate_below_the_quorum_has_no_place_and_its_page_says_why(jury):
    jury.sheet(0, 0).abstain(by=jury.jurors[0].user, reason="Aihe ei ole tuttu.")
    jury.sheet(1, 0).abstain(by=jury.jurors[1].user, reason="Aihe ei ole tuttu.")

    ranking = ranking_of(jury)

    last = ranking.rows[-1]
    assert (last.key, last.place, last.n) == (jury.candidates[0].pk, "–", 1)
    page = WhyPage(ranking, jury.candidates[0])
    assert page.place_in_words == "ei sijaa"
    assert "vaaditaan vähintään 2 arviota" in page.counted
    assert "2 arviota on jätetty pois" in page.counted


@pytest.mark.parametrize("acts", [1, 3])
def test_table_asks_as_much_for_one_as_for_three_and_at_most_ten_times(client, django_assert_num_queries, acts):
    jury = make_jury("discussion", acts=acts)
    campaign_times.freeze(timezone.now())
    enter(client, jury.jurors[1])

    with django_assert_num_queries(10):
        client.get(path_of(jury))


@pytest.mark.parametrize("acts", [1, 3])
def test_why_asks_as_much_for_one_as_for_three(client, django_assert_num_queries, acts):
    jury = make_jury("discussion", acts=acts)
    campaign_times.freeze(timezone.now())
    enter(client, jury.jurors[1])

    with django_assert_num_queries(13):
        client.get(path_of(jury, f"tulokset/{jury.candidates[0].pk}/"))


# Who sees what when


@pytest.mark.parametrize("state", ["preparing", "scoring"])
def test_order_is_nobodys_before_the_discussion(client, state):
    jury = make_jury(state)

    for juror in jury.jurors:
        assert enter(client, juror).get(path_of(jury)).status_code == 404
        assert client.get(path_of(jury, f"tulokset/{jury.candidates[0].pk}/")).status_code == 404


def test_in_conflict_sees_the_category_as_if_the_candidate_were_not_there(jury, client):
    Esteellisyys.objects.declare(jury.candidates[0], by=jury.jurors[1].user, reason="Oma hanke.")

    page = enter(client, jury.jurors[1]).get(path_of(jury))

    assert [(row.key, row.place) for row in page.context["ranking"].rows] == [
        (jury.candidates[1].pk, "1."),
        (jury.candidates[2].pk, "2."),
    ]
    assert client.get(path_of(jury, f"tulokset/{jury.candidates[0].pk}/")).status_code == 404


def test_strictness_is_shown_to_the_chair_and_to_each_their_own(jury):
    assert [name for name, _n, _size in ranking_of(jury, 0).strictnesses] == [row.name for row in jury.jurors]
    assert [name for name, _n, _size in ranking_of(jury, 1).strictnesses] == [jury.jurors[1].name]
    sheets = WhyPage(ranking_of(jury, 1), jury.candidates[0]).sheets
    assert [bool(sheet.strictness) for sheet in sheets] == [False, True, False]
    assert "vähemmän kuin muut" in ranking_of(jury, 2).own_strictness


# The discussion and the chair


def test_said_once_however_often_it_is_sent(jury, client):
    path = path_of(jury, f"tulokset/{jury.candidates[0].pk}/")
    enter(client, jury.jurors[1])

    for _click in range(2):
        client.post(path, {"text": "Tämä on rohkea."})

    assert list(Puheenvuoro.objects.values_list("text", flat=True)) == ["Tämä on rohkea."]


def test_chair_moves_the_round_on_with_a_reason_when_the_quorum_is_missing(client):
    jury = make_jury("scoring")
    path = path_of(jury, "puheenjohtaja/keskustelu/")
    enter(client, jury.chair)

    refused = client.post(path, {"state": "scoring"})
    assert (refused.status_code, jury.fresh().state) == (422, "scoring")
    client.post(path, {"state": "scoring", "reason": "Aika loppui."})

    kierros = jury.fresh()
    assert (kierros.state, kierros.state_by, kierros.state_reason) == ("discussion", jury.chair.user, "Aika loppui.")


def test_chair_locks_after_a_page_of_its_own_and_reopens_with_a_reason(jury, client):
    enter(client, jury.chair)

    assert client.get(path_of(jury, "puheenjohtaja/lukitse/")).status_code == 200
    assert Lukitus.objects.count() == 0
    client.post(path_of(jury, "puheenjohtaja/lukitse/"), {"state": "discussion"})
    assert (jury.fresh().state, Lukitus.objects.count()) == ("locked", 1)
    assert client.post(path_of(jury, "puheenjohtaja/avaa/"), {"state": "locked"}).status_code == 422
    client.post(path_of(jury, "puheenjohtaja/avaa/"), {"state": "locked", "reason": "Virhe."})

    assert jury.fresh().state == "discussion"


def test_page_of_a_chair_who_comes_second_moves_nothing(client):
    jury = make_jury("locked")
    jury.kierros.reopen(by=jury.staff, reason="Virhe.")

    answer = enter(client, jury.chair).post(
        path_of(jury, "puheenjohtaja/avaa/"), {"state": "locked", "reason": "Kirjoitin turhaan."}, follow=True
    )

    assert (answer.redirect_chain[0][1], jury.fresh().state) == (302, "discussion")
    assert "Kirjoitit: ”Kirjoitin turhaan.”" in answer.content.decode()


def test_juror_is_no_chair(jury, client):
    enter(client, jury.jurors[1])

    for rest in ("puheenjohtaja/", "puheenjohtaja/lukitse/", "puheenjohtaja/tasatilanne/"):
        assert client.get(path_of(jury, rest)).status_code == 404
        assert client.post(path_of(jury, rest), {"state": "discussion"}).status_code in (404, 405)
    assert jury.fresh().state == "discussion"


def tied(**fields):
    jury = make_jury("discussion", acts=2, **fields)
    for juror in range(3):
        jury.give(juror, 1, *[5 - (juror == 2)] * 3, reason="Luin.")
    return jury


def test_chair_records_what_the_discussion_decided_of_a_tie(client):
    jury = tied(tie_breaks=["median", "discussion"])
    first, second = jury.candidates
    order = {f"order-{first.pk}": 2, f"order-{second.pk}": 1}
    path = path_of(jury, "puheenjohtaja/tasatilanne/")
    enter(client, jury.chair)

    same = {f"order-{first.pk}": 1, f"order-{second.pk}": 1}
    assert client.post(path, {"group": first.pk, "reason": "Rohkeus.", **same}).status_code == 422
    client.post(path, {"group": first.pk, "reason": "Rohkeus.", **order})

    assert jury.fresh().agreed == [{"order": [second.pk, first.pk], "reason": "Rohkeus."}]
    rows = ranking_of(jury).rows
    assert [(row.key, row.place, row.is_shared) for row in rows] == [(second.pk, "1.", False), (first.pk, "2.", False)]
    page = client.get(path).context["page"]
    assert [(step, bool(order)) for step, _tied, order in page.steps] == [
        ("Mediaani", False),
        ("Raadin keskustelu", True),
    ]


def test_tie_without_discussion_in_the_chain_stays_shared(client):
    jury = tied(tie_breaks=["median"])

    page = enter(client, jury.chair).get(path_of(jury, "puheenjohtaja/tasatilanne/")).content.decode()

    assert "Sovittuun ketjuun ei kuulu keskustelua" in page


def test_chair_in_conflict_sees_neither_name_nor_counts_of_the_candidate(client):
    jury = make_jury("scoring")
    Esteellisyys.objects.declare(jury.candidates[0], by=jury.chair.user, reason="Oma hanke.")
    enter(client, jury.chair)

    page = client.get(path_of(jury, "puheenjohtaja/"))
    assert len(page.context["page"].progress["candidates"]) == 2
    assert [row["total"] for row in page.context["page"].progress["jurors"]] == [2, 2, 2]
    assert jury.candidates[0].title not in page.content.decode()
    refused = client.post(path_of(jury, "puheenjohtaja/keskustelu/"), {"state": "scoring"})
    assert jury.candidates[0].title not in refused.content.decode()


@pytest.mark.parametrize("acts", [1, 3])
def test_chairs_page_asks_as_much_for_one_as_for_three(client, django_assert_num_queries, acts):
    jury = make_jury("scoring", acts=acts)
    campaign_times.freeze(timezone.now())
    enter(client, jury.chair)

    with django_assert_num_queries(9):
        client.get(path_of(jury, "puheenjohtaja/"))


# Reminders


def reminded() -> list[str]:
    mails = Sahkoposti.objects.filter(kind=reminders.KIND).order_by("pk")
    return [mail.to for mail in mails]


@pytest.mark.parametrize("days", [7, 2, 1])
def test_juror_with_sheets_missing_is_reminded_once_from_the_very_second_on(days):
    jury = make_jury("scoring", jurors=2, acts=1)
    until = timezone.now() + timedelta(days=20)
    Kierros.objects.update(scoring_until=until)
    jury.give(0, 0, 4, 4, 4)
    second = timedelta(seconds=1)
    at = until - timedelta(days=days)
    reminders.post(at - second)
    before = len(reminded())

    assert (reminders.post(at), reminders.post(at + second)) == (1, 0)
    assert reminded()[before:] == [jury.jurors[1].email]


def test_of_reminders_that_nobody_sent_in_time_only_the_last_goes():
    jury = make_jury("scoring", jurors=2, acts=1)
    until = timezone.now() + timedelta(days=20)
    Kierros.objects.update(scoring_until=until)

    assert reminders.post(until - timedelta(hours=30)) == 2
    assert reminders.post(until) == 0
    assert set(reminded()) == {row.email for row in jury.jurors}


def test_nobody_is_reminded_of_a_candidate_in_conflict_or_in_another_state():
    jury = make_jury("scoring", jurors=2, acts=1)
    until = timezone.now() + timedelta(days=1)
    Kierros.objects.update(scoring_until=until)
    for juror in jury.jurors:
        Esteellisyys.objects.declare(jury.candidates[0], by=juror.user, reason="Oma hanke.")

    assert reminders.post(timezone.now()) == 0


def test_reminder_tells_how_many_and_until_when_in_the_jurors_language():
    jury = make_jury("scoring", jurors=1, acts=3, sheets_per_candidate=1, quorum=1)
    user = jury.chair.user
    user.language = "sv"
    user.save()
    with time_machine.travel("2026-11-20 10:00+00:00", tick=False):
        Kierros.objects.update(scoring_until=timezone.now() + timedelta(hours=12))
        reminders.post(timezone.now())

    mail = Sahkoposti.objects.get(kind=reminders.KIND)
    assert "3 bedömningar" in mail.text
    assert "20.11.2026 kl. 24.00" in mail.text.replace("klo", "kl.")
    assert f"/sv/raati/{jury.kierros.pk}/" in mail.text


def test_reading_of_pictures_follows_the_candidates(client):
    """A juror has the frozen version's files; a stranger has not."""
    jury = make_jury("scoring")
    from palkinnot.reading import versions_of

    assert [row.teko_id for row in versions_of(jury.teot[0].pk, jury.jurors[1].user)] == [jury.teot[0].pk]
    assert versions_of(jury.teot[0].pk, UserFactory()) == []
    Esteellisyys.objects.declare(jury.candidates[0], by=jury.jurors[1].user, reason="Oma hanke.")
    assert versions_of(jury.teot[0].pk, jury.jurors[1].user) == []
    assert Client().get(path_of(jury)).status_code == 302
