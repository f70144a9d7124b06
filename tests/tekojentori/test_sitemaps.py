"""The map of the site for search engines."""

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from tekojentori.models import Organisaatio
from teot.actions import end_organisation
from tests.factories import WAYS, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db


def addresses(client, section: str) -> dict[str, str | None]:
    """Every address of the section, and when it last changed."""
    pages = ElementTree.fromstring(client.get(f"/sitemap-{section}.xml").content)
    return {page.findtext("{*}loc").removeprefix("http://testserver"): page.findtext("{*}lastmod") for page in pages}


def test_index_names_each_section_with_its_host(client, rekisteri):
    sections = ElementTree.fromstring(client.get("/sitemap.xml").content)

    assert [section.findtext("{*}loc") for section in sections] == [
        "http://testserver/sitemap-teot.xml",
        "http://testserver/sitemap-paikat.xml",
    ]


def test_listed_acts_are_there_in_each_language_and_no_others(client, rekisteri):
    acts = {state: TekoFactory(in_state=state, title=f"Teko {state}") for state in WAYS}
    own = f"/teot/{acts['published'].pk}-teko-published/"

    assert set(addresses(client, "teot")) == {own, f"/sv{own}", f"/en{own}"}


def test_act_has_changed_when_its_new_version_was_written(client, time_machine):
    time_machine.move_to(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False)
    teko = TekoFactory(in_state="published")
    time_machine.move_to(datetime(2026, 5, 1, 12, tzinfo=UTC), tick=False)
    teko.publish(by=UserFactory(staff=True), version=teko.submit(by=teko.author))

    assert set(addresses(client, "teot").values()) == {"2026-05-01"}


def test_partners_and_heirs_of_acts_are_there_too(client, rekisteri):
    partner, heir, other = (Organisaatio.objects.get(code=code) for code in ("609", "HVA-18", "853"))
    teko = TekoFactory(owner__code="PAATTYNYT", partners=[partner], in_state="published")
    end_organisation(teko.owner, on=date(2024, 12, 31), successor=heir, by=UserFactory(staff=True))
    TekoFactory(owner=other, in_state="submitted")

    shown = {address.split("/")[2] for address in addresses(client, "paikat") if address.startswith("/organisaatiot/")}

    assert shown == {"", "PAATTYNYT", "609", "HVA-18"}
