"""Text that could not be saved because its writer was no longer signed in: kept an hour, for that browser and writer.

The form carries its writer's key, signed; a browser that brings such a form gets a cookie that alone opens the text.
A form that anyone may send carries the mark of nobody: its text is shown to whoever uses that browser.
"""

import hashlib
import secrets
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from tekojentori.rate_limit import Limit, TooMany, network_of_visitor

COOKIE = "kesken"
SECONDS = 60 * 60
MOST_BYTES = 64 * 1024
#: Characters of a text that nobody wants to type again.
WORTH_COPYING = 40
#: In a form of Django's own, which cannot be opened with a text in it that has not been saved.
TO_COPY = "to-copy"
OURS = {"csrfmiddlewaretoken", "writer", "stamp", TO_COPY}
#: The writer of a form that takes no signing in.
NOBODY = "nobody"
#: Texts of nobody that one network may leave: no way to fill the shelf.
PER_NETWORK = Limit("kept-network", tries=20, seconds=60 * 60)
signer = Signer(salt="tekojentori.kept")


def mark_of(user=None) -> str:
    """What a form carries to say whose text is in it; without a user, that of a form that anyone may send."""
    return signer.sign(str(user.pk) if user else NOBODY)


def keep(request) -> HttpResponse | None:
    """Keep the text of a form that cannot be saved, and lead its writer to it. None for what is not such a form.

    A text too long to be kept is shown at once, to be copied; so are those of a form that cannot take them up again.
    """
    try:
        writer = signer.unsign(request.POST.get("writer", ""))
    except BadSignature:
        return None
    if writer == NOBODY and is_foreign(request):
        return None
    if "autosave" in request.POST:
        message = _("Et ole enää kirjautunut. Paina Tallenna ja kirjaudu: tekstisi säilyy.")
        return JsonResponse({"text": message}, status=403)
    text = QueryDict(mutable=True)
    for name in (name for name in request.POST if name not in OURS):
        text.setlist(name, request.POST.getlist(name))
    files = [file.name for files in request.FILES.lists() for file in files[1]]
    content = {"writer": writer, "text": text.urlencode(), "files": files}
    values = [value for name in text for value in text.getlist(name)]
    if TO_COPY in request.POST:
        texts = [value for value in values if " " in value]
        return render(request, "too_long_to_keep.html", {"texts": texts, "files": files, "to_copy": True}, status=403)
    if sum(len(value.encode()) for value in values) > MOST_BYTES or (writer == NOBODY and not has_room(request)):
        texts = [value for value in values if len(value) >= WORTH_COPYING]
        context = {"texts": texts, "files": files, "is_open": writer == NOBODY}
        return render(request, "too_long_to_keep.html", context, status=413)
    token = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(32)
    cache.set(slot(token, request.path), content, SECONDS)
    is_open = writer == NOBODY or request.user.is_authenticated
    response = HttpResponseRedirect(request.path) if is_open else redirect_to_login(request.path)
    response.set_cookie(COOKIE, token, SECONDS, secure=not settings.LOCAL, httponly=True, samesite="Lax")
    return response


def is_foreign(request) -> bool:
    """Whether a page of another site sent the form: anyone can copy the mark of nobody."""
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


def has_room(request) -> bool:
    """Whether the network may leave one more text of nobody."""
    try:
        PER_NETWORK.take(network_of_visitor(request))
    except TooMany:
        return False
    return True


def find(request, path: str = "") -> dict | None:
    """The text that its writer brought to this address, or to `path`, with this browser: `text` and `files`."""
    if COOKIE not in request.COOKIES:
        return None
    content = cache.get(slot(request.COOKIES[COOKIE], path or request.path))
    if content is None or content["writer"] not in (NOBODY, str(request.user.pk)):
        return None
    return {"text": QueryDict(content["text"]), "files": content["files"]}


def awaits(request, path: str) -> bool:
    """Whether this browser left a text at the address: what signing in gives back to its writer."""
    return COOKIE in request.COOKIES and cache.get(slot(request.COOKIES[COOKIE], path)) is not None


def text_of(request, path: str = "") -> QueryDict | None:
    """The text alone, for a page that takes no files."""
    content = find(request, path)
    return content and content["text"]


def fields_of(request, path: str = "") -> dict[str, str]:
    """The text by the names of its fields: what a fresh form begins with. Empty when nothing is kept."""
    return (text_of(request, path) or QueryDict()).dict()


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
