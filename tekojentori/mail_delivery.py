"""Handing a mail over to the mail server, and what its answer means."""

import re
import smtplib
from contextlib import suppress

from django.core.mail import EmailMessage, mailers

#: Permanent refusals of a recipient that are about the address itself: without an enhanced code (RFC 3463), a bad
#: address (5.1.x), a closed mailbox (5.2.1). A full mailbox, or a server that does not like ours, is not.
ABOUT_ADDRESS = re.compile(r"55[013](?![ -]5\.\d)|5\d\d[ -](5\.1\.\d+|5\.2\.1)\b")


class NotSent(Exception):
    """The mail has certainly not gone. `final`: a new try would not help. `refuses_address`: nor would a new mail."""

    def __init__(self, reason: str, *, final: bool, refuses_address: bool = False):
        super().__init__(reason)
        self.final, self.refuses_address = final, refuses_address


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
        said = answer_of(code, answer)
        refuses_address = code >= 500 and bool(ABOUT_ADDRESS.match(said))
        raise NotSent(said, final=code >= 500, refuses_address=refuses_address) from error
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
