"""Actions of the admin's lists that ask something first, on a page of their own."""

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils.translation import gettext as _

from tekojentori import kept


def answered(form_class, request, *about):
    """The form as it was sent; when it is first shown, empty but for what was kept over signing in."""
    form = form_class(request.POST if "confirmed" in request.POST else None, *about)
    form.initial |= request.POST.dict()
    return form


def take_up(request) -> None:
    """One who was signed out on such a page comes back to it: the list is asked as then, and nothing is confirmed."""
    written = kept.text_of(request) if request.method == "GET" else None
    if written and ACTION_CHECKBOX_NAME in written:
        kept.forget(request)
        request.method, request.POST = "POST", written.copy()
        request.POST.pop("confirmed", None)
        messages.warning(request, _("Istuntosi ehti päättyä. Tekstisi on tallessa: tarkista se ja vahvista."))
