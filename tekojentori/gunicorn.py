"""Gunicorn's settings: `gunicorn -c python:tekojentori.gunicorn tekojentori.wsgi`."""

import ctypes
import gc
import os
import re
from string import punctuation
from urllib.parse import quote

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import override
from gunicorn.http import message

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tekojentori.settings")

#: Bytes of an address or a header: twice 5 000 letters of any script, as they stand in an address (12 for an emoji).
LONGEST = 128 * 1024
TEMPLATES = settings.BASE_DIR / "templates"
#: How glibc's `mallopt` calls the most heaps that a process may have.
M_ARENA_MAX = -8

wsgi_app = "tekojentori.wsgi"
workers = settings.WEB_CONCURRENCY
threads = settings.WEB_THREADS
worker_class = "gthread"
# Loaded once before the workers part, so that they share its memory.
preload_app = True
# What is wrong in a long address is said by the page itself, in its own language. Gunicorn's setting goes no further
# than its own constant, or else has no end at all.
limit_request_line = message.MAX_REQUEST_LINE = LONGEST
# Letters as they are, which curl and many a link send, are let through to `pre_request`; not blanks and controls.
message.RFC9112_TARGET_INVALID = re.compile(r"[\x00-\x20\x7f]")
limit_request_field_size = LONGEST  # htmx tells the address of its page in a header
max_requests = 20_000
max_requests_jitter = 2_000
forwarded_allow_ips = "*" if settings.TRUSTED_PROXIES else "127.0.0.1"


def load_pages():
    """Addresses, texts and templates, which each worker would otherwise load for itself as it meets them."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            reverse("home")
    for path in TEMPLATES.rglob("*.html"):
        get_template(str(path.relative_to(TEMPLATES)))


def share_one_heap():
    """Threads of a worker take turns anyway: a heap for each would stand half empty. Other C libraries have one."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(M_ARENA_MAX, 1)


def when_ready(server):
    """What stands after loading is not garbage: workers leave its pages untouched, and so shared."""
    share_one_heap()
    load_pages()
    gc.collect()
    gc.freeze()


def pre_request(worker, request):
    """Letters that stand in the address as they are, written as an address writes them."""
    for part in ("uri", "path", "query"):
        setattr(request, part, quote(getattr(request, part).encode("latin-1"), safe=punctuation))


control_socket_disable = True
