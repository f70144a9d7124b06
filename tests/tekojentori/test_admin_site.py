import re

from django.contrib.staticfiles import finders

from tekojentori.models import Sahkoposti
from tests.factories import TekoFactory


def test_admin_wears_the_markets_colours(staff_client):
    page = staff_client.get("/hallinta/").content.decode()

    assert '<link rel="stylesheet" href="/static/css/admin.css">' in page
    assert finders.find("css/admin.css")


def test_menu_leads_only_to_what_staff_work_with(staff_client):
    apps = staff_client.get("/hallinta/").context["available_apps"]
    names = {model["object_name"] for app in apps for model in app["models"]}

    assert {"Teko", "Organisaatio", "User"} <= names
    assert names & {"Group", "Authenticator", "EmailAddress", "SocialAccount", "SocialApp", "DBTaskResult"} == set()


def test_lists_count_and_narrow_in_finnish(staff_client):
    for _number in range(2):
        TekoFactory(in_state="submitted")
    queue = staff_client.get("/hallinta/teot/kasiteltava/").content.decode()
    Sahkoposti.objects.create(kind="koe/x", cause="a", to="k@kunta.example")
    mails = staff_client.get("/hallinta/tekojentori/sahkoposti/").content.decode()

    assert "Käsiteltävät teot: 2" in queue
    assert re.findall(r">\s*-\s*</a>", queue) == []
    assert "Rajaa: kirjoitettu" in mails
    assert "Filter by" not in mails
