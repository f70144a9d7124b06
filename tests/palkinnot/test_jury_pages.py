"""Jurors' pages: coming in, the list, the sheet saved and refused, two windows, and what is never lost."""

import re

import pytest
from django.test import Client

from palkinnot import declaration
from palkinnot.models import Arvio, Esteellisyys, Kierros, Kysymys, Merkinta, Raatilainen, Sarja
from palkinnot.models.merkinta import digest_of
from teot import authors
from tests.factories import UserFactory
from tests.juries import make_jury

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_jury(kept):
    return make_jury("scoring")


def enter(client, juror):
    client.force_login(juror.user)
    return client


def path_of(jury, candidate: int = 0, rest: str = "") -> str:
    return f"/raati/{jury.kierros.pk}/{jury.candidates[candidate].pk}/{rest}"


def filled(client, path: str, **changes) -> dict:
    """What the form of the page would send, with the changes."""
    page = client.get(path).context["page"]
    fields = {name: value for name, value in page.form.initial.items() if value not in (None, False)}
    hidden = {"seen": page.number, "note_seen": page.note_digest, "page": page.mark, "writer": page.writer}
    return fields | hidden | {"turn": 0, "end": "1", "go": "stay"} | changes


def answers(jury, *values) -> dict:
    criteria = jury.sarja.kriteerit.order_by("position").values_list("pk", flat=True)
    return {f"k{key}": value for key, value in zip(criteria, values, strict=False)}


# Coming in


def invited(jury):
    user = UserFactory()
    return user, Raatilainen.objects.invite(jury.raati, by=jury.staff, email=user.email, name=user.name)


def test_opening_the_invitation_accepts_nothing(client):
    jury = make_jury("preparing")
    user, seat = invited(jury)
    client.force_login(user)

    page = client.get(f"/raati/kutsu/{seat.pk}/")

    assert page.status_code == 200
    seat.refresh_from_db()
    assert (seat.user, seat.accepted_at) == (None, None)


def test_juror_accepts_signs_and_tells_of_conflicts_before_reading(client):
    jury = make_jury("preparing")
    user, seat = invited(jury)
    client.force_login(user)

    accepted = client.post(f"/raati/kutsu/{seat.pk}/", {"answer": "accept"})
    assert accepted.url == f"/raati/kutsu/{seat.pk}/sitoumus/"
    assert client.get(f"/raati/{jury.kierros.pk}/esteellisyydet/").status_code == 404
    signed = client.post(accepted.url, {"read": declaration.digest(), "agree": "on"})
    assert signed.url == f"/raati/{jury.kierros.pk}/esteellisyydet/"
    assert seat.sitoumukset.get().text == declaration.text()
    page = client.get(signed.url)
    assert [row.title for row in page.context["page"].free] == sorted(teko.title for teko in jury.teot)
    assert jury.teot[0].starting_point not in page.content.decode()
    client.post(signed.url, {"candidates": [jury.candidates[1].pk], "reason": "Sisareni johtaa hanketta."})

    row = Esteellisyys.objects.get(user=user)
    assert (row.ehdokas, row.cause, row.reason) == (jury.candidates[1], "declared", "Sisareni johtaa hanketta.")


def test_declaration_is_not_signed_unread(client):
    jury = make_jury("preparing")
    user, seat = invited(jury)
    seat.accept(by=user)
    client.force_login(user)
    path = f"/raati/kutsu/{seat.pk}/sitoumus/"

    assert client.post(path, {"read": declaration.digest()}).status_code == 422
    assert client.post(path, {"read": "toinen", "agree": "on"}).status_code == 422
    assert seat.sitoumukset.count() == 0


def test_invitation_is_declined_with_a_reason(client):
    jury = make_jury("preparing")
    user, seat = invited(jury)
    client.force_login(user)

    path = f"/raati/kutsu/{seat.pk}/"

    refused = client.post(path, {"answer": "decline", "reason": "En\x00 ehdi."})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    client.post(path, {"answer": "decline", "reason": "En ehdi."})

    seat.refresh_from_db()
    assert (seat.declined_at is None, seat.change_reason) == (False, "En ehdi.")
    assert client.get("/raati/").context["page"].declined == [seat]


def test_invitation_of_somebody_else_is_no_page(client):
    jury = make_jury("preparing")
    _user, seat = invited(jury)
    client.force_login(UserFactory())

    assert client.get(f"/raati/kutsu/{seat.pk}/").status_code == 404
    assert client.post(f"/raati/kutsu/{seat.pk}/", {"answer": "accept"}).status_code == 404


def test_stranger_is_sent_to_sign_in_and_back(client):
    answer = client.get("/raati/")

    assert (answer.status_code, answer.url) == (302, "/kirjaudu/?next=/raati/")


# The list


def test_list_has_own_candidates_in_own_order_with_their_states(jury, client):
    jury.give(1, 0, 4, 4, 4)
    jury.give(1, 1, 4)
    Arvio.objects.filter(pk=jury.sheet(1, 2).pk).update(place=0)

    page = enter(client, jury.jurors[1]).get(f"/raati/{jury.kierros.pk}/").context["page"]

    assert [row.title for row in page.rows] == [jury.candidates[place].title for place in (2, 0, 1)]
    assert [(row.arvio.state, row.answered) for row in page.rows] == [("assigned", 0), ("given", 3), ("begun", 1)]
    assert (page.done, page.total, page.next_open.title) == (1, 3, jury.candidates[1].title)
    assert {row.language for row in page.rows} == {""}
    english = client.get(f"/en/raati/{jury.kierros.pk}/").text
    assert all(f' lang="fi">{candidate.title}</a>' in english for candidate in jury.candidates)
    assert f' lang="fi">{page.next_open.title}</span>' in english


def test_list_leaves_out_a_candidate_in_conflict_and_tells_how_many(jury, client):
    Esteellisyys.objects.declare(jury.candidates[0], by=jury.jurors[1].user, reason="Oma hanke.")

    page = enter(client, jury.jurors[1]).get(f"/raati/{jury.kierros.pk}/")

    assert (page.context["page"].total, page.context["page"].conflicts) == (2, 1)
    assert jury.candidates[0].title not in page.content.decode()


@pytest.mark.parametrize("acts", [1, 3])
def test_list_asks_as_much_for_one_as_for_three(client, django_assert_num_queries, acts):
    jury = make_jury("scoring", acts=acts)
    enter(client, jury.jurors[1])

    with django_assert_num_queries(8):
        client.get(f"/raati/{jury.kierros.pk}/")


@pytest.mark.parametrize("acts", [1, 3])
def test_home_asks_as_much_for_one_as_for_three(client, django_assert_num_queries, acts):
    jury = make_jury("scoring", acts=acts)
    enter(client, jury.jurors[1])

    with django_assert_num_queries(6):
        client.get("/raati/")


@pytest.mark.parametrize("acts", [1, 3])
def test_sheet_asks_as_much_for_one_as_for_three(client, django_assert_num_queries, acts):
    jury = make_jury("scoring", acts=acts)
    enter(client, jury.jurors[1])

    with django_assert_num_queries(12):
        client.get(path_of(jury))


# The sheet


def test_sheet_shows_the_frozen_version_and_not_a_later_one(jury, client):
    teko = jury.teot[0]
    teko.title = teko.starting_point = "Myöhempi teksti"
    teko.save()
    teko.submit(by=teko.author)
    teko.publish(by=jury.staff, version=teko.submitted_version)

    page = enter(client, jury.jurors[1]).get(path_of(jury)).content.decode()

    assert "Ennen asiat kestivät." in page
    assert "Myöhempi teksti" not in page


def test_sheet_is_saved_and_the_next_open_one_follows(jury, client):
    enter(client, jury.jurors[1])
    form = filled(client, path_of(jury), **answers(jury, 4, 3, 5), comment_to_jury="Vahva.", note="Muista.", go="next")

    answer = client.post(path_of(jury), form)

    arvio = jury.sheet(1, 0)
    assert answer.url == path_of(jury, 1)
    assert (arvio.state, list(arvio.answers.values()), arvio.comment_to_jury) == ("given", [4, 3, 5], "Vahva.")
    assert Merkinta.objects.get().text == "Muista."


def test_last_sheet_leads_to_the_list(client):
    jury = make_jury("scoring", acts=1)
    enter(client, jury.jurors[1])

    answer = client.post(path_of(jury), filled(client, path_of(jury), **answers(jury, 4, 3, 5), go="next"))

    assert answer.url == f"/raati/{jury.kierros.pk}/"


def test_sheet_with_unanswered_criteria_counts_when_the_juror_says_so(jury, client):
    enter(client, jury.jurors[1])

    client.post(path_of(jury), filled(client, path_of(jury), **answers(jury, 4), go="next"))
    assert jury.sheet(1, 0).state == "begun"
    client.post(path_of(jury), filled(client, path_of(jury), done="on"))

    assert jury.sheet(1, 0).state == "given"


@pytest.mark.parametrize("value", ["6", "0", "x", "4.5", "-1"])
def test_faulty_score_is_told_by_its_criterion_and_nothing_changes(jury, client, value):
    enter(client, jury.jurors[1])
    form = filled(client, path_of(jury), **answers(jury, 4, value, 5), note="Ei katoa.")

    answer = client.post(path_of(jury), form)

    second = [*answers(jury, 1, 2, 3)][1]
    assert answer.status_code == 422
    assert answer.context["page"].form.errors == {second: ["Anna kokonaisluku 1–5."]}
    assert "Ei katoa." in answer.content.decode()
    assert (jury.sheet(1, 0).state, Merkinta.objects.count()) == ("assigned", 0)


def test_half_a_form_changes_nothing(jury, client):
    enter(client, jury.jurors[1])
    form = filled(client, path_of(jury), **answers(jury, 4, 4, 4))
    del form["end"]

    assert client.post(path_of(jury), form).status_code == 400
    assert jury.sheet(1, 0).state == "assigned"


def test_autosave_stores_what_is_without_fault_and_sends_no_question(jury, client):
    enter(client, jury.jurors[1])
    form = filled(
        client, path_of(jury), **answers(jury, 4, 9), note="Oma.", question="Kuka?", autosave="1", turn=1795678900123
    )

    answer = client.post(path_of(jury), form).json()

    assert (answer["errors"], answer["number"]) == (1, jury.sheet(1, 0).version)
    assert answer["fields"] == {"note_seen": digest_of("Oma.")}
    assert (list(jury.sheet(1, 0).answers.values()), Kysymys.objects.count()) == ([4], 0)


def test_question_goes_to_staff_once_and_its_answer_to_all_without_the_asker(jury, client):
    enter(client, jury.jurors[1])
    form = filled(client, path_of(jury), question="Montako oli mukana?", go="ask")
    client.post(path_of(jury), form)
    client.post(path_of(jury), form)
    Kysymys.objects.get().answer_with("Kolmekymmentä.", by=jury.staff)

    other = enter(Client(), jury.jurors[2]).get(path_of(jury)).content.decode()

    assert "Montako oli mukana?" in other
    assert "Kolmekymmentä." in other
    assert jury.jurors[1].name not in other


def test_unanswered_question_is_seen_by_its_asker_alone(jury, client):
    jury.candidates[0].ask("Montako oli mukana?", juror=jury.jurors[1])

    assert "Montako oli mukana?" in enter(client, jury.jurors[1]).get(path_of(jury)).content.decode()
    assert "Montako oli mukana?" not in enter(Client(), jury.jurors[2]).get(path_of(jury)).content.decode()


def test_abstaining_needs_a_reason_and_keeps_what_was_written(jury, client):
    jury.give(1, 0, 4, 4, 4)
    enter(client, jury.jurors[1])

    assert client.post(path_of(jury, 0, "pidattaydyn/"), {"reason": " "}).status_code == 422
    client.post(path_of(jury, 0, "pidattaydyn/"), {"reason": "Aihe ei ole tuttu."})

    arvio = jury.sheet(1, 0)
    assert (arvio.state, arvio.reason, list(arvio.answers.values())) == ("abstained", "Aihe ei ole tuttu.", [4, 4, 4])
    client.post(path_of(jury, 0, "jatka/"))
    assert jury.sheet(1, 0).state == "given"


def test_conflict_after_a_given_sheet_sets_it_aside_and_closes_the_candidate(jury, client):
    jury.give(1, 0, 4, 4, 4)
    enter(client, jury.jurors[1])

    client.post(path_of(jury, 0, "jaavi/"), {"reason": "Entinen työpaikkani."})

    assert (jury.sheet(1, 0).state, list(jury.sheet(1, 0).answers.values())) == ("recused", [4, 4, 4])
    assert client.get(path_of(jury)).status_code == 404


def test_keys_are_turned_off_by_the_form_without_losing_what_is_typed(jury, client):
    enter(client, jury.jurors[1])
    form = filled(client, path_of(jury), note="Oma.", keys="ei")
    del form["go"]

    answer = client.post(path_of(jury), form)

    assert answer.url == path_of(jury)
    assert (client.cookies["nappaimet"].value, Merkinta.objects.get().text) == ("ei", "Oma.")
    assert "data-keys" not in client.get(path_of(jury)).content.decode()
    assert ">Turn the keys on</button>" in client.get(f"/en{path_of(jury)}").content.decode()


def test_hint_tells_the_keys_that_the_scales_have(jury, client):
    answer = enter(client, jury.jurors[1]).get(path_of(jury))
    page = answer.context["page"]

    assert "<kbd>1</kbd>–<kbd>5</kbd>" in answer.text
    page.own.criteria[0].low, page.own.criteria[0].high = 0, 10
    assert page.digits == [0, 9]


# Two windows


def test_later_window_sees_both_and_chooses(jury, client):
    enter(client, jury.jurors[1])
    one = filled(client, path_of(jury), **answers(jury, 5, 4, 3), comment_to_jury="Ensin.", note="Ensin oma.")
    other = filled(client, path_of(jury), **answers(jury, 1, 4, 3), comment_to_jury="Sitten.", note="Sitten oma.")
    client.post(path_of(jury), one)

    refused = client.post(path_of(jury), other)

    assert refused.status_code == 409
    first, *_rest = answers(jury, 1)
    shown = {(each.name, each.mine, each.theirs) for each in refused.context["page"].differences}
    assert shown == {
        (first, "1", "5"),
        ("comment_to_jury", "Sitten.", "Ensin."),
        ("note", "Sitten oma.", "Ensin oma."),
    }
    page = refused.context["page"]
    chosen = dict(page.sent) | {"seen": page.number, "note_seen": page.note_digest, "resolve": "1"}
    assert client.post(path_of(jury), chosen).status_code == 409
    keep = {f"keep-{first}": "theirs", "keep-comment_to_jury": "mine", "keep-note": "mine"}
    client.post(path_of(jury), chosen | keep)

    arvio = jury.sheet(1, 0)
    assert (list(arvio.answers.values()), arvio.comment_to_jury) == ([5, 4, 3], "Sitten.")
    assert Merkinta.objects.get().text == "Sitten oma."


def test_own_notes_alone_conflict_too(jury, client):
    enter(client, jury.jurors[1])
    one, other = (filled(client, path_of(jury), note=text) for text in ("Ensin.", "Sitten."))
    client.post(path_of(jury), one)

    assert client.post(path_of(jury), other).status_code == 409
    assert Merkinta.objects.get().text == "Ensin."


def test_window_does_not_conflict_with_its_own_saves(jury, client):
    enter(client, jury.jurors[1])
    form = filled(client, path_of(jury), note="Yksi.", comment_to_jury="Yksi.")
    client.post(path_of(jury), form | {"autosave": "1", "turn": 1})

    answer = client.post(path_of(jury), form | {"note": "Kaksi.", "comment_to_jury": "Kaksi.", "turn": 2})

    assert answer.status_code == 302
    assert (Merkinta.objects.get().text, jury.sheet(1, 0).comment_to_jury) == ("Kaksi.", "Kaksi.")


# What comes too late, or from elsewhere


def test_sheet_after_the_lock_is_refused_and_what_was_typed_is_shown(client):
    jury = make_jury("discussion")
    enter(client, jury.jurors[1])
    form = filled(client, path_of(jury), comment_to_jury="Tätä en halua kirjoittaa uudelleen.", reason="Luin liitteen.")
    jury.kierros.lock(by=jury.chair.user)

    answer = client.post(path_of(jury), form)

    assert answer.status_code == 409
    assert "Kierros on lukittu, joten arvioita ei voi enää muuttaa." in answer.content.decode()
    assert "Tätä en halua kirjoittaa uudelleen." in answer.content.decode()
    assert ("Miksi muutat arviota?", "Luin liitteen.") in answer.context["page"].typed
    assert jury.sheet(1, 0).comment_to_jury == ""


def test_sheet_that_has_been_taken_away_is_refused_and_what_was_typed_is_shown(jury, client):
    enter(client, jury.jurors[1])
    form = filled(client, path_of(jury), comment_to_jury="Hukattu työ.")
    jury.kierros.take_back(jury.sheet(1, 0), by=jury.staff, reason="Tasataan.")

    answer = client.post(path_of(jury), form)

    assert answer.status_code == 409
    assert "Hukattu työ." in answer.content.decode()
    assert "ei ole sinun arvioitavanasi" in answer.content.decode()
    assert client.post(path_of(jury), form | {"autosave": "1"}).status_code == 409


def test_juror_whose_seat_has_ended_gets_the_text_back(jury, client):
    jury.give(1, 0, 4)
    enter(client, jury.jurors[1])
    form = filled(client, path_of(jury), comment_to_jury="Hukattu työ.")
    jury.jurors[1].end(by=jury.staff, reason="Vaihtoi työtä.")

    answer = client.post(path_of(jury), form)

    assert (answer.status_code, "Hukattu työ." in answer.content.decode()) == (409, True)
    assert client.get(path_of(jury)).status_code == 404


def test_sheet_of_another_jury_is_no_page(client):
    jury, other = make_jury("scoring"), make_jury("scoring")
    enter(client, jury.jurors[1])
    form = filled(client, path_of(jury), **answers(jury, 4, 4, 4))

    for path in (path_of(other), f"/raati/{jury.kierros.pk}/{other.candidates[0].pk}/"):
        assert client.get(path).status_code == 404
        assert client.post(path, form).status_code == 404


def test_changed_sheet_in_the_discussion_says_why(client):
    jury = make_jury("discussion")
    enter(client, jury.jurors[1])
    form = filled(client, path_of(jury), **answers(jury, 1, 1, 1))

    without = client.post(path_of(jury), form)
    assert (without.status_code, list(without.context["page"].form.errors)) == (422, ["reason"])
    client.post(path_of(jury), form | {"reason": "Luin liitteen."})

    arvio = jury.sheet(1, 0)
    assert (list(arvio.answers.values()), arvio.change_reason) == ([1, 1, 1], "Luin liitteen.")
    why = client.get(f"/raati/{jury.kierros.pk}/tulokset/{jury.candidates[0].pk}/").content.decode()
    assert re.search(r"Muutti arviotaan:\s+Luin liitteen\.", why)


def test_text_survives_a_lost_session(jury, client):
    enter(client, jury.jurors[1])
    form = filled(client, path_of(jury), comment_to_jury="Kirjoitettu kauan.", **answers(jury, 4))
    client.logout()

    sent = client.post(path_of(jury), form)
    assert sent.url.startswith("/kirjaudu/")
    enter(client, jury.jurors[1])
    page = client.get(path_of(jury))

    assert "Kirjoitettu kauan." in page.content.decode()
    assert page.context["page"].form["comment_to_jury"].value() == "Kirjoitettu kauan."
    assert client.post(path_of(jury), form).status_code == 302
    assert jury.sheet(1, 0).comment_to_jury == "Kirjoitettu kauan."


# Organisations


def test_organisation_is_judged_by_all_its_acts_as_they_were_frozen(client):
    jury = make_jury("preparing", acts=[{"title": "Ensimmäinen"}, {"title": "Vieras"}], jurors=1)
    owner = jury.teot[0].owner
    sarja = Sarja.objects.create(kampanja=jury.kampanja, name_fi="Kehittyvin", target="organisaatio", position=2)
    sarja.use_set("teot-2020", by=jury.staff)
    kierros = Kierros.objects.create(sarja=sarja, raati=jury.raati, sheets_per_candidate=1, quorum=1)
    sarja.gather(by=jury.staff)
    ehdokas = sarja.ehdokkaat.get(organisation=owner)
    for row in sarja.ehdokkaat.all():
        kierros.hand_out(jury.chair, row, by=jury.staff, reason="Ainoa raatilainen.")
    kierros.start(by=jury.chair.user)
    enter(client, jury.chair)
    path = f"/raati/{kierros.pk}/{ehdokas.pk}/"
    keys = [f"k{key}" for key in sarja.kriteerit.values_list("pk", flat=True)]

    text = client.get(path).content.decode()
    answer = client.post(path, filled(client, path, **dict.fromkeys(keys, 4), go="next"))

    assert (owner.name in text, "Ensimmäinen" in text, "Vieras" in text) == (True, True, False)
    assert (answer.status_code, ehdokas.arviot.get().state) == (302, "given")


# Leaving


def test_juror_whose_account_goes_leaves_no_name_behind_and_the_sheets_stay(client, jury):
    jury.give(1, 0, 4, 4, 4)
    juror, user = jury.jurors[1], jury.jurors[1].user
    Merkinta.objects.keep(juror, jury.candidates[0], "Oma.")

    authors.leave(user)

    seat = Raatilainen.objects.get(pk=juror.pk)
    assert (seat.user, seat.name, seat.ended_reason) == (None, "Poistettu käyttäjä", "Tili on poistettu.")
    assert seat.email == f"poistettu-{seat.pk}@poistettu.invalid"
    assert (Merkinta.objects.count(), [row.state for row in seat.arviot.all()]) == (0, ["given"])
    assert not {"email", "name"} & {field.name for field in Raatilainen.pgh_event_model._meta.fields}
