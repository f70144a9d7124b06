"""Handing a mail over to the mail server, and what its answer means."""

import smtplib
from contextlib import suppress

from django.core.mail import EmailMessage, mailers


class NotSent(Exception):
    """The mail has certainly not gone. `final`: trying again would not help."""

    def __init__(self, reason: str, *, final: bool):
        super().__init__(reason)
        self.final = final


class Uncertain(Exception):
    """The connection broke while the mail was being handed over: it may have gone."""


def hand_over(message: EmailMessage) -> None:
    """Give the mail to the server. Raises NotSent or Uncertain."""
    try:
        message.message()
    except ValueError as error:
        raise NotSent(str(error), final=True) from error
    mailer = mailers["default"]
    try:
        mailer.open()
    except OSError as error:
        raise NotSent(str(error), final=False) from error
    try:
        mailer.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise NotSent(answer_of(code, answer), final=code >= 500) from error
    except smtplib.SMTPResponseException as error:
        raise NotSent(answer_of(error.smtp_code, error.smtp_error), final=error.smtp_code >= 500) from error
    except OSError as error:
        raise Uncertain(str(error)) from error
    finally:
        with suppress(OSError):
            mailer.close()


def answer_of(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"
