"""Whom a question about an act reaches: its authors, and when they have left, those who answer for it."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Recipient:
    """One who gets a question. `is_author`: wrote the act; otherwise answers for it at the programme office."""

    email: str
    language: str
    name: str
    is_author: bool


def recipients_of(teko) -> list[Recipient]:
    """The authors who can still be reached, or the programme office."""
    authors = [author for author in (teko.author,) if author and author.is_active]
    found = [Recipient(author.email, author.language, author.name, True) for author in authors]
    return found or [office()]


def office() -> Recipient:
    return Recipient(settings.OFFICE_EMAIL, settings.LANGUAGE_CODE, "", False)


def may_answer(teko, email: str) -> bool:
    """Whether the one who got a question there may still answer it. The office always may."""
    return email == settings.OFFICE_EMAIL or email in {recipient.email for recipient in recipients_of(teko)}
