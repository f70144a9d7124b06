import pytest
from django.template import Context, Template
from django.utils.translation import override

from tekojentori.context_processors import addresses_by_language
from tekojentori.templatetags.frame import counted_checks, counted_options
from teot.listing import Option
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
    page = client.get("/sv/?jarjestys=&q=a&organisaatio=").content.decode()

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


def test_words_are_remembered_by_language():
    template = Template("{% translate 'Kaikki teot' %}")

    def shown(language):
        with override(language):
            return template.render(Context())

    first = {language: shown(language) for language in ("fi", "sv", "en")}

    assert first == {"fi": "Kaikki teot", "sv": "Alla insatser", "en": "All improvements"}
    assert {language: shown(language) for language in ("fi", "sv", "en")} == first


@pytest.mark.parametrize(
    "words", ["{% translate name %}", "{% translate 'x' as y %}{{ name }}", "{% translate 'x'|add:name %}"]
)
def test_words_with_something_of_the_page_in_them_are_not_remembered(words):
    template = Template(words)

    assert [template.render(Context({"name": name})).removeprefix("x") for name in ("Pori", "Turku")] == [
        "Pori",
        "Turku",
    ]


def test_options_are_escaped():
    options = [Option("049", "Espoo & <b>", 3, is_chosen=False)]

    assert counted_options(options) == '<option value="049">Espoo &amp; &lt;b&gt; (3)</option>'


def test_boxes_are_escaped_and_tell_what_is_chosen_and_what_gives_nothing():
    options = [Option('a"b', "Espoo & <b>", 3, is_chosen=True), Option("tyhja", "Tyhjä", 0, is_chosen=False)]

    assert counted_checks("teema", options) == (
        '<label><input type="checkbox" name="teema" value="a&quot;b" id="rajaus-teema-a&quot;b" checked>'
        '<span>Espoo &amp; &lt;b&gt;</span><span class="count">3</span></label>'
        '<label class="is-empty"><input type="checkbox" name="teema" value="tyhja" id="rajaus-teema-tyhja">'
        '<span>Tyhjä</span><span class="count">0</span></label>'
    )
