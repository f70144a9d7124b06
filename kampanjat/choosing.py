"""Choosing a campaign in the admin: several may have one name, so each is shown with its address."""

from django import forms
from django.contrib import admin

from kampanjat.models import Kampanja


class KampanjaField(forms.ModelChoiceField):
    def label_from_instance(self, row):
        return row.told_apart


class OfKampanjaField(forms.ModelChoiceField):
    """Rows that belong to campaigns: each is told with its own."""

    def label_from_instance(self, row):
        return f"{row}: {row.kampanja.told_apart}"


class KampanjaFilter(admin.RelatedFieldListFilter):
    def field_choices(self, field, request, model_admin):
        return [(row.pk, row.told_apart) for row in Kampanja.objects.order_by("-opens_at", "-pk")]
