import pytest

from tekojentori.context_processors import addresses_by_language
from tests.factories import UserFactory


@pytest.mark.parametrize(
    ("path", "finnish", "swedish"),
    [
        ("/", "/", "/sv/"),
        ("/teot/?q=a&sivu=2", "/teot/?q=a&sivu=2", "/sv/teot/?q=a&sivu=2"),
        ("/sv/teot/", "/teot/", "/sv/teot/"),
        ("/en/", "/", "/sv/"),
        ("/svenska/", "/svenska/", "/sv/svenska/"),
        ("/sv//muu.example/", "/muu.example/", "/sv/muu.example/"),
    ],
)
def test_addresses_are_the_same_page_in_each_language(path, finnish, swedish):
    assert addresses_by_language(path) == {"fi": finnish, "sv": swedish, "en": f"/en{finnish}"}


@pytest.mark.django_db
def test_frame_names_its_address_in_each_language(client):
    page = client.get("/sv/?q=a").content.decode()

    assert '<html lang="sv"' in page
    assert '<link rel="canonical" href="http://testserver/sv/">' in page
    assert '<link rel="alternate" hreflang="x-default" href="http://testserver/">' in page
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/">' in page
    assert '<a href="/?q=a" lang="fi" hreflang="fi">Suomi</a>' in page
    assert 'hreflang="sv">Svenska' not in page


@pytest.mark.django_db
def test_frame_leads_staff_to_the_admin(client):
    before = client.get("/").content.decode()
    client.force_login(UserFactory(staff=True))
    staff = client.get("/").content.decode()
    client.force_login(UserFactory())
    others = client.get("/").content.decode()

    assert ["/hallinta/" in page for page in (before, staff, others)] == [False, True, False]


@pytest.mark.django_db
def test_frame_gives_a_visitor_no_cookie(client):
    assert client.get("/").cookies == {}
