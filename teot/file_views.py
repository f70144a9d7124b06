"""Pictures and attachments, to those who may see their act. Nothing in the media folder has any other way out."""

from functools import wraps
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from teot import file_access, picture_sizes
from teot.attachment_check import MIME
from teot.models import Kuva, Liite

PICTURE_TYPES = {".avif": "image/avif", ".webp": "image/webp", ".jpg": "image/jpeg"}
#: Shown while a picture is being encoded.
PLACEHOLDER = Path(settings.BASE_DIR) / "static" / "img" / "kuva-tulossa.svg"
#: A file that got here as something else than it is could still do nothing.
HARMLESS = "default-src 'none'; sandbox"
#: Seconds that the reader's own browser shows a file without asking. Longer, and a hidden act would linger; a shared
#: cache may keep nothing, since it would not ask us who may see.
FRESH = 300


def gone_when_hidden(view):
    """410 for what the public has once seen, as the act itself answers."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except file_access.Gone:
            return HttpResponse(render_to_string("410.html", request=request), status=410)

    return wrapped


@require_safe
@gone_when_hidden
def picture(request, key, digest, name):
    found = file_access.find(Kuva, key, digest, user=request.user)
    if found is None or name not in picture_sizes.names_of(found.stored["width"]):
        raise Http404
    path = found.folder / name
    if path.is_file():
        return answer(request, found, path, tag=f"{digest}/{name}", content_type=PICTURE_TYPES[path.suffix])
    response = FileResponse(PLACEHOLDER.open("rb"), content_type="image/svg+xml")
    return guarded(response, cache="no-store")


@require_safe
@gone_when_hidden
def attachment(request, key, digest):
    found = file_access.find(Liite, key, digest, user=request.user)
    if found is None:
        raise Http404
    path = Liite(teko_id=key, digest=digest).original
    kind, name = MIME[found.stored["type"]], found.stored["name"]
    return answer(request, found, path, tag=digest, content_type=kind, filename=name, as_attachment=True)


def answer(request, found, path, *, tag, **options):
    """The file, or that the browser's own copy still holds. Its address tells its content: the tag never changes."""
    request.META.pop("HTTP_ACCEPT_ENCODING", None)  # compressed already: gzip would only cost time
    etag = f'"{tag}"'
    response = get_conditional_response(request, etag=etag) or FileResponse(path.open("rb"), **options)
    response.headers["ETag"] = etag
    return guarded(response, cache=f"private, max-age={FRESH}" if found.is_public else "private, no-cache")


def guarded(response, *, cache):
    response.headers["Cache-Control"] = cache
    response.headers["Content-Security-Policy"] = HARMLESS
    return response
