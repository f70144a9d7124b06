import pytest

YEAR = 365 * 24 * 60 * 60


@pytest.mark.parametrize("theme", ["laite", "vaalea", "tumma"])
def test_theme_is_kept_for_a_year(client, theme):
    response = client.post("/ulkoasu/", {"theme": theme, "next": "/sv/?q=a"})

    cookie = response.cookies["ulkoasu"]
    assert (response.status_code, response["Location"]) == (302, "/sv/?q=a")
    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == (theme, YEAR, "Lax")


@pytest.mark.parametrize(("local", "secure"), [(True, ""), (False, True)])
def test_theme_cookie_is_secure_but_on_a_local_machine(client, settings, local, secure):
    settings.LOCAL = local

    assert client.post("/ulkoasu/", {"theme": "tumma"}).cookies["ulkoasu"]["secure"] == secure


@pytest.mark.parametrize(
    "address",
    ["", "https://muu.example/", "//muu.example/", "javascript:alert(1)", "/\\muu.example", "nimi", "http://["],
)
def test_theme_never_redirects_to_another_site(client, address):
    assert client.post("/ulkoasu/", {"theme": "tumma", "next": address})["Location"] == "/"


def test_theme_address_cannot_add_a_header(client):
    response = client.post("/ulkoasu/", {"theme": "tumma", "next": "/a\r\nX-Paha: 1\x00"})

    assert (response.status_code, response["Location"]) == (302, "/a%0D%0AX-Paha:%201%00")


@pytest.mark.parametrize("theme", ["", "pinkki", "tumma\x00", "x" * 5000])
def test_theme_that_does_not_exist_is_refused(client, theme):
    response = client.post("/ulkoasu/", {"theme": theme})

    assert response.status_code == 400
    assert "ulkoasu" not in response.cookies


def test_theme_is_chosen_by_post_only(client):
    assert client.get("/ulkoasu/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(("cookie", "shown"), [("tumma", "tumma"), ("vaalea", "vaalea"), ("pinkki", "laite")])
def test_page_wears_the_chosen_theme(client, cookie, shown):
    client.cookies["ulkoasu"] = cookie

    page = client.get("/").content.decode()

    assert f'<html lang="fi" data-ulkoasu="{shown}">' in page
    assert f'value="{shown}" aria-pressed="true"' in page
    assert page.count('aria-pressed="true"') == 1
