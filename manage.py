#!/usr/bin/env python
"""Run a management command. With no DATABASE_URL this folder's own embedded PostgreSQL is started first."""

import os
import sys

#: Commands that always run locally, whatever database they are pointed at.
LOCAL_COMMANDS = {"demo", "runserver", "benchmark", "tour"}
#: Commands that need no database and so do not wait for one to start.
OFFLINE_COMMANDS = {
    "catalogues", "collectstatic", "score_sheets", "share_pictures", "help", "version", "--help", "--version",
}  # fmt: skip
#: Commands that look at a database if there is one, and do without.
LENIENT_COMMANDS = {"check", "makemigrations"}


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tekojentori.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command in LOCAL_COMMANDS or "DATABASE_URL" not in os.environ:
        os.environ.setdefault("LOCAL", "true")
    if command == "demo":
        os.environ.setdefault("DEMO", "true")
    if "DATABASE_URL" not in os.environ:
        from tekojentori import embedded

        os.environ["DATABASE_URL"] = embedded.OFFLINE_URL if command in OFFLINE_COMMANDS else embedded.start()

    from django.core.management import execute_from_command_line

    if command not in OFFLINE_COMMANDS | LENIENT_COMMANDS:
        import django

        from tekojentori import verification

        django.setup()
        verification.refuse_unfit_database()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
