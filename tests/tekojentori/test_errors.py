"""No test here may touch the database: an error page must render without it."""

import pytest
from django.shortcuts import render
from django.test import Client, RequestFactory

pytestmark = pytest.mark.urls("tests.tekojentori.urls_with_errors")


@pytest.mark.parametrize(
    ("status", "heading", "advice"),
    [
        (400, "Pyyntöä ei ymmärretty", "Tarkista osoite"),
        (403, "Tähän ei ole oikeutta", "ota yhteyttä ohjelmatoimistoon"),
        (404, "Sivua ei löytynyt", "Hae tekoa nimellä"),
        (500, "Palvelussa on vika", "Yritä hetken päästä uudelleen"),
    ],
)
def test_error_says_what_to_do_in_the_frame(status, heading, advice):
    client = Client(raise_request_exception=False)

    response = client.get(f"/rikki/{status}/")
    page = response.content.decode()

    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in page
    assert advice in page
    assert '<html lang="fi" data-ulkoasu="laite">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical"' not in page
    assert '<form class="search-field" role="search" action="/teot/">' in page


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "BREW"])
def test_method_that_no_form_sends_is_told_which_there_are(method):
    response = Client(enforce_csrf_checks=True).generic(method, "/rikki/404/")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_gone_page_leads_to_other_acts():
    request = RequestFactory().get("/teot/1-poissa/")

    page = render(request, "410.html", status=410).content.decode()

    assert "<h1>Tekoa ei enää ole torilla</h1>" in page
    assert 'action="/teot/"' in page


def test_page_that_is_not_there_draws_the_country_without_the_database():
    page = Client().get("/rikki/404/").content.decode()

    assert page.count("<circle") == 309
    assert page.count('<circle class="berry"') == 1


def test_fault_of_ours_names_the_office_of_the_environment(settings):
    settings.OFFICE_EMAIL = "toimisto@muu.example"

    page = Client(raise_request_exception=False).get("/rikki/500/").content.decode()

    assert '<a href="mailto:toimisto@muu.example">toimisto@muu.example</a>' in page


def test_error_keeps_theme_and_language():
    client = Client(raise_request_exception=False)
    client.cookies["ulkoasu"] = "tumma"

    page = client.get("/rikki/500/").content.decode()

    assert 'data-ulkoasu="tumma"' in page
    assert '<input type="hidden" name="next" id="ulkoasu-paluu" value="/rikki/500/">' in page


def test_unknown_address_in_swedish_is_not_found_in_swedish(client):
    response = client.get("/sv/ei-ole/")

    assert response.status_code == 404
    assert '<html lang="sv"' in response.content.decode()


def test_foreign_host_is_a_bad_request(client):
    response = client.get("/", headers={"host": "muu.example"})

    assert response.status_code == 400
    assert "<h1>Pyyntöä ei ymmärretty</h1>" in response.content.decode()


def test_stale_form_is_refused_with_advice():
    response = Client(enforce_csrf_checks=True).post("/kirjaudu/", {"email": "a@b.example"})

    assert response.status_code == 403
    assert "<h1>Lomake on vanhentunut</h1>" in response.content.decode()
