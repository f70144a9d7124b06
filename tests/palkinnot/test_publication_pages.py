"""Staff publish, call off, run the gala and correct in the admin; everything that cannot be undone asks who it is."""

import time
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.utils import timezone

from kampanjat.models import Kampanja
from palkinnot import award_mails, publication
from palkinnot.models import Esteellisyys, Oikaisu, Palkinto, Sarja
from tekojentori.models import Sahkoposti
from tekojentori.moments import moment
from tests.factories import UserFactory, enter_admin
from tests.juries import make_jury
from tests.palkinnot.test_deciding_pages import BASE, award, text_of
from tests.palkinnot.test_palkinto import choice, decide, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shared_jury(kept):
    return make_jury("locked", acts=2, jurors=2)


@pytest.fixture
def other():
    return UserFactory(staff=True)


@pytest.fixture
def as_(client):
    def as_(user, *, fresh_step: bool = True):
        enter_admin(client, user)
        if fresh_step:
            refresh(client)
        return client

    return as_


def refresh(client, at: float | None = None) -> None:
    """The second step has been passed at this moment."""
    session = client.session
    session["account_authentication_methods"][0]["at"] = time.time() if at is None else at
    session.save()


def campaign(jury, step: str = "") -> str:
    return f"{BASE}/kampanja/{jury.kampanja.pk}/{step and step + '/'}"


def category(sarja, step: str) -> str:
    return f"{BASE}/sarja/{sarja.pk}/{step}/"


def seen(jury) -> str:
    return publication.token(jury.kampanja)


def at_fields(at) -> dict:
    local = timezone.localtime(at)
    return {"when": "hetki", "at_0": f"{local:%d.%m.%Y}", "at_1": f"{local:%H.%M}"}


def stored(jury):
    return Kampanja.objects.get(pk=jury.kampanja.pk).results_public_from


def tomorrow():
    return (timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)


def test_publishing_asks_for_the_second_step_again_and_keeps_what_was_typed(jury, other, as_):
    decide(jury, other)
    client = as_(other, fresh_step=False)
    asked = client.get(campaign(jury, "julkista"))
    assert (asked.status_code, asked["Location"].partition("?")[0]) == (302, "/tili/vahvistus/uudelleen/")

    refresh(client, time.time() - 15 * 60 + 5)
    form = client.get(campaign(jury, "julkista"))
    assert form.status_code == 200
    refresh(client, time.time() - 15 * 60 - 1)
    at = tomorrow()
    late = client.post(
        campaign(jury, "julkista"), at_fields(at) | {"seen": seen(jury), "writer": form.context["writer"]}
    )
    assert (late.status_code, stored(jury)) == (302, None)
    refresh(client)
    again = client.get(campaign(jury, "julkista"))
    assert f'value="{timezone.localtime(at):%d.%m.%Y}"' in again.text


def test_results_become_public_at_the_instant_that_was_chosen(jury, other, as_):
    decide(jury, other)
    client, at = as_(other), tomorrow()
    page = client.get(campaign(jury, "julkista"))
    assert "Julkista (5 sivua, 2 viestiä)" in page.text
    assert "Rohkea ja tuloksellinen." in page.text

    answer = client.post(campaign(jury, "julkista"), at_fields(at) | {"seen": page.context["token"]}, follow=True)

    assert stored(jury) == at
    assert f"Julkistus on ajastettu, {moment(at)}" in text_of(answer).replace("ajastettu ,", "ajastettu,")


def test_the_preview_is_the_years_public_page_as_it_would_be(jury, other, as_):
    decide(jury, other)
    client, year = as_(other), f"/palkinnot/{jury.kampanja.year}/"
    preview = client.get(campaign(jury, "esikatselu"))
    assert (preview.status_code, "Rohkea ja tuloksellinen." in preview.text) == (200, True)
    assert f'src="{campaign(jury, "esikatselu")}"' in client.get(campaign(jury, "julkista")).text
    assert "Rohkea ja tuloksellinen." not in client.get(year).text

    later = Sarja.objects.create(kampanja=jury.kampanja, name_fi="Vielä auki", selection="staff")
    one = client.get(category(jury.sarja, "esikatselu"))
    assert ["Rohkea ja tuloksellinen." in one.text, later.name in one.text] == [True, False]
    assert category(jury.sarja, "esikatselu") in client.get(category(jury.sarja, "julkista")).text

    Esteellisyys.objects.create(ehdokas=jury.candidates[1], user=other, cause="pinned", reason="Sisarus.")
    assert client.get(campaign(jury, "esikatselu")).status_code == 404
    assert client.get(category(jury.sarja, "esikatselu")).status_code == 404
    assert "Rohkea ja tuloksellinen." not in client.get(campaign(jury, "julkista")).text


def test_the_galas_end_is_offered(jury, other, as_):
    ends_at = tomorrow()
    Kampanja.objects.filter(pk=jury.kampanja.pk).update(
        gala_starts_at=ends_at - timedelta(hours=3), gala_ends_at=ends_at
    )
    decide(jury, other)

    page = as_(other).get(campaign(jury, "julkista"))

    assert page.context["form"]["at"].value() == ends_at
    assert "Ehdotuksena on gaalan loppu." in page.text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"when": "hetki", "at_0": "1.1.2020", "at_1": "12.00"}, "on jo mennyt. Anna hetki, joka on edessä."),
        ({"when": "hetki"}, "Anna päivä ja kellonaika."),
        ({"when": "hetki", "at_0": "eilen", "at_1": "12.00"}, "Kirjoita päivä näin"),
        ({}, "Valitse, milloin tulokset tulevat julki."),
        ({"when": "joskus"}, "joskus"),
    ],
    ids=["past", "none", "no date", "nothing", "no choice"],
)
def test_an_instant_that_will_not_do_is_told_by_its_field(jury, other, as_, fields, message):
    decide(jury, other)

    answer = as_(other).post(campaign(jury, "julkista"), fields | {"seen": seen(jury)})

    assert (answer.status_code, message in answer.text, stored(jury)) == (422, True, None)


def test_what_is_missing_is_listed_with_its_page_and_refused(jury, other, as_):
    client = as_(other)
    page = client.get(campaign(jury))
    assert (
        f'<a href="{category(jury.sarja, "x")[:-2]}">Sarja ”Rohkein teko”: palkintoja ei ole vahvistettu.</a>'
        in page.text
    )
    assert "Julkista tulokset" not in page.text
    for path in (campaign(jury, "julkista"), campaign(jury, "gaala"), category(jury.sarja, "julkista")):
        offered = client.get(path).text
        buttons = [word for word in ("Julkista (", "Julkista kaikki", "Julkista nyt") if word in offered]
        assert ("palkintoja ei ole vahvistettu." in offered, buttons) == (True, [])

    answer = client.post(campaign(jury, "julkista"), {"when": "nyt", "seen": seen(jury)})
    assert (answer.status_code, stored(jury)) == (422, None)


def test_a_publication_page_opened_before_a_change_publishes_nothing(jury, other, as_):
    sarja = decide(jury, other)
    client, old = as_(other), seen(jury)
    sarja.undo(by=other, reason="Korjataan.")
    decide(jury, other, choice(jury.candidates[0], citation_fi="Uusi."))

    late = client.post(campaign(jury, "julkista"), {"when": "nyt", "seen": old})

    assert (late.status_code, stored(jury)) == (422, None)
    assert "Joku muu on muuttanut päätöksiä" in late.text
    assert client.post(campaign(jury, "julkista"), {"when": "nyt", "seen": late.context["token"]}).status_code == 302


def test_publication_is_called_off_with_a_reason_before_the_instant_and_not_after(jury, other, as_):
    decide(jury, other)
    at = tomorrow()
    publication.publish(jury.kampanja, by=jury.staff, at=at)
    client = as_(other)
    assert client.post(campaign(jury, "peru"), {"reason": ""}).status_code == 422
    assert client.post(campaign(jury, "peru"), {"reason": "Gaala siirtyy."}).status_code == 302
    assert stored(jury) is None

    publication.publish(jury.kampanja, by=jury.staff, at=at)
    with time_machine.travel(at, tick=False):
        refresh(client)
        shown = client.get(campaign(jury, "peru")).text
        assert ("joten julkistusta ei voi perua" in shown, 'name="reason"' in shown) == (True, False)
        late = client.post(campaign(jury, "peru"), {"reason": "Myöhässä."})
    assert (late.status_code, "joten julkistusta ei voi perua" in late.text, stored(jury)) == (422, True, at)
    assert "Myöhässä.</textarea>" in late.text


def test_one_category_is_revealed_first_and_concealed_again(jury, other, as_):
    sarja, client, at = decide(jury, other), as_(other), tomorrow()
    Sarja.objects.create(kampanja=jury.kampanja, name_fi="Toinen", selection="staff")
    assert "Julkista erikseen" in client.get(campaign(jury)).text

    assert client.post(category(sarja, "julkista"), at_fields(at) | {"seen": seen(jury)}).status_code == 302
    assert fresh(sarja).revealed_from == at
    assert client.post(category(sarja, "salaa"), {"reason": "Kaikki kerralla."}).status_code == 302
    assert (fresh(sarja).revealed_from, stored(jury)) == (None, None)


def test_one_category_may_come_first_while_the_others_wait_for_their_instant(jury, other, as_):
    sarja, client, at = decide(jury, other), as_(other), tomorrow()
    publication.publish(jury.kampanja, by=jury.staff, at=at)
    assert "Julkista erikseen" in client.get(campaign(jury)).text
    assert "Julkista nyt" in client.get(campaign(jury, "gaala")).text

    late = client.post(category(sarja, "julkista"), at_fields(at) | {"seen": seen(jury)})
    assert (late.status_code, "Anna hetki, joka on ennen sitä." in late.text) == (422, True)
    assert client.post(category(sarja, "julkista"), {"when": "nyt", "seen": seen(jury)}).status_code == 302
    assert (fresh(sarja).has_results(), stored(jury)) == (True, at)
    assert "Julkista nyt" not in client.get(campaign(jury, "gaala")).text


def test_mails_are_seen_with_their_number_and_the_winners_called(jury, other, as_):
    sarja, client = decide(jury, other), as_(other)
    page = client.get(campaign(jury, "viestit"))
    assert "Kutsu palkittavat (1 viesti)" in text_of(page)
    assert "Rohkea ja tuloksellinen." in page.text
    assert "Luonnokset (2)" in text_of(page)

    sarja.undo(by=other, reason="Perustelu vaihtuu.")
    assert "Perustelu vaihtuu." in client.get(campaign(jury, "viestit")).text
    decide(jury, other)
    assert "Lähetä (1 viesti)" in text_of(client.get(campaign(jury, "kutsut")))
    assert client.post(campaign(jury, "kutsut")).status_code == 302
    assert Sahkoposti.objects.filter(kind=award_mails.WINNER.kind).exclude(released_at=None).count() == 1
    assert "Ei lähetettävää." in client.get(campaign(jury, "kutsut")).text
    assert "1 viesti palkittavalle on jo lähtenyt." in client.get(category(sarja, "peru")).text


def test_mails_of_a_category_one_is_in_conflict_with_are_not_shown_and_that_is_told(jury, other, as_):
    decide(jury, other)
    Esteellisyys.objects.create(ehdokas=jury.candidates[1], user=other, cause="pinned", reason="Sisarus.")

    page, free = as_(other).get(campaign(jury, "viestit")).text, as_(jury.staff).get(campaign(jury, "viestit")).text

    told = "Olet esteellinen osassa sarjoista, joten niiden viestejä ei näytetä."
    assert [told in page, "Rohkea ja tuloksellinen." in page] == [True, False]
    assert [told in free, "Rohkea ja tuloksellinen." in free] == [False, True]


def test_nobody_is_offered_to_undo_what_is_public(jury, other, public, as_):
    page = as_(other).get(category(jury.sarja, "peru"), follow=True)

    assert page.redirect_chain[-1] == (f"/hallinta/palkinnot/palkinto/sarja/{jury.sarja.pk}/", 302)
    assert "Tulokset ovat jo julki. Muuta niitä oikaisulla." in page.text


def test_mails_that_did_not_go_are_told(jury, other, as_):
    decide(jury, other)
    Sahkoposti.objects.filter(kind=award_mails.WINNER.kind).update(state="failed", error="Palvelin ei vastaa.")

    page = as_(other).get(campaign(jury, "viestit"))

    assert ("Eivät lähteneet (1)" in text_of(page), "Palvelin ei vastaa." in page.text) == (True, True)


def three_categories(jury, other) -> list[Sarja]:
    decide(jury, other, choice(jury.candidates[0], citation_fi="Ensimmäinen juonto."))
    for name in ("Toinen", "Kolmas"):
        sarja = Sarja.objects.create(kampanja=jury.kampanja, name_fi=name, selection="staff", position=2)
        sarja.gather(by=other)
        ehdokas = sarja.ehdokkaat.order_by("pk").first()
        sarja.propose([choice(ehdokas, citation_fi=f"{name} juonto.")], by=jury.staff, reason="Hyvä.")
        sarja.confirm(by=other)
    return list(jury.kampanja.sarjat.in_gala_order())


def test_categories_are_put_in_the_galas_order_by_buttons(jury, other, as_):
    first, second, third = three_categories(jury, other)
    client = as_(other)
    page = client.get(campaign(jury, "gaala"))
    token = page.context["page"].order_token

    assert client.post(campaign(jury, "gaala"), {"up": third.pk, "seen": token}).status_code == 302
    assert list(jury.kampanja.sarjat.in_gala_order()) == [first, third, second]
    stale = client.post(campaign(jury, "gaala"), {"up": third.pk, "seen": token})
    assert (stale.status_code, "Joku muu on muuttanut järjestystä" in stale.text) == (409, True)
    now = stale.context["page"].order_token
    assert client.post(campaign(jury, "gaala"), {"down": second.pk, "seen": now}).status_code == 302
    assert list(jury.kampanja.sarjat.in_gala_order()) == [first, third, second]
    assert client.post(campaign(jury, "gaala"), {"up": "x", "seen": now}).status_code == 409


def test_presenter_and_run_sheet_follow_the_order_and_hide_what_one_is_in_conflict_with(jury, other, as_):
    three_categories(jury, other)
    client = as_(other)

    for step in ("gaala/juonto", "gaala/ajolista"):
        text = client.get(campaign(jury, step)).text
        places = [text.index(f"{name} juonto.") for name in ("Ensimmäinen", "Toinen", "Kolmas")]
        assert all(one < later for one, later in pairwise(places))
        assert jury.candidates[0].title in text

    Esteellisyys.objects.pin(
        Sarja.objects.get(name_fi="Toinen").ehdokkaat.first(), other, by=jury.staff, reason="Sisarus."
    )
    for step in ("gaala/juonto", "gaala/ajolista"):
        text = client.get(campaign(jury, step)).text
        assert ["Toinen juonto." in text, "Kolmas juonto." in text] == [False, True]


@pytest.fixture
def public(jury, other):
    sarja = decide(jury, other)
    publication.publish(jury.kampanja, by=other)
    return fresh(sarja)


NOTES = {"note_fi": "Luku oli väärä.", "note_sv": "Siffran var fel."}


def correction(ehdokas, **fields) -> dict:
    texts = {"ehdokas": ehdokas.pk, "what": "muuta", "kind": "prize", "citation_fi": "Uusi.", "citation_sv": "Ny."}
    return texts | NOTES | fields


def test_a_correction_is_proposed_and_confirmed_by_another(jury, other, public, as_):
    client, first = as_(other), jury.candidates[0]
    page = client.get(category(public, "oikaise") + f"?ehdokas={first.pk}")
    assert "Rohkea ja tuloksellinen.</textarea>" in page.text
    lacking = client.post(category(public, "oikaise"), correction(first, note_sv="", seen=public.decision_token))
    assert (lacking.status_code, "Kirjoita ruotsiksi, mitä oikaistaan" in lacking.text) == (422, True)
    assert "Uusi.</textarea>" in lacking.text

    assert client.post(category(public, "oikaise"), correction(first, seen=public.decision_token)).status_code == 302
    oikaisu = Oikaisu.objects.get()
    base = f"{BASE}/oikaisu/{oikaisu.pk}/"
    assert "Ehdotus on sinun" in client.get(base).text
    own = client.post(f"{base}vahvista/")
    assert (own.status_code, "Omaa ehdotusta ei voi vahvistaa" in own.text) == (422, True)

    client = as_(jury.staff)
    assert "Luku oli väärä." in client.get(campaign(jury)).text
    # Of the correction, and the winner's own, which no tick has let go yet and which is written anew.
    assert "Vahvista oikaisu (2 viestiä)" in text_of(client.get(f"{base}vahvista/"))
    assert client.post(f"{base}vahvista/").status_code == 302
    assert Palkinto.objects.get().citation_fi == "Uusi."
    assert "Rohkea ja tuloksellinen." in client.get(base).text


def test_a_mention_afterwards_an_annulment_and_a_correction_returned(jury, other, public, as_):
    client, (first, second) = as_(other), jury.candidates
    data = correction(second, kind="mention", seen=public.decision_token)
    assert client.post(category(public, "oikaise"), data).status_code == 302
    annulled = {"ehdokas": first.pk, "what": "kumoa", "seen": public.decision_token} | NOTES
    assert client.post(category(public, "oikaise"), annulled).status_code == 302
    nobody = client.post(category(public, "oikaise"), annulled | {"ehdokas": ""})
    assert (nobody.status_code, "Valitse ehdokas." in nobody.text) == (422, True)
    mention, annulment = Oikaisu.objects.order_by("pk")
    assert annulment.becomes == {}

    client = as_(jury.staff)
    counted = text_of(client.get(f"{BASE}/oikaisu/{annulment.pk}/vahvista/"))
    assert "Vahvista oikaisu (2 viestiä)" in counted  # of the annulment, and feedback as to everybody without a prize
    assert "Kiitos osallistumisesta" in counted
    assert client.post(f"{BASE}/oikaisu/{mention.pk}/vahvista/").status_code == 302
    back = f"{BASE}/oikaisu/{annulment.pk}/palauta/"
    assert client.post(back, {"reason": " "}).status_code == 422
    assert client.post(back, {"reason": "Palkinto pysyy."}).status_code == 302
    assert [row.kind for row in Palkinto.objects.public(timezone.now()).for_list()] == ["prize", "mention"]


def test_who_is_in_conflict_corrects_nothing(jury, other, public, as_):
    bound = UserFactory(staff=True, is_superuser=True)
    Esteellisyys.objects.create(ehdokas=jury.candidates[1], user=bound, cause="pinned", reason="Sisarus.")
    oikaisu = public.propose_correction(
        jury.candidates[0],
        becomes=choice(jury.candidates[0], citation_fi="Uusi."),
        notes={"fi": "Luku.", "sv": "Siffra."},
        by=other,
    )
    client = as_(bound)

    assert client.get(f"{BASE}/oikaisu/{oikaisu.pk}/").status_code == 404
    assert client.post(f"{BASE}/oikaisu/{oikaisu.pk}/vahvista/").status_code == 404
    refused = client.post(
        category(public, "oikaise"), correction(jury.candidates[0], seen=fresh(public).decision_token)
    )
    assert (refused.status_code, "Olet tässä sarjassa esteellinen" in refused.text) == (422, True)


@pytest.mark.parametrize("count", [1, 3])
def test_campaigns_page_asks_as_little_of_one_category_as_of_three(jury, other, as_, count, django_assert_num_queries):
    if count == 3:
        three_categories(jury, other)
    else:
        decide(jury, other)
    client = as_(other)

    for step, queries in (("", 9), ("gaala", 8), ("gaala/juonto", 9)):
        with django_assert_num_queries(queries):
            client.get(campaign(jury, step))


def test_a_proposal_is_not_read_from_the_presenters_page(jury, other, as_):
    sarja = fresh(jury.sarja)
    client = as_(jury.staff)
    client.post(category(sarja, "ehdota"), award(jury.candidates[0]) | {"seen": sarja.decision_token})

    assert "Yhtään päätöstä ei ole vielä vahvistettu." in client.get(campaign(jury, "gaala/juonto")).text
