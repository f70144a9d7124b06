"""Sign in as anyone, by a button, and read every mail that was sent.

The addresses exist only while DEMO is on, and `check --deploy` refuses that.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from tekojentori import mail_folder, second_step
from tekojentori.models import User

#: One person for each role: e-mail address, what the role is, and where its work is.
ROLES = [
    ("ohjelmatoimisto@tekojentori.example", _("Ohjelmatoimisto"), _("hoitaa rekisteriä hallinnassa"), "admin:index"),
    (
        "kampanjavastaava@tekojentori.example",
        _("Toinen ohjelmatoimistossa"),
        _("vahvistaa päätökset, jotka toinen on ehdottanut"),
        "admin:palkinnot_palkinto_changelist",
    ),
    (
        "yhteyshenkilo@esimerkkila.example",
        _("Yhteyshenkilö"),
        _("näkee kaikki organisaationsa teot"),
        "account-represented",
    ),
    ("kehittaja@esimerkkila.example", _("Ilmoittaja"), _("kirjoittaa tekoja ja lähettää niitä"), "teot:own"),
    ("raatilainen@tekojentori.example", _("Raatilainen"), _("arvioi ehdokkaita"), "palkinnot:home"),
    (
        "puheenjohtaja@tekojentori.example",
        _("Raadin puheenjohtaja"),
        _("vie kierrosta eteenpäin ja näkee raadin järjestyksen"),
        "palkinnot:home",
    ),
]


#: How many of the newest mails the page shows.
MAILS = 50


@require_safe
def people(request):
    """Roles of people who are there: an older demo has fewer."""
    there = set(User.objects.filter(email__in=[role[0] for role in ROLES]).values_list("email", flat=True))
    roles = [role for role in ROLES if role[0] in there]
    return render(request, "demo.html", {"roles": roles, "mails": mail_folder.newest(folder(), MAILS)})


@require_safe
@csp_override({"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": ["allow-top-navigation"]})
def mail(request, name):
    """The HTML version as it was sent: its own style sheet works, nothing else in it does."""
    path = folder() / f"{name}.eml"
    if not path.is_file():
        raise Http404
    return HttpResponse(mail_folder.read(path).html)


def folder() -> Path:
    return Path(settings.MAILERS["default"].get("OPTIONS", {}).get("file_path", settings.MEDIA_ROOT / "mail"))


@require_POST
def sign_in(request):
    places = {email: place for email, _role, _work, place in ROLES}
    emails = [email for email in places if email == request.POST.get("email")]
    user = get_object_or_404(User, email__in=emails, is_active=True)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    second_step.record_demo(request, user)
    return redirect(places[user.email])
