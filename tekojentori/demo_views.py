"""Sign in as anyone, by a button. The addresses exist only while DEMO is on, and `check --deploy` refuses that."""

from django.contrib.auth import login
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from tekojentori.models import User

#: One person for each role: e-mail address, what the role is, and where its work is.
ROLES = [
    ("ohjelmatoimisto@tekojentori.example", _("Ohjelmatoimisto"), _("hoitaa rekisteriä hallinnassa"), "admin:index")
]


@require_safe
def people(request):
    return render(request, "demo.html", {"roles": ROLES})


@require_POST
def sign_in(request):
    places = {email: place for email, _role, _work, place in ROLES}
    user = get_object_or_404(User.objects.filter(email__in=places, is_active=True), email=request.POST.get("email"))
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(places[user.email])
