import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import RequestFactory
from django.utils import timezone

from teot.models import Teema, Teko
from tests.factories import KampanjaFactory, OrganisaatioFactory, TeemaFactory, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_lists_and_forms_open(staff_client):
    teko = TekoFactory(in_state="published", themes=[TeemaFactory()])
    pages = [f"tekojentori/organisaatio/{teko.owner_id}/change/", f"teot/teko/{teko.pk}/change/"]
    pages += ["tekojentori/organisaatio/", "tekojentori/sivu/", "teot/toimiala/", "teot/toimiala/0/change/"]
    pages += ["teot/teema/", f"teot/teema/{teko.themes.get().pk}/change/", "teot/teko/", "teot/teema/add/"]

    assert {page: staff_client.get(f"/hallinta/{page}").status_code for page in pages} == dict.fromkeys(pages, 200)


def test_form_opened_before_another_save_shows_both_texts_and_saves_nothing(staff_client):
    theme = TeemaFactory()
    theme.name_fi = "toisen kirjoittama"
    theme.change(by=UserFactory(staff=True, name="Toinen Työntekijä"), seen=1)

    response = staff_client.post(
        f"/hallinta/teot/teema/{theme.pk}/change/", {"name_fi": "minun", "slug": theme.slug, "seen": 1}
    )
    page = response.content.decode()
    theme.refresh_from_db()

    assert (theme.name_fi, theme.version) == ("toisen kirjoittama", 2)
    assert "”toisen kirjoittama”" in page
    assert 'value="minun"' in page
    assert f"Toinen Työntekijä on tallentanut tämän {timezone.localtime(theme.changed_at):%-d.%-m.%Y}" in page


def test_second_of_two_saves_again_after_seeing_the_first(staff_client):
    theme = TeemaFactory()
    theme.name_fi = "toisen kirjoittama"
    theme.change(by=None, seen=1)
    address, data = f"/hallinta/teot/teema/{theme.pk}/change/", {"name_fi": "minun", "slug": theme.slug, "seen": 1}
    seen = staff_client.post(address, data).context["adminform"].form["seen"].value()

    staff_client.post(address, data | {"seen": seen})
    theme.refresh_from_db()

    assert (theme.name_fi, theme.version) == ("minun", 3)


def test_row_deleted_meanwhile_is_told_and_what_was_typed_stays():
    theme, request = TeemaFactory(), RequestFactory().get("/")
    request.user = UserFactory(staff=True)
    form_class = admin.site.get_model_admin(Teema).get_form(request, theme, change=True)
    Teema.objects.filter(pk=theme.pk).delete()

    form = form_class({"name_fi": "minun", "slug": "minun", "seen": 1}, instance=theme)

    assert form.non_field_errors() == ["Joku muu on poistanut tämän sinun avattuasi sen. Ota tekstisi talteen tästä."]
    assert form["name_fi"].value() == "minun"


def test_versions_of_an_act_are_told_with_who_and_which_is_public(staff_client):
    teko = TekoFactory(in_state="published")
    teko.title = "Uusi nimi"
    teko.save()
    teko.submit(by=teko.author)

    page = staff_client.get(f"/hallinta/teot/teko/{teko.pk}/change/")
    versions = next(inline.formset for inline in page.context["inline_admin_formsets"])
    told = [(form.instance.number, form.instance.created_by, form.instance.standing) for form in versions.forms]

    assert told == [(2, teko.author, "odottaa käsittelyä"), (1, teko.author, "julkinen")]
    assert 'type="submit"' not in page.content.decode().split("<main")[1].split('id="theme')[0]


def test_act_with_three_versions_asks_as_often_as_with_one(staff_client, django_assert_num_queries):
    teko = TekoFactory(in_state="submitted")
    staff_client.get(f"/hallinta/teot/teko/{teko.pk}/change/")
    for more in (0, 2):
        for number in range(more):
            teko.title = f"Nimi {number}"
            teko.save()
            teko.submit(by=teko.author)
        with django_assert_num_queries(11):
            staff_client.get(f"/hallinta/teot/teko/{teko.pk}/change/")


@pytest.mark.parametrize(("state", "is_linked"), [("published", True), ("archived", True), ("hidden", False)])
def test_act_is_linked_to_its_public_page_while_it_has_one(staff_client, state, is_linked):
    teko = TekoFactory(in_state=state, title="Aamupuuro")

    page = staff_client.get(f"/hallinta/teot/teko/{teko.pk}/change/").content.decode()

    assert (f'href="/teot/{teko.pk}-aamupuuro/"' in page) is is_linked


@pytest.mark.parametrize("page", ["organisaatio", "sivu"])
def test_register_is_linked_to_its_public_page(client, staff_client, rekisteri, page):
    row = admin.site.get_model_admin(apps.get_model("tekojentori", page)).model.objects.first()

    shown = staff_client.get(f"/hallinta/tekojentori/{page}/{row.pk}/change/")

    assert client.get(shown.context["absolute_url"]).status_code == 200


def test_way_out_by_the_kind_of_a_row_is_no_page(staff_client):
    """Some kinds have no table, so that asking one for a row would break."""
    kinds = ContentType.objects.filter(app_label="pghistory").values_list("pk", flat=True)

    assert {staff_client.get(f"/hallinta/r/{key}/1/").status_code for key in kinds} == {404}


def test_campaign_is_linked_to_its_public_page_while_it_has_one(staff_client):
    shown, draft = KampanjaFactory(), KampanjaFactory(is_draft=True)

    pages = [staff_client.get(f"/hallinta/kampanjat/kampanja/{row.pk}/change/") for row in (shown, draft)]

    assert [page.context["absolute_url"] for page in pages] == [shown.get_absolute_url(), None]


def test_act_cannot_be_written_in_the_admin(staff_client):
    teko = TekoFactory(in_state="published")

    response = staff_client.post(f"/hallinta/teot/teko/{teko.pk}/change/", {"title": "Muutettu", "state": "hidden"})
    unchanged = Teko.objects.get()

    assert (response.status_code, unchanged.title, unchanged.state) == (403, teko.title, "published")


def test_organisation_that_takes_part_in_an_act_is_not_deleted(staff_client):
    partner = OrganisaatioFactory()
    TekoFactory(partners=[partner])

    staff_client.post(f"/hallinta/tekojentori/organisaatio/{partner.pk}/delete/", {"post": "yes"})

    assert Teko.objects.get().partners.get() == partner


def decide_in_list(client, action, teko):
    """Choose the action in the list of acts, and confirm it on the page that follows."""
    asked = client.post("/hallinta/teot/teko/", {"action": action, "_selected_action": [teko.pk]})
    return client.post(asked.url.partition("?")[0], {"teko": teko.pk, "confirmed": "1"}, follow=True)


def test_picked_act_is_picked_through_the_verb(staff_client):
    teko = TekoFactory(in_state="published")

    decide_in_list(staff_client, "confirm_pick", teko)

    assert Teko.objects.exclude(picked_at=None).get() == teko


def test_picked_act_is_taken_down_through_the_verb(staff_client):
    teko = TekoFactory(in_state="published")
    teko.pick(by=UserFactory(staff=True))

    decide_in_list(staff_client, "confirm_unpick", teko)

    assert Teko.objects.get().picked_at is None


def test_act_that_is_not_public_is_not_picked_and_the_reason_is_told(staff_client):
    teko = TekoFactory(title="Kesken")

    page = decide_in_list(staff_client, "confirm_pick", teko).content.decode()

    assert "Kesken: Teko on tilassa ”Luonnos”, joten sitä ei voi nyt nostaa etusivulle." in page
    assert Teko.objects.get().picked_at is None


BAD_WORDS = ["", "x" * 5000, "\x00", "\x07", "\u202e", "%_'\"()&|!:*", "' OR 1=1 --", "😀", "9" * 30, "-1"]


@pytest.mark.parametrize("word", BAD_WORDS, ids=range(len(BAD_WORDS)))
@pytest.mark.parametrize("name", ["q", "p", "o", "e", "all", "id__exact", "state__exact", "owner__id__exact", "nimi"])
@pytest.mark.parametrize("file", ["", "vie.csv", "vie.xlsx"])
def test_list_bears_any_address(staff_client, file, name, word):
    response = staff_client.get(f"/hallinta/teot/teko/{file}", {name: word}, follow=True)
    b"".join(response)
    response.close()

    assert response.status_code in (200, 400)


@pytest.mark.parametrize("word", BAD_WORDS, ids=range(len(BAD_WORDS)))
@pytest.mark.parametrize("action", ["merge", "end", "delete_selected"])
def test_selection_bears_anything(staff_client, action, word):
    response = staff_client.post(
        "/hallinta/tekojentori/organisaatio/", {"action": action, "_selected_action": [word, word]}, follow=True
    )

    assert response.status_code in (200, 400)


@pytest.mark.parametrize("word", ["\x00", "x" * 5000, "😀" * 400], ids=["nul", "long", "emoji"])
@pytest.mark.parametrize("field", ["name_fi", "slug", "reason", "seen"])
def test_bad_value_is_told_by_its_field_and_nothing_is_saved(staff_client, field, word):
    theme = TeemaFactory()
    data = {"name_fi": "nimi", "slug": "nimi", "reason": "", "seen": 1} | {field: word}

    response = staff_client.post(f"/hallinta/teot/teema/{theme.pk}/change/", data)
    theme.refresh_from_db()

    assert list(response.context["adminform"].form.errors) == [field]
    assert (theme.name_fi, theme.version) == ("osallisuus", 1)


@pytest.mark.parametrize("word", ["abc", "\x00", "٣"], ids=["letters", "nul", "other digits"])
def test_row_that_is_none_is_told_by_its_field(staff_client, word):
    person, organisation = UserFactory(), OrganisaatioFactory()
    contacts = {"represented-TOTAL_FORMS": 1, "represented-INITIAL_FORMS": 0, "represented-0-organisation": word}

    parent = staff_client.post(f"/hallinta/tekojentori/organisaatio/{organisation.pk}/change/", {"parent": word})
    own = staff_client.post(f"/hallinta/tekojentori/user/{person.pk}/change/", contacts | {"organisation": word})

    assert "parent" in parent.context["adminform"].form.errors
    assert "organisation" in own.context["adminform"].form.errors
    assert list(own.context["inline_admin_formsets"][0].formset.errors[0]) == ["organisation"]
