"""Text that could not be saved because its writer was no longer signed in: kept an hour, for that browser and writer.

The form carries its writer's key, signed; a browser that brings such a form gets a cookie that alone opens the text.
"""

import hashlib
import secrets
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

COOKIE = "kesken"
SECONDS = 60 * 60
MOST_BYTES = 64 * 1024
#: Characters of a text that nobody wants to type again.
WORTH_COPYING = 40
OURS = {"csrfmiddlewaretoken", "writer"}
signer = Signer(salt="tekojentori.kept")


def mark_of(user) -> str:
    """What a form carries to say whose text is in it."""
    return signer.sign(str(user.pk))


def keep(request) -> HttpResponse | None:
    """Keep the text of a form that cannot be saved, and lead its writer to it. None for what is not such a form.

    A text too long to be kept is shown at once, to be copied.
    """
    try:
        writer = signer.unsign(request.POST.get("writer", ""))
    except BadSignature:
        return None
    if "autosave" in request.POST:
        message = _("Et ole enää kirjautunut. Paina Tallenna ja kirjaudu: tekstisi säilyy.")
        return JsonResponse({"text": message}, status=403)
    text = QueryDict(mutable=True)
    for name in request.POST.keys() - OURS:
        text.setlist(name, request.POST.getlist(name))
    files = [file.name for files in request.FILES.lists() for file in files[1]]
    content = {"writer": writer, "text": text.urlencode(), "files": files}
    values = [value for name in text for value in text.getlist(name)]
    if sum(len(value.encode()) for value in values) > MOST_BYTES:
        texts = [value for value in values if len(value) >= WORTH_COPYING]
        return render(request, "too_long_to_keep.html", {"texts": texts, "files": files}, status=413)
    token = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(32)
    cache.set(slot(token, request.path), content, SECONDS)
    signed_in = request.user.is_authenticated
    response = HttpResponseRedirect(request.path) if signed_in else redirect_to_login(request.path)
    response.set_cookie(COOKIE, token, SECONDS, secure=not settings.LOCAL, httponly=True, samesite="Lax")
    return response


def find(request) -> dict | None:
    """The text that the signed-in writer brought to this address with this browser: `text` and `files`."""
    if COOKIE not in request.COOKIES:
        return None
    content = cache.get(slot(request.COOKIES[COOKIE], request.path))
    if content is None or content["writer"] != str(request.user.pk):
        return None
    return {"text": QueryDict(content["text"]), "files": content["files"]}


def text_of(request) -> QueryDict | None:
    """The text alone, for a page that takes no files."""
    content = find(request)
    return content and content["text"]


def forget(request) -> None:
    """It has been saved, or its writer does not want it."""
    if COOKIE in request.COOKIES and find(request):
        cache.delete(slot(request.COOKIES[COOKIE], request.path))


def slot(token: str, path: str) -> str:
    return f"kept:{hashlib.sha256(f'{token} {path}'.encode()).hexdigest()}"


def signed_in(view):
    """Like `login_required`, but what a stranger posts is kept until they have signed in."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return (request.method == "POST" and keep(request)) or redirect_to_login(request.get_full_path())

    return wrapped
