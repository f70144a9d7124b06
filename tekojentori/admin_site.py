from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Count, Min
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from palkinnot import decision_panel
from palkinnot.models import Kierros
from tekojentori import asking, kept, second_step, sign_in
from tekojentori.models import Sahkoposti
from teot import retention
from teot.models import Palaute, Teko
from teot.review_page import age


class Hallinta(AdminSite):
    """The admin: where programme staff work. Its name in addresses is /hallinta/."""

    site_header = _("Tekojen torin hallinta")
    site_title = _("Hallinta")
    index_title = _("Ohjelmatoimiston työt")

    def admin_view(self, view, cacheable=False):
        """Any view of the admin, after a look at what no form of ours can have sent.

        What is posted by one who has been signed out is kept, if its form says whose it is.
        """

        @wraps(view)
        def guarded(request, *args, **kwargs):
            refuse_unreadable(request)
            asking.take_up(request)
            return refused(view(request, *args, **kwargs))

        inner = super().admin_view(guarded, cacheable)

        @wraps(inner)
        def keeping(request, *args, **kwargs):
            if request.method == "POST" and not self.has_permission(request):
                return kept.keep(request) or inner(request, *args, **kwargs)
            return inner(request, *args, **kwargs)

        return keeping

    def has_permission(self, request):
        """Asked at every request: staff whose session was opened with a second step."""
        if not hasattr(request, "is_strong"):
            request.is_strong = super().has_permission(request) and second_step.is_strong(request)
        return request.is_strong

    def index(self, request, extra_context=None):
        """What waits for staff comes first."""
        waiting = Teko.objects.waiting().aggregate(count=Count("pk"), oldest=Min("waits_since"))
        waiting["age"] = age(waiting["oldest"]) if waiting["oldest"] else ""
        waiting["awards"] = decision_panel.of(request.user)
        waiting["asked"] = Kierros.objects.asked(request.user).for_list()
        work = {"feedback": Palaute.objects.workload(), "unsent": Sahkoposti.objects.need_a_person().count()}
        return super().index(request, (extra_context or {}) | {"waiting": waiting} | work)

    def get_urls(self):
        """Every model that has pages tells its own address: Django's shortcut by content type would break on views."""
        rows = [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]
        return [path("sailytys/", self.admin_view(self.retention), name="retention"), *rows]

    def retention(self, request):
        """What goes when its time is up, before it does."""
        now = timezone.now()
        drafts = retention.abandoned(now + retention.AHEAD, for_at_least=retention.ABANDONED)[:100]
        context = {"title": _("Mitä poistuu"), "forecast": retention.forecast(now), "drafts": drafts}
        return render(request, "admin/retention.html", self.each_context(request) | context)

    @method_decorator(never_cache)
    def login(self, request, extra_context=None):
        """No password is asked here: whoever lacks something is led to where it is got, and back."""
        address = sign_in.next_address(request, otherwise="admin:index")
        if not request.user.is_authenticated:
            step = "account_login"
        elif not super().has_permission(request):
            raise PermissionDenied
        elif second_step.is_strong(request):
            return redirect(address)
        else:
            step = "mfa_reauthenticate" if second_step.has_one(request.user) else "mfa_index"
        return redirect(f"{reverse(step)}?{urlencode({'next': address})}")


def refused(response):
    """A form of Django's own that comes back with faults says so in its status too."""
    if isinstance(response, TemplateResponse) and (response.context_data or {}).get("errors"):
        response.status_code = 422
    return response


def refuse_unreadable(request) -> None:
    """Raises BadRequest for what Django's lists would break on: NUL in the address, rows chosen by no number."""
    if any("\x00" in value for name in request.GET for value in (name, *request.GET.getlist(name))):
        raise BadRequest("NUL in the address.")
    for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
        if not key.isascii() or not key.isdecimal() or len(key) > 18:
            raise BadRequest("Not a row's number.")
