"""Staff meet kinds of mail by names, never by codes."""

import pytest
from django.conf import settings

from kampanjat import kirjeet
from tekojentori.models import Sahkoposti
from tekojentori.sahkoposti_admin import name_of


def test_every_kind_of_mail_has_a_name():
    templates = (settings.BASE_DIR / "templates").glob("*/email/*.subject.txt")
    kinds = {f"{path.parts[-3]}/{path.name.removesuffix('.subject.txt')}" for path in templates} - {kirjeet.TEMPLATE}

    assert {kind for kind in kinds | {row.kind for row in kirjeet.KINDS} if name_of(kind) == kind} == set()


@pytest.mark.django_db
def test_list_of_mails_is_narrowed_by_names(staff_client):
    for kind in ("teot/reminder", "teot/published"):
        Sahkoposti.objects.create(kind=kind, cause="teko:1", to="a@x.example", language="fi", subject="X")

    page = staff_client.get("/hallinta/tekojentori/sahkoposti/", {"kind": "teot/reminder"})

    text = page.content.decode()
    assert [row.kind for row in page.context["cl"].result_list] == ["teot/reminder"]
    assert [name in text for name in ("Muistutus luonnoksesta", "Teko on julkaistu", ">teot/")] == [True, True, False]
