"""The site's addresses, and one that breaks in the wanted way."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.urls import path

from tekojentori import urls
from tekojentori.rate_limit import TooMany, limited

ERRORS = {400: SuspiciousOperation, 403: PermissionDenied, 404: Http404, 500: ZeroDivisionError}


@limited
def broken(request, status):
    raise TooMany(900) if status == 429 else ERRORS[status]


handler400, handler500 = urls.handler400, urls.handler500
urlpatterns = [path("rikki/<int:status>/", broken), *urls.urlpatterns]
