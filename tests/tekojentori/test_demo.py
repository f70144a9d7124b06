import re
from io import StringIO

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import override_settings
from django.urls import NoReverseMatch, reverse

from tekojentori import checks, urls
from teot import demo
from teot.models import Hakurivi, Teko, Tunnustus
from teot.models.tunnustus import Kind

urlpatterns = [*urls.demo_patterns, *urls.urlpatterns]


@pytest.fixture(scope="module")
def filled(kept):
    """The demo's rows, which every test finds as its first start has left them."""
    call_command("demo", "--no-serve", stdout=StringIO())


@pytest.fixture
def prepared(filled, db):
    pass


def test_demo_has_real_acts_and_invented_ones_in_other_states(prepared):
    invented = Teko.objects.filter(register_id=None)

    assert Teko.objects.imported().published().count() == 32
    assert set(invented.values_list("state", flat=True)) == set(Teko.State.values)
    assert invented.published().exclude(submitted_version=None).count() == 1


def test_demo_has_the_prizes_of_2019_with_their_sources(prepared):
    marks = Tunnustus.objects.filter(year=2019)

    mentions = set(marks.filter(kind=Kind.MENTION).values_list("name_fi", flat=True))
    assert mentions == {"Vuoden viestintäteko", "Vuoden teknologiateko", "Vuoden ympäristöteko"}
    series = set(marks.filter(kind=Kind.PRIZE).values_list("name_fi", flat=True))
    assert series == {"Ihmeiden tekijät", "Innostavat teot", "Innovatiiviset teot"}
    winners = marks.filter(name_fi="Ihmeiden tekijät").values_list("organisation__name_fi", flat=True)
    assert set(winners) == {"Varkaus", "Asikkala", "Hausjärvi", "Kontiolahti", "Jämsä", "Liminka"}
    assert not marks.filter(source="").exists()


def test_second_start_keeps_what_people_wrote(prepared):
    Teko.objects.filter(register_id="T001").update(title="Muokattu demossa")
    before = list(Hakurivi.objects.order_by("pk").values_list("pk", "version_id"))

    call_command("demo", "--no-serve", stdout=StringIO())

    assert Teko.objects.get(register_id="T001").title == "Muokattu demossa"
    assert list(Hakurivi.objects.order_by("pk").values_list("pk", "version_id")) == before


def test_port_out_of_range_is_refused():
    with pytest.raises(CommandError, match="Portti 70000 ei käy"):
        call_command("demo", "--port", "70000")


def test_ordinary_running_has_no_demo(client):
    with pytest.raises(NoReverseMatch):
        reverse("demo")
    assert client.get("/demo/").status_code == 404


@override_settings(ROOT_URLCONF="tests.tekojentori.test_demo", DEMO=True)
def test_button_signs_in_as_programme_staff(client, prepared):
    client.post("/demo/kirjaudu/", {"email": demo.STAFF})

    assert client.get("/hallinta/").status_code == 200


@override_settings(ROOT_URLCONF="tests.tekojentori.test_demo", DEMO=True)
def test_each_role_has_a_person_who_is_led_to_their_work(client, prepared):
    from tekojentori.demo_views import ROLES

    for email, _role, _work, _place in ROLES:
        response = client.post("/demo/kirjaudu/", {"email": email})
        assert (email, client.get(response.url).status_code) == (email, 200)


@override_settings(ROOT_URLCONF="tests.tekojentori.test_demo")
def test_contact_person_of_the_demo_sees_drafts_of_others(client, prepared):
    client.post("/demo/kirjaudu/", {"email": demo.CONTACT})
    acts = client.get("/tili/organisaation-teot/").context["acts"]

    assert {act.owner.code for act in acts} == {"ESIM-1"}
    assert "draft" in {act.state for act in acts}


@override_settings(ROOT_URLCONF="tests.tekojentori.test_demo")
def test_button_signs_in_as_nobody_else(client, prepared):
    response = client.post("/demo/kirjaudu/", {"email": "palveluesihenkilo@esimerkkila.example"})

    assert (response.status_code, "_auth_user_id" in client.session) == (404, False)


def test_demo_shows_the_mails_that_were_sent_newest_first(client, rekisteri, settings, tmp_path):
    settings.ROOT_URLCONF = "tests.tekojentori.test_demo"
    backend = {"BACKEND": "tekojentori.mail_folder.EmailBackend", "OPTIONS": {"file_path": str(tmp_path)}}
    settings.MAILERS = {"default": backend}
    for subject in ("Ensimmäinen", "<b>Toinen</b>"):
        message = EmailMultiAlternatives(subject, "Hei, <i>sinä</i>", to=["lukija@kunta.example"])
        message.attach_alternative("<style>p{color:red}</style><p>Hei</p>", "text/html")
        message.send(using="default")

    page = client.get("/demo/").content.decode()
    addresses = re.findall(r'href="(/demo/posti/[^"]+)"', page)
    html = client.get(addresses[1])

    assert page.index("&lt;b&gt;Toinen&lt;/b&gt;") < page.index("Ensimmäinen")
    assert page.count("lukija@kunta.example") == 2
    assert "Hei, &lt;i&gt;sinä&lt;/i&gt;" in page
    assert html.content.decode().strip() == "<style>p{color:red}</style><p>Hei</p>"
    assert html["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-top-navigation"
    )
    assert client.get("/demo/posti/olematon/").status_code == 404


@override_settings(DEMO=True, LOCAL=True)
def test_deployment_check_refuses_demo_and_local():
    assert [checks.demo_is_off()[0].id, checks.local_is_off()[0].id] == ["tekojentori.E001", "tekojentori.E002"]
