"""Staff's review in the admin: the queue, one act, and decisions with the mails that they send."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tekojentori.models import Sahkoposti
from teot import review_admin
from teot.models import Kasiteltava, Muistiinpano, Ratkaisu, Tarkistus, Teko, Versio
from teot.models.kuva import encode
from teot.review_page import changes_in_words, difference
from tests.factories import WAYS, OrganisaatioFactory, TekoFactory, UserFactory, enter_admin
from tests.sent import picture, sent

pytestmark = pytest.mark.django_db

QUEUE = "/hallinta/teot/kasiteltava/"


@pytest.fixture
def staff():
    return UserFactory(staff=True, name="Salla Seppälä")


@pytest.fixture
def staff_client(client, staff):
    enter_admin(client, staff)
    return client


def resubmit(teko, **fields):
    for name, text in fields.items():
        setattr(teko, name, text)
    teko.save()
    return teko.submit(by=teko.author)


def confirm(client, slug, *teot, **data):
    """Decide as the confirmation page does, on the versions that wait now."""
    data |= {"teko": [teko.pk for teko in teot], "confirmed": "1"}
    data |= {f"versio-{teko.pk}": teko.submitted_version_id for teko in teot if teko.submitted_version_id}
    return client.post(f"{QUEUE}paatos/{slug}/", data)


def told(response) -> list[str]:
    """What the admin says on the page that follows."""
    return [str(message) for message in response.wsgi_request._messages]


# The queue


def test_queue_is_oldest_first_and_says_how_long(staff_client):
    acts = [TekoFactory(in_state="submitted") for _number in range(3)]
    for teko, hours in zip(acts, (1, 50, 5), strict=True):
        Teko.objects.filter(pk=teko.pk).update(waits_since=timezone.now() - timedelta(hours=hours))
    TekoFactory(in_state="published")

    page = staff_client.get(QUEUE)

    rows = list(page.context["cl"].result_list)
    assert rows == [Kasiteltava.objects.get(pk=acts[place].pk) for place in (1, 2, 0)]
    shown = page.content.decode()
    assert [shown.count(words) for words in ("2 päivää", "5 tuntia", "1 tunti<")] == [1, 1, 1]


def test_queue_asks_as_often_for_three_as_for_one(staff_client, django_assert_num_queries):
    for count in (1, 2):
        for _number in range(count):
            teko = TekoFactory(in_state="submitted")
            teko.return_to_authors(by=UserFactory(staff=True), version=teko.submitted_version, reason="Vielä.")
            resubmit(teko, title="Uusi nimi").teko.claim(by=UserFactory(staff=True))
        with django_assert_num_queries(9):
            staff_client.get(QUEUE)


def test_queue_names_what_has_changed_since_the_last_decision(staff_client):
    teko = TekoFactory(in_state="published")
    resubmit(teko, title="Uusi nimi", summary="Uusi tiivistelmä.", done="Uusi.", learnt="Uusi.", how_to="Uusi.")

    page = staff_client.get(QUEUE).content.decode()

    assert "Nimi, Tiivistelmä, Mitä tehtiin ja 2 muuta" in page
    assert "muokattu" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("laji=uusi", ["Uusi", "Varattu"]),
        ("laji=muokattu", ["Muokattu"]),
        ("kasittelija=vapaa", ["Uusi", "Muokattu"]),
        ("kasittelija=mina", ["Varattu"]),
        ("kasittelija=muut", []),
        ("q=Vara", ["Varattu"]),
    ],
)
def test_queue_is_filtered(staff_client, staff, query, shown):
    TekoFactory(in_state="submitted", title="Uusi")
    resubmit(TekoFactory(in_state="published"), title="Muokattu")
    TekoFactory(in_state="submitted", title="Varattu").claim(by=staff)

    rows = staff_client.get(f"{QUEUE}?{query}").context["cl"].result_list

    assert [teko.title for teko in rows] == shown


def test_front_page_tells_how_many_wait_and_how_old_the_oldest_is(staff_client):
    assert "Mikään teko ei odota käsittelyä." in staff_client.get("/hallinta/").content.decode()
    TekoFactory(in_state="submitted")
    Teko.objects.update(waits_since=timezone.now() - timedelta(days=9))
    TekoFactory(in_state="submitted")

    page = staff_client.get("/hallinta/").content.decode()

    assert "<strong>2</strong> tekoa odottaa käsittelyä" in page
    assert "Vanhin on odottanut: 9 päivää." in page


def test_claim_from_the_act_is_shown_in_the_queue(staff_client):
    teko = TekoFactory(in_state="submitted")

    staff_client.post(f"{QUEUE}{teko.pk}/ota/")

    assert "Salla Seppälä, " in staff_client.get(QUEUE).content.decode()
    staff_client.post(f"{QUEUE}{teko.pk}/vapauta/")
    assert Teko.objects.get().claimed_by is None


# One act


@pytest.mark.parametrize("state", WAYS)
def test_act_opens_in_every_state(staff_client, state):
    teko = TekoFactory(in_state=state)

    page = staff_client.get(f"{QUEUE}{teko.pk}/change/")

    assert page.status_code == 200
    offered = [decision.slug for decision in page.context["page"].decisions]
    assert offered == {
        "submitted": ["julkaise", "palauta", "hylkaa"],
        "published": ["piilota", "arkistoi", "nosta"],
        "archived": ["piilota", "palauta-arkistosta"],
        "hidden": ["tuo-nakyviin"],
    }.get(state, [])


def test_act_asks_as_often_whatever_it_has_been_through(staff_client, staff, django_assert_num_queries):
    teko = TekoFactory(in_state="published")
    for _round in range(2):
        version = resubmit(teko, title=teko.title + "!")
        teko.note("Huomio.", by=UserFactory(staff=True))
        Tarkistus.objects.record(version, ticked={"clarity"}, unticked=set(), by=staff)
        with django_assert_num_queries(13):
            staff_client.get(f"{QUEUE}{teko.pk}/change/")
        teko.return_to_authors(by=UserFactory(staff=True), version=version, reason="Vielä.")


def test_difference_is_to_the_last_version_decided_on_and_another_can_be_chosen(staff_client, staff):
    teko = TekoFactory(in_state="published", title="Ensimmäinen nimi")
    teko.return_to_authors(by=staff, version=resubmit(teko, title="Toinen nimi"), reason="Vielä.")
    resubmit(teko, title="Kolmas nimi")
    resubmit(teko, title="Neljäs nimi")

    page = staff_client.get(f"{QUEUE}{teko.pk}/change/").content.decode()
    chosen = staff_client.get(f"{QUEUE}{teko.pk}/change/?vertaa=1").content.decode()

    assert ("<del>Toinen</del> nimi" in page, "<ins>Neljäs</ins> nimi" in page) == (True, True)
    assert "<del>Ensimmäinen</del> nimi" in chosen


def test_difference_tells_measures_partners_and_contact(staff_client, staff):
    teko = TekoFactory(in_state="published", contact_consent=False)
    teko.mittarit.create(position=1, name="Jonotus", before="64", after="41", unit="pv")
    resubmit(teko, contact_consent=True)

    parts = staff_client.get(f"{QUEUE}{teko.pk}/change/").context["page"].changed

    assert {part.name: "".join(piece.text for piece in part.after) for part in parts} == {
        "Mitatut tulokset": "Jonotus: 64 → 41 pv",
        "Yhteyshenkilö": f"{teko.contact_title}\n{teko.contact_email}",
    }


def test_words_of_the_authors_are_escaped(staff_client):
    teko = TekoFactory(in_state="published")
    resubmit(teko, title="<script>paha()</script>", done="<img src=x onerror=paha()>")

    page = staff_client.get(f"{QUEUE}{teko.pk}/change/").content.decode()

    assert ("<script>paha" in page, "<img src=x" in page) == (False, False)
    assert "&lt;script&gt;paha" in page


def body(response) -> str:
    return response.content.decode().partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("language", ["", "/sv", "/en"])
def test_preview_is_the_page_that_the_public_will_see(staff_client, staff, language):
    teko = TekoFactory(in_state="submitted", owner=TekoFactory(in_state="published").owner)
    version = teko.submitted_version
    with time_machine.travel(timezone.now(), tick=False):
        preview = staff_client.get(f"{language}{QUEUE}{teko.pk}/esikatselu/{version.pk}/")
        teko.publish(by=staff, version=version)

    public = staff_client.get(f"{language}/teot/{teko.pk}/", follow=True)

    assert teko.title in body(public)
    assert body(preview) == body(public)
    assert (preview["X-Frame-Options"], preview["X-Robots-Tag"]) == ("SAMEORIGIN", "noindex")
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in public["Content-Security-Policy"]


def test_preview_and_difference_show_pictures_to_staff_and_to_nobody_else(staff_client, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    teko = TekoFactory(in_state="published")
    teko.add_file(sent(picture(), "piha.jpg"), by=teko.author)
    teko.kuvat.update(alt="Piha talvella")
    encode.enqueue()
    version = resubmit(Teko.objects.get())

    preview = staff_client.get(f"{QUEUE}{teko.pk}/esikatselu/{version.pk}/").content.decode()
    page = staff_client.get(f"{QUEUE}{teko.pk}/change/").content.decode()

    address = re.search(r'src="([^"]+\.jpg)"', preview)[1]
    assert 'alt="Piha talvella"' in preview
    assert "<ins>Piha talvella (60 × 40, " in page
    assert staff_client.get(address).getvalue().startswith(b"\xff\xd8")
    client.logout()
    assert client.get(address).status_code == 404


def test_preview_shows_only_versions_of_the_act(staff_client):
    one, other = TekoFactory(in_state="submitted"), TekoFactory(in_state="submitted")

    assert staff_client.get(f"{QUEUE}{one.pk}/esikatselu/{other.submitted_version_id}/").status_code == 404


def test_checklist_is_kept_by_version_with_who(staff_client, staff):
    teko = TekoFactory(in_state="submitted")
    other = UserFactory(staff=True)
    Tarkistus.objects.record(teko.submitted_version, ticked={"alt_texts", "clarity"}, unticked=set(), by=other)

    staff_client.post(
        f"{QUEUE}{teko.pk}/tarkistus/",
        {"version": teko.submitted_version_id, "shown": ["alt_texts"], "ticked": ["personal_data"]},
    )

    assert set(Tarkistus.objects.values_list("item", "checked_by")) == {
        ("clarity", other.pk),
        ("personal_data", staff.pk),
    }
    assert "Salla Seppälä, " in staff_client.get(f"{QUEUE}{teko.pk}/change/").content.decode()
    resubmit(teko, title="Uusi nimi")
    page = staff_client.get(f"{QUEUE}{teko.pk}/change/").context["page"]
    assert [check.done for check in page.checks] == [None] * 4


def test_note_is_shown_to_staff(staff_client):
    teko = TekoFactory(in_state="submitted")

    staff_client.post(f"{QUEUE}{teko.pk}/muistiinpano/", {"text": "Soitin <heille>\u200b."})

    assert Muistiinpano.objects.get().text == "Soitin <heille>."
    assert "Soitin &lt;heille&gt;." in staff_client.get(f"{QUEUE}{teko.pk}/change/").content.decode()


def test_author_sees_nothing_of_what_staff_write_to_each_other(staff_client, client, staff):
    teko = TekoFactory(in_state="returned")
    teko.note("Kanarialintu", by=staff)
    assert "Kanarialintu" in staff_client.get(f"{QUEUE}{teko.pk}/change/").content.decode()
    client.logout()
    client.force_login(teko.author)

    pages = ["/omat/", "/tili/", *(f"/ilmoita/{teko.pk}/{tail}" for tail in ("", "esikatselu/", "tarkista/", "nimi/"))]

    for page in pages:
        response = client.get(page)
        assert (page, response.status_code, b"Kanarialintu" in response.content) == (page, 200, False)


def test_difference_tells_a_picture_changed_for_another_with_the_same_text():
    document = TekoFactory(in_state="submitted").submitted_version.document
    picture = {"digest": "a" * 64, "alt": "Kattila", "width": 1600, "height": 900}
    file = {"digest": "c" * 64, "name": "ohje.pdf", "type": "pdf", "size": 9}
    old = Versio(document=document | {"pictures": [picture], "attachments": [file]})
    new = Versio(document=document | {"pictures": [picture | {"digest": "b" * 64}], "attachments": []})

    assert changes_in_words(old, new) == "Kuvat, Liitteet"
    changed = {
        part.name: "".join(piece.text for piece in part.before) for part in difference(old, new) if part.is_changed
    }
    assert changed == {"Kuvat": "Kattila (1600 × 900, aaaaaa)", "Liitteet": "ohje.pdf (cccccc)"}


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        ("x" * 4001, "Tekstissä on 1 merkki liikaa. Lyhennä enintään 4000 merkkiin."),
        ("\u200b", "Kirjoita syy: se kerrotaan tekijöille ja jää historiaan."),
        ("Puuttuu\x00 kuva", "Tekstissä on merkki, jota ei näy (U+0000), kohdassa ”Puuttuu kuva”."),
    ],
)
def test_reason_that_cannot_be_read_is_refused(staff_client, reason, fault):
    teko = TekoFactory(in_state="submitted")

    page = confirm(staff_client, "palauta", teko, reason=reason)

    assert fault in page.content.decode()
    assert (Teko.objects.get().state, Sahkoposti.objects.count()) == ("submitted", 0)


# Decisions


def test_mail_is_shown_before_it_goes_and_goes_as_shown(staff_client):
    teko = TekoFactory(in_state="submitted", title="Kirjastoauto")
    asked = {"teko": teko.pk, "reason": "Hyvä alku!", "kommentti-tulokset": "Mitä <b>mitattiin</b>?"}

    page = staff_client.post(f"{QUEUE}paatos/palauta/", asked)
    shown = page.context["confirmation"].items[0].mails[0]

    assert (Teko.objects.get().state, Sahkoposti.objects.count()) == ("submitted", 0)
    confirm(staff_client, "palauta", teko, **{name: asked[name] for name in asked if name != "teko"})
    mail = Sahkoposti.objects.get()
    assert (mail.kind, mail.to, mail.cause) == (
        "teot/returned",
        teko.author.email,
        f"versio:{teko.submitted_version_id}",
    )
    assert (mail.subject, mail.text, mail.html) == (shown["subject"], shown["text"], shown["html"])
    assert "Mitä muuttui:\n  Mitä <b>mitattiin</b>?" in mail.text
    assert "&lt;b&gt;mitattiin" in mail.html
    assert (Ratkaisu.objects.get().reason, Ratkaisu.objects.get().comments) == (
        "Hyvä alku!",
        {"tulokset": "Mitä <b>mitattiin</b>?"},
    )


@pytest.mark.parametrize(
    ("language", "subject", "replaced", "words"),
    [
        (
            "fi",
            "Tekosi ”Kirjastoauto” on julkaistu",
            "Tekosi ”Kirjastoauto” uusi versio on julkaistu",
            "uusi versio on nyt luettavissa",
        ),
        (
            "sv",
            "Din insats ”Kirjastoauto” har publicerats",
            "Den nya versionen av din insats ”Kirjastoauto” har publicerats",
            "Den nya versionen av din insats ”Kirjastoauto” kan nu läsas",
        ),
        (
            "en",
            "Your improvement “Kirjastoauto” has been published",
            "The new version of your improvement “Kirjastoauto” has been published",
            "The new version of your improvement “Kirjastoauto” can now be read",
        ),
    ],
)
def test_mail_is_in_the_readers_language_and_knows_a_new_version(staff_client, language, subject, replaced, words):
    teko = TekoFactory(in_state="submitted", title="Kirjastoauto", author__language=language)
    prefix = "" if language == "fi" else f"/{language}"

    confirm(staff_client, "julkaise", teko)
    first = Sahkoposti.objects.get()
    teko.refresh_from_db()
    edit = resubmit(teko, results="Jonot lyhenivät vielä.")
    page = staff_client.get(f"{QUEUE}paatos/julkaise/?teko={teko.pk}")
    shown = page.context["confirmation"].items[0].mails[0]
    confirm(staff_client, "julkaise", teko)
    second = Sahkoposti.objects.get(cause=f"versio:{edit.pk}")

    assert (first.subject, f"{prefix}/teot/{teko.pk}/" in first.text, words in first.text) == (subject, True, False)
    assert (second.subject, second.text, second.html) == (replaced, shown["text"], shown["html"])
    assert (words in second.text, words in second.html) == (True, True)


#: Each decision: from which state, to which, and the mail.
WAY_OF = {
    "julkaise": ("submitted", "published", "teot/published"),
    "palauta": ("submitted", "returned", "teot/returned"),
    "hylkaa": ("submitted", "rejected", "teot/rejected"),
    "piilota": ("published", "hidden", "teot/hidden"),
    "tuo-nakyviin": ("hidden", "published", "teot/unhidden"),
    "arkistoi": ("published", "archived", "teot/archived"),
    "palauta-arkistosta": ("archived", "published", "teot/restored"),
    "nosta": ("published", "published", ""),
    "poista-nosto": ("published", "published", ""),
}


def test_every_decision_is_in_the_table():
    from teot.reviewing import DECISIONS

    assert set(WAY_OF) == set(DECISIONS)


@pytest.mark.parametrize("slug", WAY_OF)
def test_decision_asks_first_and_mails_once_however_often_it_is_sent(staff_client, slug):
    before, after, kind = WAY_OF[slug]
    teko = TekoFactory(in_state=before)
    version = teko.submitted_version_id

    assert staff_client.get(f"{QUEUE}paatos/{slug}/?teko={teko.pk}").status_code == 200
    data = {"teko": teko.pk, f"versio-{teko.pk}": version or "", "reason": "Pyynnöstä.", "confirmed": "1"}
    for _click in range(2):
        staff_client.post(f"{QUEUE}paatos/{slug}/", data)

    assert Teko.objects.get().state == after
    assert list(Sahkoposti.objects.values_list("kind", flat=True)) == ([kind] if kind else [])


def test_who_thinks_better_of_it_goes_back_to_the_act_or_to_the_queue(staff_client):
    one, other = (TekoFactory(in_state="submitted") for _number in range(2))

    def way_back(query):
        page = staff_client.get(f"{QUEUE}paatos/palauta/?{query}")
        return page.context["confirmation"].way_back, page.content.decode().count(">Peruuta</a>")

    assert way_back(f"teko={one.pk}") == (f"{QUEUE}{one.pk}/change/", 1)
    assert way_back(f"teko={one.pk}&teko={other.pk}") == (QUEUE, 1)


@pytest.mark.parametrize("slug", ["palauta", "hylkaa", "piilota"])
def test_decision_without_the_reason_it_needs_is_not_made(staff_client, slug):
    before = WAY_OF[slug][0]
    teko = TekoFactory(in_state=before)

    page = confirm(staff_client, slug, teko, reason=" ")

    assert page.context["confirmation"].form.errors == {
        "reason": ["Kirjoita syy: se kerrotaan tekijöille ja jää historiaan."]
    }
    assert Teko.objects.get().state == before


@pytest.mark.parametrize("slug", [slug for slug in WAY_OF if WAY_OF[slug][2]])
def test_second_member_of_staff_is_told_who_was_first(staff_client, slug):
    before, after, _kind = WAY_OF[slug]
    teko, first = TekoFactory(in_state=before), UserFactory(staff=True, name="Eka Ehtinyt")
    other = type(staff_client)()
    enter_admin(other, first)
    confirm(other, slug, teko, reason="Pyynnöstä.")

    response = confirm(staff_client, slug, teko, reason="Pyynnöstä.")

    assert told(response)[0].startswith(f"{teko.title}: Eka Ehtinyt ")
    if slug == "julkaise":
        assert response.url == f"{QUEUE}{teko.pk}/change/"
    else:
        assert (response.status_code, "Pyynnöstä." in body(response)) == (409, True)
    assert (Teko.objects.get().state, Sahkoposti.objects.count()) == (after, 1)


def test_many_are_published_each_by_itself_and_the_page_says_which_were_not(staff_client):
    ready, taken_back = TekoFactory(in_state="submitted"), TekoFactory(in_state="submitted")
    edited = TekoFactory(in_state="submitted", author=UserFactory(name="Kehittäjä 2"))
    asked = staff_client.post(
        QUEUE, {"action": "confirm_publish", "_selected_action": [ready.pk, taken_back.pk, edited.pk]}
    )
    page = staff_client.get(asked.url)
    seen = [(item.teko, item.version) for item in page.context["confirmation"].items]
    taken_back.take_back(by=taken_back.author)
    resubmit(edited, title="Uusi nimi")

    data = {f"versio-{teko.pk}": version.pk for teko, version in seen}
    data |= {"teko": [teko.pk for teko, _version in seen], "confirmed": "1"}
    outcome = staff_client.post(f"{QUEUE}paatos/julkaise/", data, follow=True)

    shown = outcome.context["outcome"]
    assert list(Teko.objects.published()) == [ready]
    assert [key for key, _title in shown["done"]] == [ready.pk]
    assert {key: re.split(r" \d+\.\d+\.20", reason)[0] for key, _title, reason in shown["refused"]} == {
        taken_back.pk: "Tekijät ovat ottaneet tämän version takaisin.",
        edited.pk: "Kehittäjä 2 lähetti uuden version",
    }
    assert all(reason in outcome.content.decode() for _key, _title, reason in shown["refused"])


@pytest.mark.parametrize(("most", "said"), [(2, []), (1, ["Valitse enintään 1 tekoa kerralla."])])
def test_no_more_are_chosen_at_once_than_one_page_confirms(staff_client, monkeypatch, most, said):
    monkeypatch.setattr(review_admin, "MOST", most)
    acts = [TekoFactory(in_state="submitted").pk for _number in range(2)]

    response = staff_client.post(QUEUE, {"action": "confirm_publish", "_selected_action": acts})

    assert told(response) == said
    assert response.url.startswith(f"{QUEUE}paatos/julkaise/") == (said == [])


def test_confirmation_says_what_nobody_has_checked(staff_client, staff):
    teko = TekoFactory(in_state="submitted")
    Tarkistus.objects.record(teko.submitted_version, ticked={"clarity", "alt_texts"}, unticked=set(), by=staff)

    page = staff_client.get(f"{QUEUE}paatos/julkaise/?teko={teko.pk}")

    assert page.context["confirmation"].items[0].unchecked == [
        Tarkistus.Item.PERSONAL_DATA.label,
        Tarkistus.Item.NO_DISMISSALS.label,
    ]


def test_act_of_the_register_is_hidden_without_a_mail(staff_client):
    teko = TekoFactory(in_state="published")
    Teko.objects.update(author=None)

    page = staff_client.post(f"{QUEUE}paatos/piilota/", {"teko": teko.pk, "reason": "Pyynnöstä."}).content.decode()
    confirm(staff_client, "piilota", teko, reason="Pyynnöstä.")

    assert "Teolla ei ole ilmoittajaa, joten viestiä ei lähde." in page
    assert (Teko.objects.get().state, Sahkoposti.objects.count()) == ("hidden", 0)


def test_mail_never_tells_who_decided_or_what_staff_noted(staff_client, staff):
    teko = TekoFactory(in_state="submitted")
    teko.note("Kanarialintu", by=staff)

    confirm(staff_client, "hylkaa", teko, reason="Ei kehittämistä.")

    mail = Sahkoposti.objects.get()
    assert "Ei kehittämistä." in mail.text
    assert [word for word in ("Kanarialintu", staff.name, staff.email) if word in mail.text + mail.html] == []


@pytest.mark.parametrize(
    "path",
    ["paatos/poista/", "999/change/", "999999999999999999/change/", "1/esikatselu/1/", "1/korjaa/"],
)
def test_what_is_not_there_is_404(staff_client, path):
    assert staff_client.get(f"{QUEUE}{path}").status_code == 404


@pytest.mark.parametrize("query", ["", "?teko=x", "?teko=99999999999999999999", "?teko=1&versio-1=x"])
def test_confirmation_of_nothing_says_so(staff_client, query):
    page = staff_client.get(f"{QUEUE}paatos/julkaise/{query}").content.decode()

    assert "Yksikään valituista teoista ei enää odota tätä ratkaisua." in page


def test_accepted_co_authors_hear_of_it_too_and_those_who_left_do_not(staff_client):
    teko = TekoFactory(in_state="submitted", author__is_active=False)
    co_author = UserFactory()
    teko.tekijat.create(email=co_author.email, user=co_author, accepted_at=timezone.now())
    teko.tekijat.create(email="kutsuttu@esimerkkila.example")

    confirm(staff_client, "julkaise", teko)

    assert list(Sahkoposti.objects.values_list("to", flat=True)) == [co_author.email]


def test_authors_read_in_the_section_what_was_asked_of_it(client, staff):
    teko = TekoFactory(in_state="submitted")
    comments = {"tulokset": "Mitä <mitattiin>?", "kuvat": "Kuka kuvassa on?"}
    teko.return_to_authors(by=staff, version=teko.submitted_version, reason="Hyvä alku!", comments=comments)
    client.force_login(teko.author)

    def asked(slug):
        response = client.get(f"/ilmoita/{teko.pk}/{slug}/")
        return response.context["page"].asked, "Ohjelmatoimisto pyytää tähän osioon" in response.content.decode()

    assert asked("tulokset") == ("Mitä <mitattiin>?", True)
    assert asked("kuvat") == ("Kuka kuvassa on?", True)
    assert asked("nimi") == ("", False)
    teko.submit(by=teko.author)
    assert asked("tulokset") == ("", False)


def test_authors_read_what_was_asked_on_their_own_page(staff_client, client):
    teko = TekoFactory(in_state="submitted")
    confirm(staff_client, "palauta", teko, reason="Hyvä alku!", **{"kommentti-tulokset": "Mitä mitattiin?"})
    client.force_login(teko.author)

    page = client.get(f"/ilmoita/{teko.pk}/").content.decode()

    assert ("Hyvä alku!" in page, "Mitä mitattiin?" in page) == (True, True)
    assert f"/ilmoita/{teko.pk}/" in Sahkoposti.objects.get().text
    teko.refresh_from_db()
    resubmit(teko, results="Mittasimme jonot.")
    assert "Mitä mitattiin?" not in client.get(f"/ilmoita/{teko.pk}/").content.decode()


# Slips of the pen


def correction(teko, **changes):
    version = teko.submitted_version or teko.published_version
    texts = ("title", "summary", "starting_point", "done", "results", "learnt", "how_to")
    return (
        {name: version.document[name] for name in texts} | {"version": version.pk, "reason": "Lyöntivirhe."} | changes
    )


def test_correction_is_shown_first_and_mailed_with_its_difference(staff_client, staff):
    teko = TekoFactory(in_state="submitted", done="Teimmme <b> yhdessä.")
    data = correction(teko, title="Korjattu nimi", done="Teimme <b> yhdessä.")

    page = staff_client.post(f"{QUEUE}{teko.pk}/korjaa/", data)

    assert "<del>Teimmme</del> &lt;b&gt; yhdessä." in page.content.decode()
    assert Sahkoposti.objects.count() == 0
    for _click in range(2):
        staff_client.post(f"{QUEUE}{teko.pk}/korjaa/", data | {"confirmed": "1"})
    mail, corrected = Sahkoposti.objects.get(), Teko.objects.get().submitted_version
    assert (corrected.number, corrected.document["done"], corrected.created_by) == (2, "Teimme <b> yhdessä.", staff)
    assert "<del>Teimmme</del> &lt;b&gt; yhdessä." in mail.html
    assert "  Teimmme <b> yhdessä.\n\nNyt:\n  Teimme <b> yhdessä." in mail.text
    assert [shown["subject"] for shown in page.context["mails"]] == [mail.subject]


def test_correction_that_changes_nothing_is_not_stored(staff_client):
    teko = TekoFactory(in_state="submitted")

    page = staff_client.post(f"{QUEUE}{teko.pk}/korjaa/", correction(teko) | {"confirmed": "1"}, follow=True)

    assert "Et muuttanut mitään." in page.content.decode()
    assert (teko.versiot.count(), Sahkoposti.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": "x" * 103}, "Tekstissä on 3 merkkiä liikaa. Lyhennä enintään 100 merkkiin."),
        ({"title": " "}, "Tämä ei voi olla tyhjä."),
        ({"reason": ""}, "Tämä ei voi olla tyhjä."),
        ({"version": "x"}, None),
        ({"version": "99999999999999999999"}, None),
    ],
)
def test_correction_that_cannot_be_stored_is_refused(staff_client, changes, fault):
    teko = TekoFactory(in_state="submitted")
    data = correction(teko, done="Toisin.") | changes | {"confirmed": "1"}

    response = staff_client.post(f"{QUEUE}{teko.pk}/korjaa/", data)

    assert (response.status_code, teko.versiot.count()) == (422 if fault else 404, 1)
    assert fault is None or fault in response.content.decode()


def test_note_too_long_is_refused_by_how_much(staff_client):
    teko = TekoFactory(in_state="submitted")

    response = staff_client.post(f"{QUEUE}{teko.pk}/muistiinpano/", {"text": "x" * 4002})

    form = response.context["note_form"]
    assert form.errors == {"text": ["Tekstissä on 2 merkkiä liikaa. Lyhennä enintään 4000 merkkiin."]}
    assert (response.status_code, form["text"].value()) == (422, "x" * 4002)
    assert Muistiinpano.objects.count() == 0


def test_correction_of_a_version_replaced_meanwhile_is_refused(staff_client):
    teko = TekoFactory(in_state="submitted")
    data = correction(teko, title="Korjattu nimi")
    resubmit(teko, title="Uusi nimi")

    response = staff_client.post(f"{QUEUE}{teko.pk}/korjaa/", data | {"confirmed": "1"})

    assert "lähetti uuden version" in told(response)[0]
    assert Teko.objects.get().title == "Uusi nimi"


def test_each_language_of_the_mail_is_shown_once(staff_client):
    teko = TekoFactory(in_state="submitted", author__language="fi")
    for language in ("sv", "sv", "fi"):
        person = UserFactory(language=language)
        teko.tekijat.create(email=person.email, user=person, accepted_at=timezone.now())

    page = body(staff_client.get(f"{QUEUE}paatos/julkaise/?teko={teko.pk}"))

    assert page.count('class="review-mail"') == 2


def test_confirmation_opened_again_says_that_it_is_done(staff_client, staff):
    teko = TekoFactory(in_state="submitted")
    version = teko.submitted_version
    teko.publish(by=staff, version=version)

    page = body(staff_client.get(f"{QUEUE}paatos/julkaise/?teko={teko.pk}&versio-{teko.pk}={version.pk}"))

    assert "julkaisi tämän version" in page
    assert "eikä viestejä enää lähde" in page
    assert 'name="confirmed"' not in page


def test_identity_bar_names_co_authors_and_flags_addresses_that_do_not_fit(staff_client):
    owner = OrganisaatioFactory(name_fi="Porvoo", name_sv="Borgå")
    teko = TekoFactory(in_state="submitted", author__email="anna@espoo.fi", author__organisation=owner)
    fits = UserFactory(email="bo@borga.fi", name="Bo Medförfattare", organisation=owner)
    teko.tekijat.create(email=fits.email, user=fits, accepted_at=timezone.now())

    page = body(staff_client.get(f"{QUEUE}{teko.pk}/change/"))

    assert "Bo Medförfattare (kanssakirjoittaja)" in page
    assert page.count('class="review-fit"') == 1
    assert "anna@espoo.fi: Ei sovi organisaatioon" in body(staff_client.get(QUEUE))


@pytest.mark.parametrize("meanwhile", ["replaced", "taken back", "returned"])
def test_reason_stays_in_the_form_when_the_decision_comes_too_late(staff_client, meanwhile):
    teko = TekoFactory(in_state="submitted")
    data = {"teko": teko.pk, f"versio-{teko.pk}": teko.submitted_version_id, "confirmed": "1"}
    data |= {"reason": "Pitkä ja harkittu.", "kommentti-tulokset": "Mitä mitattiin?"}
    if meanwhile == "replaced":
        resubmit(teko, title="Uusi nimi")
    elif meanwhile == "taken back":
        teko.take_back(by=teko.author)
    else:
        teko.return_to_authors(by=UserFactory(staff=True), version=teko.submitted_version, reason="Ensin.")

    response = staff_client.post(f"{QUEUE}paatos/palauta/", data)

    page = response.content.decode()
    assert response.status_code == 409
    assert len(told(response)) == 1
    assert ("Pitkä ja harkittu." in page, "Mitä mitattiin?" in page) == (True, True)
    assert ('name="confirmed"' in page) == (meanwhile == "replaced")
    assert ("Uusi nimi" in page) == (meanwhile == "replaced")


def test_reason_for_many_is_shown_with_those_that_it_did_not_reach(staff_client, staff):
    first, second = TekoFactory(in_state="submitted"), TekoFactory(in_state="submitted")
    data = {"teko": [first.pk, second.pk], "confirmed": "1", "reason": "Pitkä ja harkittu."}
    data |= {f"versio-{teko.pk}": teko.submitted_version_id for teko in (first, second)}
    second.publish(by=UserFactory(staff=True), version=second.submitted_version)

    page = staff_client.post(f"{QUEUE}paatos/hylkaa/", data, follow=True).content.decode()

    assert Teko.objects.get(pk=first.pk).state == "rejected"
    assert "Näiden tekojen tekijöille se ei lähtenyt." in page
    assert "Pitkä ja harkittu." in page
