from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tekojentori import sign_in
from tekojentori.account_forms import DetailsForm
from tekojentori.sign_in_views import require_page


@require_safe
@never_cache
@login_required
def account(request):
    return render(request, "account/account.html")


@require_page
@never_cache
@login_required
def details(request):
    """Who the person is; the first time on the way to where they were going."""
    searching = request.method == "POST" and "search" in request.POST
    form = DetailsForm(request.POST or None, user=request.user, searching=searching)
    first = not request.user.is_introduced
    if form.is_valid():
        request.user.introduce(**form.details())
        if not first:
            messages.success(request, _("Tiedot on tallennettu."))
        return redirect(sign_in.next_address(request, otherwise="account"))
    context = {"form": form, "first": first, "next": sign_in.next_address(request, otherwise="account")}
    return render(request, "account/details.html", context)


@require_safe
@never_cache
@login_required
def organisations(request):
    """The radio buttons alone, as one types."""
    form = DetailsForm(request.GET, user=request.user, searching=True)
    return render(request, "account/_organisations.html", {"form": form})
