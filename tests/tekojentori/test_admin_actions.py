"""Duplicates merged and organisations ended, as staff do it; and what becomes of acts, people and addresses."""

from datetime import date

import pytest

from tekojentori.models import Organisaatio
from teot.models import Hakurivi
from tests.factories import OrganisaatioFactory, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/hallinta/tekojentori/organisaatio/"


@pytest.fixture
def merge(staff_client):
    def merge(rows, into, **data):
        selected = {"action": "merge", "_selected_action": [row.pk for row in rows], "confirmed": "1", "into": into.pk}
        return staff_client.post(LIST, selected | data, follow=True)

    return merge


@pytest.fixture
def end(staff_client):
    def end(row, successor=None, on="31.12.2025", **data):
        selected = {"action": "end", "_selected_action": [row.pk], "confirmed": "1", "on": on}
        return staff_client.post(LIST, selected | {"successor": successor.pk if successor else ""} | data, follow=True)

    return end


def errors(response) -> list[str]:
    return [message for messages in response.context["form"].errors.values() for message in messages]


# Before anything happens


def test_confirmation_counts_what_hangs_on_each(staff_client):
    owner, other = OrganisaatioFactory(), OrganisaatioFactory()
    UserFactory(organisation=owner)
    TekoFactory(owner=owner, partners=[other])
    TekoFactory(owner=owner)

    response = staff_client.post(LIST, {"action": "merge", "_selected_action": [owner.pk, other.pk]})
    counts = {row.organisation: (row.owned, row.shared, row.people) for row in response.context["rows"]}

    assert counts == {owner: (2, 0, 1), other: (0, 1, 0)}


def test_confirmation_links_lead_to_the_acts_it_counts(staff_client):
    owner, other = OrganisaatioFactory(), OrganisaatioFactory()
    shared = TekoFactory(owner=owner, partners=[other])
    TekoFactory()

    page = staff_client.post(LIST, {"action": "end", "_selected_action": [other.pk]}).content.decode()
    address = f"/hallinta/teot/teko/?partners__id__exact={other.pk}"
    owned = f"/hallinta/teot/teko/?owner__id__exact={owner.pk}"

    assert f'href="{address}"' in page
    assert [list(staff_client.get(path).context["cl"].queryset) for path in (address, owned)] == [[shared], [shared]]


@pytest.mark.parametrize("count", [2, 10])
def test_confirmation_asks_as_little_of_the_database_for_ten_as_for_two(
    staff_client, django_assert_max_num_queries, count
):
    rows = [OrganisaatioFactory().pk for _number in range(count)]

    with django_assert_max_num_queries(13):
        staff_client.post(LIST, {"action": "merge", "_selected_action": rows})


@pytest.mark.parametrize(("action", "count"), [("merge", 1), ("merge", 11), ("end", 2)])
def test_wrong_number_of_organisations_is_refused(staff_client, action, count):
    rows = [OrganisaatioFactory().pk for _number in range(count)]

    response = staff_client.post(LIST, {"action": action, "_selected_action": rows}, follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]


# Merging


def test_acts_partnerships_and_people_move_to_the_one_that_stays(merge):
    stays, duplicate = OrganisaatioFactory(), OrganisaatioFactory()
    owned = TekoFactory(owner=duplicate, in_state="published")
    shared = TekoFactory(partners=[duplicate], in_state="published")
    person = UserFactory(organisation=duplicate)

    merge([stays, duplicate], into=stays)
    owned.refresh_from_db()
    person.refresh_from_db()

    assert (owned.owner, list(shared.partners.all()), person.organisation) == (stays, [stays], stays)
    assert {row.pk for row in Hakurivi.objects.of(stays.pk)} == {owned.pk, shared.pk}
    assert Hakurivi.objects.get(pk=owned.pk).card["owner"]["name"]["fi"] == duplicate.name_fi


def test_partner_that_is_the_owners_duplicate_does_not_become_its_own_partner(merge):
    owner, duplicate = OrganisaatioFactory(), OrganisaatioFactory()
    teko = TekoFactory(owner=owner, partners=[duplicate], in_state="published")

    merge([owner, duplicate], into=owner)

    assert (teko.partners.count(), [row.pk for row in Hakurivi.objects.of(owner.pk)]) == (0, [teko.pk])


def test_merging_twice_does_nothing_more(merge):
    stays, teko = OrganisaatioFactory(), TekoFactory(in_state="published")
    duplicate = teko.owner

    merge([stays, duplicate], into=stays)
    first = list(Organisaatio.objects.order_by("pk").values())
    again = merge([stays, duplicate], into=stays)

    assert list(Organisaatio.objects.order_by("pk").values()) == first
    assert [message.level_tag for message in again.context["messages"]] == ["success"]


def test_merge_into_what_is_itself_merged_is_refused(merge):
    stays, duplicate, third = OrganisaatioFactory(), OrganisaatioFactory(name_fi="Kaksonen"), OrganisaatioFactory()
    merge([stays, duplicate], into=stays)

    refused = merge([duplicate, third], into=duplicate)

    assert errors(refused) == ["Kaksonen on itse yhdistetty toiseen. Valitse jäävä organisaatio."]
    assert "<title>Virhe: Yhdistä kaksoiskappaleet" in refused.content.decode()
    assert Organisaatio.objects.get(pk=third.pk).merged_into is None


def test_merge_into_one_that_was_not_chosen_is_refused(merge):
    first, second, stranger = OrganisaatioFactory(), OrganisaatioFactory(), OrganisaatioFactory()

    refused = merge([first, second], into=stranger)

    assert list(refused.context["form"].errors) == ["into"]
    assert not Organisaatio.objects.exclude(merged_into=None).exists()


def test_merge_of_a_successor_is_refused(merge, end):
    ended, successor = OrganisaatioFactory(), OrganisaatioFactory()
    end(ended, successor)

    refused = merge([ended, successor], into=successor)

    assert "toistensa seuraajia" in errors(refused)[0]


def test_duplicates_addresses_lead_to_the_one_that_stays(client, merge):
    stays, teko = OrganisaatioFactory(code="JAA"), TekoFactory(in_state="published")
    merge([stays, teko.owner], into=stays)

    page = client.get(f"/organisaatiot/{teko.owner.code}/")
    listing = client.get("/teot/", {"organisaatio": [teko.owner.code, "JAA"]}).context["listing"]

    assert (page.status_code, page["Location"]) == (301, "/organisaatiot/JAA/")
    assert ([card.title for card in listing.cards], len(listing.chips)) == ([teko.title], 1)


# Ending


def test_act_keeps_the_ended_ones_name_and_is_found_from_the_successors_page(client, end):
    successor, teko = OrganisaatioFactory(), TekoFactory(in_state="published")

    end(teko.owner, successor)
    page = client.get(f"/organisaatiot/{successor.code}/").context["page"]
    ended = Organisaatio.objects.get(pk=teko.owner_id)

    assert (ended.valid_until, ended.successor) == (date(2025, 12, 31), successor)
    assert [(card.title, card.owner) for card in page.cards] == [(teko.title, teko.owner.name)]


@pytest.mark.parametrize("which", ["ended", "successor"])
def test_act_of_an_ended_organisation_is_listed_by_both_codes(client, end, which):
    successor, teko = OrganisaatioFactory(), TekoFactory(in_state="published")
    end(teko.owner, successor)
    code = {"ended": teko.owner.code, "successor": successor.code}[which]

    listing = client.get("/teot/", {"organisaatio": code}).context["listing"]

    assert [card.title for card in listing.cards] == [teko.title]


def test_ending_twice_does_nothing_more(end):
    row = OrganisaatioFactory()

    end(row)
    end(row)

    assert Organisaatio.objects.get(pk=row.pk).version == 2


def test_one_ended_by_mistake_goes_on(client, end):
    successor, teko = OrganisaatioFactory(), TekoFactory(in_state="published")
    end(teko.owner, successor)

    answer = end(teko.owner, on="", reason="Väärä organisaatio.")
    row = Organisaatio.objects.get(pk=teko.owner_id)
    listing = client.get("/teot/", {"organisaatio": successor.code}).context["listing"]

    assert answer.redirect_chain
    assert (row.valid_until, row.successor, row.change_reason) == (None, None, "Väärä organisaatio.")
    assert listing.cards == []


@pytest.mark.parametrize("on", ["1.1.0001", "31.12.9999"])
def test_day_of_no_such_time_is_refused(end, on):
    row = OrganisaatioFactory()

    answer = end(row, on=on)

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["on"])
    assert Organisaatio.objects.get(pk=row.pk).valid_until is None


def test_ended_ones_successor_is_not_its_own_predecessor(end):
    first, second = OrganisaatioFactory(), OrganisaatioFactory()
    end(first, second)

    refused = end(second, first)

    assert errors(refused) == ["Seuraajaksi ei käy organisaatio, jonka seuraaja tämä itse on."]
    assert Organisaatio.objects.get(pk=second.pk).valid_until is None


@pytest.mark.parametrize(("on", "is_refused"), [("31.12.2025", False), ("1.1.2026", True)])
def test_one_that_ended_before_the_last_day_does_not_continue_the_work(end, on, is_refused):
    row, ended = OrganisaatioFactory(), OrganisaatioFactory()
    end(ended, on="31.12.2025")

    answer = end(row, ended, on=on)

    told = errors(answer) if is_refused else []
    assert told == ["Seuraaja on itse päättynyt jo aiemmin. Valitse se, joka jatkaa työtä."] * is_refused
    assert Organisaatio.objects.get(pk=row.pk).successor == (None if is_refused else ended)


@pytest.mark.parametrize("text", ["31.12.2025", "31/12/2025", "2025-12-31"])
@pytest.mark.parametrize("prefix", ["", "/sv", "/en"])
def test_day_is_read_as_people_write_it_in_every_language(staff_client, prefix, text):
    row = OrganisaatioFactory()
    data = {"action": "end", "_selected_action": [row.pk], "confirmed": "1", "on": text, "successor": ""}

    staff_client.post(prefix + LIST, data)

    assert Organisaatio.objects.get().valid_until == date(2025, 12, 31)


@pytest.mark.parametrize("text", ["", "12/31/2025", "31.2.2025", "eilen", "\x00", "9" * 5000])
def test_day_that_cannot_be_read_is_told_by_its_field(end, text):
    row = OrganisaatioFactory()

    response = end(row, on=text)

    assert list(response.context["form"].errors) == ["on"]
    assert Organisaatio.objects.get().valid_until is None
