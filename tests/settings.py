"""The environment of a test run: its own PostgreSQL for as long as it lasts, or the one that DATABASE_URL names."""

import os

from tekojentori import embedded

os.environ.setdefault("LOCAL", "true")
if "DATABASE_URL" not in os.environ:
    os.environ["DATABASE_URL"] = embedded.start_temporary()

from tekojentori.settings import *  # noqa: F403

# On commit at once, in the test's own process.
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and nothing it guards outlives the run
