"""Staff set juries up in the admin: categories, seats, candidates, conflicts, the hand-out of sheets, and the moves."""

import re
from datetime import UTC, datetime

import pytest

from palkinnot.models import Arvio, Ehdokas, Esteellisyys, Kierros, Lukitus, Raati, Raatilainen, Sarja
from palkinnot.models.kriteeri import TEXTS
from tekojentori.mail_count import MailCount
from tekojentori.models import Mykistys, Sahkoposti
from tekojentori.refusals import Refused
from tests.factories import KampanjaFactory, ToimialaFactory, UserFactory, enter_admin
from tests.juries import make_jury
from tests.rendered_forms import fields_of

pytestmark = pytest.mark.django_db

PREPARING, SCORING, DISCUSSION, LOCKED = Kierros.State.values


def page_of(client, jury):
    return client.get(f"/hallinta/palkinnot/kierros/{jury.kierros.pk}/change/")


def step(client, jury, slug, **data):
    return client.post(f"/hallinta/palkinnot/kierros/{jury.kierros.pk}/{slug}/", data)


def settings_of(jury) -> str:
    return f"/hallinta/palkinnot/kierros/{jury.kierros.pk}/saannot/muuta/"


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# Categories and criteria


def category_fields(kampanja, **fields):
    return {
        "kampanja": kampanja.pk,
        "position": 1,
        "name_fi": "Rohkein teko",
        "target": "teko",
        "selection": "jury",
        "fewest_prizes": 0,
        "most_prizes": 3,
        "kriteerit-TOTAL_FORMS": 0,
        "kriteerit-INITIAL_FORMS": 0,
    } | fields


def criterion_fields(number: int, **fields):
    values = {"position": number + 1, "weight": "1", "is_scored": "on", "name_fi": f"Kriteeri {number}"}
    values |= {"low": 1, "high": 5}
    values |= {name: f"{name} {number}" for name in TEXTS if name not in values} | fields
    return {f"kriteerit-{number}-{name}": value for name, value in values.items()}


def test_category_is_made_with_its_criteria(staff_client):
    kampanja = KampanjaFactory()
    sectors = [ToimialaFactory(), ToimialaFactory(id=1, code="opetus", name_fi="Opetus")]
    data = category_fields(kampanja, **criterion_fields(0), **{"kriteerit-TOTAL_FORMS": 1})
    data |= {"organisation_types": ["kunta", "yhtio"], "sectors": [sectors[1].pk]}

    page = staff_client.get("/hallinta/palkinnot/sarja/add/").text
    response = staff_client.post("/hallinta/palkinnot/sarja/add/", data)

    assert (page.count('type="checkbox" name="sectors"'), "selectfilter" in page) == (2, False)
    assert r"Lis\u00e4\u00e4: Kriteeri" in page
    assert response.status_code == 302
    sarja = Sarja.objects.get()
    assert list(sarja.sectors.all()) == sectors[1:]
    assert (sarja.organisation_types, sarja.changed_by.is_staff) == (["kunta", "yhtio"], True)
    assert [(row.name, row.changed_by) for row in sarja.kriteerit.all()] == [("Kriteeri 0", sarja.changed_by)]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"weight": "0"}, "Kriteerien painojen summa on nolla"),
        ({"low": 5, "high": 5}, "Asteikon alun on oltava pienempi"),
        ({"low": 5, "high": 1}, "Asteikon alun on oltava pienempi"),
        ({"weight": "-1"}, "vähintään 0"),
        ({"weight": "paljon"}, "luku"),
        ({"name_sv": " "}, "Raatilaiset lukevat tämän omalla kielellään"),
        ({"guidance_en": ""}, "Raatilaiset lukevat tämän omalla kielellään"),
    ],
)
def test_criterion_that_cannot_be_is_refused_by_a_clear_message(staff_client, fields, fault):
    data = category_fields(KampanjaFactory(), **criterion_fields(0, **fields), **{"kriteerit-TOTAL_FORMS": 1})

    response = staff_client.post("/hallinta/palkinnot/sarja/add/", data)

    assert fault in text_of(response)
    assert not Sarja.objects.exists()


def test_ready_set_is_copied_on_a_page_of_its_own(staff_client):
    sarja = Sarja.objects.create(kampanja=KampanjaFactory(), name_fi="Rohkein")
    path = f"/hallinta/palkinnot/sarja/{sarja.pk}/kriteeristo/"
    assert [name in staff_client.get(path).content.decode() for name in ("Ihmeiden tekijät 2019", "Teot 2020")] == [
        True,
        True,
    ]

    assert staff_client.post(path, {"slug": "teot-2020"}).status_code == 302
    assert [row.name for row in sarja.kriteerit.all()] == ["Tuloksellisuus", "Rohkeus", "Yhdessä tekeminen"]
    assert "on jo kriteereitä" in text_of(staff_client.post(path, {"slug": "teot-2020"}))
    assert staff_client.post(path, {"slug": "oma"}).status_code == 422


def test_criteria_are_only_read_once_the_round_has_begun(staff_client):
    jury = make_jury("scoring", acts=1)
    kriteeri = jury.sarja.kriteerit.first()

    page = staff_client.get(f"/hallinta/palkinnot/sarja/{jury.sarja.pk}/change/").content.decode()
    data = category_fields(jury.kampanja, seen=1, most_prizes=2) | {
        "kriteerit-TOTAL_FORMS": 1,
        "kriteerit-INITIAL_FORMS": 1,
        "kriteerit-0-id": kriteeri.pk,
        "kriteerit-0-sarja": jury.sarja.pk,
    }
    staff_client.post(f"/hallinta/palkinnot/sarja/{jury.sarja.pk}/change/", data | criterion_fields(0, weight="9"))

    kriteeri.refresh_from_db()
    assert ('name="kriteerit-0-weight"' in page, kriteeri.weight) == (False, 1)
    assert Sarja.objects.get().most_prizes == 2


# Seats


def test_juror_is_invited_by_mail(staff_client):
    raati = Raati.objects.create(kampanja=KampanjaFactory(name_fi="Hyvä kiertämään"), name="Raati")
    path = f"/hallinta/palkinnot/raati/{raati.pk}/kutsu/"
    data = {"email": "Raija@esimerkki.example", "name": "Raija Raatilainen", "language": "sv", "role": "chair"}

    assert staff_client.post(path, data | {"represents": "Kunnallisalan työntekijät"}).status_code == 302

    juror = Raatilainen.objects.get()
    mail = Sahkoposti.objects.get(kind="palkinnot/invited")
    assert (juror.email, juror.role, juror.represents) == (
        "raija@esimerkki.example",
        "chair",
        "Kunnallisalan työntekijät",
    )
    assert (mail.to, mail.language) == ("raija@esimerkki.example", "sv")
    assert "/sv/raati/" in mail.text
    assert "Raija Raatilainen" in staff_client.get(f"/hallinta/palkinnot/raati/{raati.pk}/change/").content.decode()


def test_invitation_says_how_many_mails_go(staff_client):
    jury = make_jury("preparing", acts=1, jurors=1)
    base = f"/hallinta/palkinnot/raati/{jury.raati.pk}"
    Mykistys.objects.mute("mykka@esimerkki.example", reason="Osoitetta ei ole.")

    pages = [staff_client.get(f"{base}/{rest}/") for rest in ("kutsu", f"jasen/{jury.chair.pk}/vaihda")]
    muted = staff_client.post(f"{base}/kutsu/", {"email": "Mykka@esimerkki.example"})

    assert ["Lähettää 1 viestin." in text_of(page) for page in pages] == [True, True]
    assert (muted.context["mails"], "Ei lähetä viestejä." in text_of(muted)) == (MailCount(0, 1), True)
    assert "viesti" not in text_of(staff_client.get(f"{base}/jasen/{jury.chair.pk}/paata/")).lower()


def test_faulty_invitation_is_told_by_its_field(staff_client):
    raati = Raati.objects.create(kampanja=KampanjaFactory(), name="Raati")

    response = staff_client.post(f"/hallinta/palkinnot/raati/{raati.pk}/kutsu/", {"email": "raija", "name": ""})

    assert (response.status_code, set(response.context["form"].errors)) == (422, {"email", "name", "language", "role"})
    assert not Raatilainen.objects.exists()


def test_invitation_tells_whether_a_mail_went(staff_client):
    jury = make_jury("preparing", acts=1, jurors=2)
    base, chair = f"/hallinta/palkinnot/raati/{jury.raati.pk}", jury.chair
    Mykistys.objects.mute("mykka@esimerkki.example", reason="Osoitetta ei ole.")
    typed = {"name": "Uusi Nimi", "language": "sv", "role": "member"}

    def invite(email, **more):
        return staff_client.post(f"{base}/kutsu/", typed | {"email": email} | more, follow=True)

    assert "Kutsu on lähetetty: uusi@esimerkki.example" in text_of(invite("uusi@esimerkki.example"))
    muted = text_of(invite("Mykka@esimerkki.example"))
    assert ("osoite on mykistetty: mykka@esimerkki.example" in muted, "Kutsu on lähetetty" in muted) == (True, False)
    for email, told in (
        (chair.email.upper(), f"{chair.name} on jo raadissa."),
        ("uusi@esimerkki.example", "on jo kutsuttu"),
    ):
        refused = invite(email, name="Kirjoitettu Nimi")
        assert (refused.status_code, told in text_of(refused)) == (422, True)
        assert 'value="Kirjoitettu Nimi"' in refused.content.decode()
    mails = Sahkoposti.objects.filter(kind="palkinnot/invited").count()
    jury.jurors[1].end(by=jury.staff, reason="Sairastui.")
    assert "on taas raadissa" in text_of(invite(jury.jurors[1].email, role="chair"))
    back = Raatilainen.objects.get(pk=jury.jurors[1].pk)
    assert (back.name, back.role, back.is_seated) == ("Uusi Nimi", "chair", True)
    assert Sahkoposti.objects.filter(kind="palkinnot/invited").count() == mails


def test_seat_is_ended_and_replaced_with_a_reason(staff_client):
    jury = make_jury("scoring", acts=1)
    base = f"/hallinta/palkinnot/raati/{jury.raati.pk}/jasen/"

    assert staff_client.post(f"{base}{jury.jurors[1].pk}/paata/", {"reason": " "}).status_code == 422
    staff_client.post(f"{base}{jury.jurors[1].pk}/paata/", {"reason": "Sairastui."})
    data = {"email": "uusi@esimerkki.example", "name": "Uusi", "language": "fi", "role": "member", "reason": "Muutti."}
    staff_client.post(f"{base}{jury.jurors[2].pk}/vaihda/", data)

    reasons = dict(Raatilainen.objects.values_list("pk", "ended_reason"))
    new = Raatilainen.objects.get(email="uusi@esimerkki.example")
    assert (reasons[jury.jurors[1].pk], reasons[jury.jurors[2].pk]) == ("Sairastui.", "Muutti.")
    assert new.replaces == jury.jurors[2]
    other = make_jury("preparing", acts=1)
    assert staff_client.get(f"{base}{other.jurors[0].pk}/paata/").status_code == 404


# Rounds


def test_round_is_made_with_its_rules(staff_client):
    jury = make_jury("preparing", acts=1)
    sarja = Sarja.objects.create(kampanja=jury.kampanja, name_fi="Toinen")
    data = {"sarja": sarja.pk, "raati": jury.raati.pk, "sheets_per_candidate": 3, "quorum": 2, "method": "adjusted"}
    data |= {"tie_breaks_0": "top_marks", "tie_breaks_1": "", "tie_breaks_2": "discussion"}

    assert staff_client.post("/hallinta/palkinnot/kierros/add/", data).status_code == 302

    kierros = Kierros.objects.get(sarja=sarja)
    assert kierros.tie_breaks == ["top_marks", "discussion"]
    history = staff_client.get(f"/hallinta/palkinnot/kierros/{kierros.pk}/change/").context["page"].history
    assert [(row.state, row.state_by.is_staff) for row in history] == [(PREPARING, True)]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"quorum": 4}, "Arvioita on vaadittava vähintään yksi"),
        ({"quorum": 0}, "Arvioita on vaadittava vähintään yksi"),
        ({"tie_breaks_0": "mean", "tie_breaks_1": "mean"}, "Sama vaihe on valittu kahdesti"),
    ],
)
def test_rules_that_cannot_be_are_refused(staff_client, fields, fault):
    jury = make_jury("preparing", acts=1)
    sarja = Sarja.objects.create(kampanja=jury.kampanja, name_fi="Toinen")
    data = {"sarja": sarja.pk, "raati": jury.raati.pk, "sheets_per_candidate": 3, "quorum": 2, "method": "adjusted"}

    assert fault in text_of(staff_client.post("/hallinta/palkinnot/kierros/add/", data | fields))
    assert Kierros.objects.count() == 1


def test_jury_of_another_campaign_is_refused(staff_client):
    jury = make_jury("preparing", acts=1)
    sarja = Sarja.objects.create(kampanja=KampanjaFactory(), name_fi="Toinen")
    data = {"sarja": sarja.pk, "raati": jury.raati.pk, "sheets_per_candidate": 3, "quorum": 2, "method": "adjusted"}

    assert "samassa kampanjassa" in text_of(staff_client.post("/hallinta/palkinnot/kierros/add/", data))


def test_rules_change_before_the_round_begins(staff_client):
    jury = make_jury("preparing", acts=1, jurors=1, tie_breaks=["median"])
    other = Raati.objects.create(kampanja=jury.kampanja, name="Toinen raati")
    sent = fields_of(staff_client.get(settings_of(jury)), "kierros_form")
    rules = {"raati": other.pk, "sheets_per_candidate": 5, "quorum": 4, "method": "mean"}
    steps = {"tie_breaks_0": "top_marks", "tie_breaks_1": "discussion"}

    answer = staff_client.post(settings_of(jury), sent | rules | steps | {"reason": "Raati kasvoi."})

    kierros = jury.fresh()
    assert answer.status_code == 302
    assert (sent["tie_breaks_0"], {name: getattr(kierros, name) for name in rules}) == (
        "median",
        rules | {"raati": other},
    )
    assert (kierros.tie_breaks, kierros.change_reason) == (["top_marks", "discussion"], "Raati kasvoi.")
    history = f"/hallinta/palkinnot/kierros/{kierros.pk}/history/"
    assert f'href="{history}"' in staff_client.get(settings_of(jury)).content.decode()
    assert "Raati kasvoi." in text_of(staff_client.get(history))
    refused = staff_client.post(settings_of(jury), sent | {"quorum": 1})
    assert "sinun avattuasi sen" in text_of(refused)
    assert "Tallennettuna on nyt: ”Parhaiden arvosanojen osuus, Raadin keskustelu”" in text_of(refused)
    assert jury.fresh().quorum == 4


def test_deadline_of_scoring_is_a_moment_of_finland_and_moves_while_scoring(staff_client):
    jury = make_jury("scoring", acts=1, jurors=1, tie_breaks=["top_marks", "discussion"])
    page = staff_client.get(settings_of(jury))
    sent = fields_of(page, "kierros_form")

    def send(date, time):
        return staff_client.post(settings_of(jury), sent | {"scoring_until_0": date, "scoring_until_1": time})

    assert "Parhaiden arvosanojen osuus → Raadin keskustelu" in text_of(page)
    assert "top_marks" not in page.content.decode()
    missing, twice = text_of(send("28.3.2027", "3.30")), text_of(send("31.10.2027", "3.30"))
    assert ("ei ole sinä yönä" in missing, "tulee sinä yönä kahdesti" in twice) == (True, True)
    assert jury.fresh().scoring_until is None
    assert send("30.9.2027", "24.00").status_code == 302
    assert jury.fresh().scoring_until == datetime(2027, 9, 30, 21, tzinfo=UTC)
    shown = fields_of(staff_client.get(settings_of(jury)), "kierros_form")
    assert (shown["scoring_until_0"], shown["scoring_until_1"]) == ("30.9.2027", "24.00")


@pytest.mark.parametrize("state", [SCORING, DISCUSSION, LOCKED])
def test_rules_do_not_change_once_the_round_has_begun(staff_client, state):
    jury = make_jury(state, acts=1)
    page = staff_client.get(settings_of(jury)).content.decode()
    staff_client.post(
        settings_of(jury), {"seen": jury.kierros.version, "quorum": 1, "sheets_per_candidate": 9, "method": "mean"}
    )

    kierros = jury.fresh()
    assert [f'name="{name}"' in page for name in ("quorum", "method", "raati")] == [False] * 3
    assert (kierros.quorum, kierros.sheets_per_candidate, kierros.method) == (2, 3, "adjusted")
    is_over = state != SCORING
    assert ('name="_save"' in page, "Arviointi on päättynyt" in page) == (not is_over, is_over)


def test_deadline_that_is_sent_after_the_scoring_is_given_back_with_the_reason(staff_client):
    jury = make_jury("scoring", acts=1)
    sent = fields_of(staff_client.get(settings_of(jury)), "kierros_form")
    jury.give_all()
    jury.fresh().open_discussion(by=jury.chair.user)

    page = staff_client.post(settings_of(jury), sent | {"scoring_until_0": "30.9.2027", "scoring_until_1": "12.00"})

    assert ("Arviointi on päättynyt" in text_of(page), 'value="30.9.2027"' in page.content.decode()) == (True, True)
    assert jury.fresh().scoring_until is None


@pytest.mark.parametrize("state", [PREPARING, SCORING, DISCUSSION, LOCKED])
def test_page_of_a_round_in_each_state(staff_client, state):
    jury = make_jury(state, acts=[{"title": "Kirjastoauto"}])
    jury.candidates[0].kysymykset.create(juror=jury.chair, text="Onko mittari varma?")

    page = page_of(staff_client, jury)

    text = text_of(page)
    assert page.status_code == 200
    assert ("Kirjastoauto" in text, "Onko mittari varma?" in text) == (True, True)
    assert ("Järjestys" in text) is (state in (DISCUSSION, LOCKED))
    assert ("Jaa arviot" in text) is (state in (PREPARING, SCORING))


def test_staff_move_the_round_from_gathering_to_the_lock_and_back(staff_client):
    jury = make_jury("preparing", acts=2)

    assert step(staff_client, jury, "kokoa").status_code == 302
    assert step(staff_client, jury, "esteet").status_code == 302
    assert step(staff_client, jury, "aloita").status_code == 302
    refused = step(staff_client, jury, "keskustelu", reason="")
    assert (refused.status_code, jury.fresh().state) == (422, SCORING)
    assert "Arvioita on liian vähän" in text_of(refused)
    jury.give_all()
    step(staff_client, jury, "keskustelu")
    step(staff_client, jury, "lukitse")
    assert (jury.fresh().state, Lukitus.objects.count()) == (LOCKED, 1)
    assert Lukitus.objects.get().digest in page_of(staff_client, jury).content.decode()
    assert step(staff_client, jury, "avaa", reason="").status_code == 422
    step(staff_client, jury, "avaa", reason="Virhe.")
    assert jury.fresh().state == DISCUSSION
    history = page_of(staff_client, jury).context["page"].history
    assert [(row.state, row.state_reason) for row in history] == [
        (DISCUSSION, "Virhe."),
        (LOCKED, ""),
        (DISCUSSION, ""),
        (SCORING, ""),
        (PREPARING, ""),
    ]


def test_candidates_are_removed_restored_and_added_with_reasons(staff_client):
    jury = make_jury("preparing", acts=2)
    key = jury.candidates[0].pk
    jury.sarja.organisation_types = ["yhtio"]
    jury.sarja.save()
    shown = staff_client.get(f"/hallinta/palkinnot/kierros/{jury.kierros.pk}/poista-ehdokas/?ehdokas={key}")
    assert f'<option value="{key}" selected>' in shown.content.decode()

    step(staff_client, jury, "poista-ehdokas", ehdokas=key, reason="Kaksoiskappale.")
    assert Ehdokas.objects.get(pk=key).removed_reason == "Kaksoiskappale."
    step(staff_client, jury, "palauta-ehdokas", ehdokas=key, reason="Sittenkin.")
    assert Ehdokas.objects.get(pk=key).removed_at is None
    step(staff_client, jury, "kokoa")
    assert not jury.fresh().candidates().exists()
    entry = jury.candidates[1].osallistuminen
    step(staff_client, jury, "lisaa-ehdokas", osallistuminen=entry.pk, reason="Raadin pyynnöstä.")
    assert list(jury.fresh().candidates()) == [jury.candidates[1]]
    other = make_jury("preparing", acts=1)
    assert step(staff_client, jury, "poista-ehdokas", ehdokas=other.candidates[0].pk, reason="X").status_code == 422


def test_conflicts_are_listed_pinned_and_lifted_but_not_ones_own(client):
    jury = make_jury("scoring", acts=1)
    superuser = UserFactory(staff=True, is_superuser=True)
    client = enter_admin(client, superuser)
    ehdokas = jury.candidates[0].pk

    step(client, jury, "merkitse-este", user=superuser.pk, ehdokas=ehdokas, reason="Entinen työpaikka.")
    step(client, jury, "merkitse-este", user=jury.jurors[1].user.pk, ehdokas=ehdokas, reason="Sukulainen.")
    text = text_of(page_of(client, jury))
    assert ("Entinen työpaikka." in text, "Sukulainen." in text) == (True, True)

    own = Esteellisyys.objects.get(user=superuser)
    refused = step(client, jury, "poista-este", row=own.pk, reason="En ole.")
    assert (refused.status_code, "Omaa esteellisyyttään ei voi poistaa" in text_of(refused)) == (422, True)
    step(client, jury, "poista-este", row=Esteellisyys.objects.get(user=jury.jurors[1].user).pk, reason="Selvisi.")
    assert list(Esteellisyys.objects.in_force()) == [own]


def test_staff_in_conflict_see_no_counts_and_a_ranking_without_the_candidate(client):
    jury = make_jury("discussion", acts=[{"title": "Kanarialintu"}, {"title": "Toinen"}])
    user = UserFactory(staff=True, is_superuser=True, organisation=jury.teot[0].owner)

    page = page_of(enter_admin(client, user), jury)

    standings = page.context["page"].ranking.standings
    assert (set(standings.candidates), standings.hidden) == ({jury.candidates[1].pk}, 1)
    assert "Olet esteellinen, joten lukuja ei näytetä." in text_of(page)
    history = f"/hallinta/palkinnot/kierros/{jury.kierros.pk}/history/"
    bound = text_of(client.get(history))
    free = text_of(enter_admin(client, jury.staff).get(history))
    assert [("Arviot jaettu" in text, "Kaikki arvioivat kaikki." in text) for text in (bound, free)] == [
        (True, False),
        (True, True),
    ]


def test_plan_is_shown_before_it_is_confirmed(staff_client):
    jury = make_jury("preparing", acts=4, jurors=4, sheets_per_candidate=2)
    Arvio.objects.all().delete()
    path = f"/hallinta/palkinnot/kierros/{jury.kierros.pk}/jako/"

    shown = staff_client.get(path)
    assert (shown.status_code, Arvio.objects.count()) == (200, 0)
    assert "Ankaruuserojen suurin keskivirhe" in text_of(shown)
    stale = staff_client.post(path, {"seen": "0" * 32, "reason": ""})
    assert (stale.status_code, "muuttuneet esikatselun jälkeen" in text_of(stale)) == (422, True)
    confirmed = staff_client.post(path, {"seen": shown.context["page"].mark, "reason": ""})

    assert (confirmed.status_code, Arvio.objects.count()) == (302, 8)


def test_plan_tells_what_it_cannot_meet_for_whom_and_why(staff_client):
    jury = make_jury("preparing", acts=[{"title": "Pulma"}, {}, {}], jurors=3, sheets_per_candidate=2)
    Arvio.objects.all().delete()
    for juror in jury.jurors[:2]:
        Esteellisyys.objects.pin(jury.candidates[0], juror.user, by=jury.staff, reason="Syy.")

    text = text_of(staff_client.get(f"/hallinta/palkinnot/kierros/{jury.kierros.pk}/jako/"))

    names = ", ".join(str(juror) for juror in jury.jurors[:2])
    assert f"Pulma: vain 1 arvio, kun pitäisi olla 2. Esteellisiä: {names}." in text


def test_plan_with_too_few_jurors_says_so(staff_client):
    jury = make_jury("preparing", acts=1, jurors=2)

    text = text_of(staff_client.get(f"/hallinta/palkinnot/kierros/{jury.kierros.pk}/jako/"))

    assert "Ehdokasta kohti jaetaan 3 arviota, mutta raadissa istuu 2." in text


def test_hand_changes(staff_client):
    jury = make_jury("preparing", acts=1)
    sheet = jury.sheet(2, 0)

    step(staff_client, jury, "ota-arvio", sheet=sheet.pk, reason="Kiire.")
    assert jury.candidates[0].arviot.count() == 2
    step(staff_client, jury, "anna-arvio", juror=jury.jurors[2].pk, ehdokas=jury.candidates[0].pk, reason="Ehtiikin.")
    assert jury.candidates[0].arviot.count() == 3


def test_question_is_answered_to_all(staff_client):
    jury = make_jury("scoring", acts=1)
    kysymys = jury.candidates[0].ask("Onko mittari varma?", juror=jury.chair)

    assert step(staff_client, jury, "vastaa", row=kysymys.pk, answer=" ").status_code == 422
    step(staff_client, jury, "vastaa", row=kysymys.pk, answer="On.")

    assert Sahkoposti.objects.filter(kind="palkinnot/question_answered").count() == 3
    assert step(staff_client, jury, "vastaa", row=kysymys.pk, answer="Ei.").status_code == 422


def test_unknown_step_and_round_are_not_there(staff_client):
    jury = make_jury("preparing", acts=1)

    assert step(staff_client, jury, "olematon").status_code == 404
    assert staff_client.get("/hallinta/palkinnot/kierros/999999/change/").status_code == 404


@pytest.mark.parametrize("slug", ["change", "jako", "aloita", "lukitse", "poista-ehdokas"])
def test_juror_and_chair_never_see_the_admin(client, slug):
    jury = make_jury("preparing", acts=1)
    client.force_login(jury.chair.user)

    for response in (
        client.get(f"/hallinta/palkinnot/kierros/{jury.kierros.pk}/{slug}/"),
        client.post(f"/hallinta/palkinnot/kierros/{jury.kierros.pk}/{slug}/"),
    ):
        assert (response.status_code, response["Location"].startswith("/hallinta/login/")) == (302, True)
    assert jury.fresh().state == PREPARING


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("state", "queries"), [(PREPARING, 17), (DISCUSSION, 21)])
def test_page_takes_the_same_queries(staff_client, django_assert_num_queries, count, state, queries):
    jury = make_jury(state, acts=count)
    for ehdokas in jury.candidates:
        Esteellisyys.objects.pin(ehdokas, UserFactory(staff=True), by=jury.staff, reason="Syy.")
        ehdokas.kysymykset.create(juror=jury.chair, text="Onko?")
    page_of(staff_client, jury)

    with django_assert_num_queries(queries):
        page_of(staff_client, jury)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries(staff_client, django_assert_num_queries, count):
    for _number in range(count):
        make_jury("preparing", acts=1)

    for model, queries in (("sarja", 6), ("raati", 6), ("kierros", 6)):
        with django_assert_num_queries(queries):
            staff_client.get(f"/hallinta/palkinnot/{model}/")


def test_staff_read_why_a_candidate_stands_where_it_does_and_take_part_in_the_discussion(staff_client):
    jury = make_jury("discussion", acts=2)
    jury.give(1, 0, 2, 2, 2, reason="Luin uudelleen.")
    path = f"/hallinta/palkinnot/kierros/{jury.kierros.pk}/ehdokas/{jury.candidates[0].pk}/"

    assert staff_client.post(path, {"text": " "}).status_code == 422
    assert staff_client.post(path, {"text": "Onko tämä jo käytössä muualla?"}).status_code == 302
    jury.fresh().lock(by=jury.staff)

    page = staff_client.get(path)
    text = text_of(page)
    assert page.context["page"].why.place_in_words == "jaettu 1. sija"
    assert ("Luin uudelleen." in text, "Onko tämä jo käytössä muualla?" in text) == (True, True)
    history = [(event.about, event.why) for event in page.context["page"].history]
    name = jury.jurors[1].name
    assert (f"{name}: Tuloksellisuus 2", "Luin uudelleen.") in history
    assert (f"{name}: Annettu", "Luin uudelleen.") in history
    refused = staff_client.post(path, {"text": "Myöhässä."})
    assert (refused.status_code, "Kierros on lukittu" in text_of(refused)) == (422, True)


def test_history_of_a_candidate_tells_of_sheets_only_once_the_discussion_is_open(staff_client):
    jury = make_jury("scoring", acts=1)
    jury.give(0, 0, 5, 4, 3)
    Esteellisyys.objects.pin(jury.candidates[0], jury.jurors[2].user, by=jury.staff, reason="Sukulainen.")
    path = f"/hallinta/palkinnot/kierros/{jury.kierros.pk}/ehdokas/{jury.candidates[0].pk}/"

    events = [(event.about, event.why) for event in staff_client.get(path).context["page"].history]

    assert set(events) == {(f"{jury.jurors[2].user.name}: Ohjelmatoimisto merkitsi", "Sukulainen."), ("Ehdokas", "")}


def test_staff_in_conflict_neither_read_nor_answer_a_question(client):
    jury = make_jury("scoring", acts=1)
    kysymys = jury.candidates[0].ask("Onko mittari varma?", juror=jury.chair)
    user = UserFactory(staff=True, organisation=jury.teot[0].owner)
    client = enter_admin(client, user)

    assert "Onko mittari varma?" not in text_of(page_of(client, jury))
    assert step(client, jury, "vastaa", row=kysymys.pk, answer="On.").status_code == 422
    with pytest.raises(Refused, match="toista ohjelmatoimiston jäsentä"):
        kysymys.answer_with("On.", by=user)


def test_unanswered_question_is_told_on_the_first_page_to_those_who_may_answer(client):
    jury = make_jury("scoring", acts=1)
    bound = UserFactory(staff=True, organisation=jury.teot[0].owner)
    jury.candidates[0].ask("Onko mittari varma?", juror=jury.chair)

    assert list(enter_admin(client, jury.staff).get("/hallinta/").context["waiting"]["asked"]) == [jury.kierros]
    assert list(enter_admin(client, bound).get("/hallinta/").context["waiting"]["asked"]) == []
    jury.candidates[0].kysymykset.get().answer_with("On.", by=jury.staff)
    assert not Kierros.objects.asked(jury.staff).exists()
