"""Texts in the admin have no character that hides, turns or breaks what is read."""

import pytest
from django import forms
from django.contrib import admin

from tekojentori.models import User
from tekojentori.open_form import Words
from tekojentori.plain_form import PlainForm
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
#: Models whose rows open on a page of their own.
ELSEWHERE = {"kampanjat.kirje", "teot.kasiteltava"}


def test_hidden_character_in_a_new_row_is_refused_by_its_field(staff_client):
    data = {"email": "uusi@esimerkkila.example", "name": "Uusi\u202eihminen", "language": "fi"}
    inlines = {"represented-TOTAL_FORMS": "0", "represented-INITIAL_FORMS": "0"}

    response = staff_client.post("/hallinta/tekojentori/user/add/", data | inlines)

    form = response.context["adminform"].form
    assert ["(U+202E), kohdassa ”Uusiihminen”" in text for text in form.errors["name"]] == [True]
    assert (response.status_code, User.objects.filter(email=data["email"]).exists()) == (422, False)


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label_lower)
def test_no_form_takes_a_text_unread(rf, model):
    request, owner = rf.get("/hallinta/"), admin.site._registry[model]
    request.user = UserFactory(staff=True)
    added = [owner.get_form(request)] if owner.has_add_permission(request) else []
    changed = [owner.get_form(request, model(pk=1), change=True)] if model._meta.label_lower not in ELSEWHERE else []
    rows = [inline.get_formset(request).form for inline in owner.get_inline_instances(request)]

    unread = [form for form in added + changed + rows if texts_of(form) and not issubclass(form, PlainForm)]

    assert unread == []


def texts_of(form) -> list[str]:
    """Fields that people type in, and that do not look at it themselves."""
    fields = form.base_fields.items()
    return [name for name, field in fields if type(field) is forms.CharField and not isinstance(field, Words)]
