import pytest

from tekojentori.markdown import render_markdown
from tekojentori.models import Sivu
from tekojentori.pages import load_pages
from tests.factories import UserFactory

TITLES = {
    "/tietoa/": "Tietoa palvelusta",
    "/tietosuoja/": "Tietosuoja",
    "/saavutettavuus/": "Saavutettavuusseloste",
    "/sv/tietoa/": "Om tjänsten",
    "/sv/tietosuoja/": "Dataskydd",
    "/sv/saavutettavuus/": "Tillgänglighetsutlåtande",
    "/en/tietoa/": "About the service",
    "/en/tietosuoja/": "Privacy",
    "/en/saavutettavuus/": "Accessibility statement",
}


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "title"), TITLES.items())
def test_page_is_read_in_one_query(client, django_assert_num_queries, address, title):
    load_pages()

    with django_assert_num_queries(1):
        response = client.get(address)
    page = response.content.decode()

    assert response.status_code == 200
    assert f"<h1>{title}</h1>" in page
    assert page.count("<h1>") == 1
    assert "<h2>" in page


@pytest.mark.django_db
def test_load_pages_keeps_what_staff_wrote():
    load_pages()
    sivu = Sivu.objects.get(slug="tietoa")
    sivu.text_fi = "Oma teksti."
    sivu.change(by=UserFactory(staff=True), seen=sivu.version, reason="Lyhyempi.")
    Sivu.objects.filter(slug="tietosuoja").delete()

    load_pages()

    assert Sivu.objects.get(slug="tietoa").text_fi == "Oma teksti."
    assert list(Sivu.objects.values_list("slug", flat=True)) == ["saavutettavuus", "tietoa", "tietosuoja"]


@pytest.mark.django_db
def test_page_that_is_not_there_is_not_found(client):
    assert client.get("/tietoa/").status_code == 404


@pytest.mark.django_db
def test_page_cannot_carry_a_script(client):
    load_pages()
    Sivu.objects.filter(slug="tietoa").update(text_fi="<script>paha()</script>\n\n[linkki](javascript:paha())")

    page = client.get("/tietoa/").content.decode()

    assert "&lt;script&gt;paha()&lt;/script&gt;" in page
    assert "<script>" not in page
    assert 'href="javascript' not in page


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_accessibility_statement_names_the_authority_and_the_promise(language):
    load_pages()
    text = getattr(Sivu.objects.get(slug="saavutettavuus"), f"text_{language}")

    for fact in ("306/2019", "Traficom", "29 534 5000", "saavutettavuus@tori.example", "14 "):
        assert fact in text


@pytest.mark.parametrize(
    ("lower", "html"), [(2, "<h3>A</h3>\n<h4>B</h4>\n<h6>C</h6>"), (0, "<h2>A</h2>\n<h2>B</h2>\n<h5>C</h5>")]
)
def test_headings_are_lowered_below_the_pages_own(lower, html):
    assert render_markdown("# A\n\n## B\n\n##### C", lower=lower) == html
