"""Gunicorn's settings: `gunicorn -c python:tekojentori.gunicorn tekojentori.wsgi`."""

import gc

from django.conf import settings

wsgi_app = "tekojentori.wsgi"
workers = settings.WEB_CONCURRENCY
threads = settings.WEB_THREADS
worker_class = "gthread"
# Loaded once before the workers part, so that they share its memory.
preload_app = True
max_requests = 20_000
max_requests_jitter = 2_000
forwarded_allow_ips = "*" if settings.TRUSTED_PROXIES else "127.0.0.1"


def when_ready(server):
    """What stands after loading is not garbage: workers leave its pages untouched, and so shared."""
    gc.collect()
    gc.freeze()


control_socket_disable = True
