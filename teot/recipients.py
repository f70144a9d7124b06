"""Whom a question about an act reaches: its authors, and when they have left, those who answer for it."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Recipient:
    """One who gets a question. `is_author`: wrote the act; otherwise answers for it at the programme office."""

    email: str
    language: str
    is_author: bool


def people_of(teko) -> list:
    """The author, and the co-authors who have accepted."""
    rows = [row.user for row in teko.tekijat.exclude(user=None).select_related("user")]
    return ([teko.author] if teko.author else []) + rows


def recipients_of(teko) -> list[Recipient]:
    """The authors who can still be reached, or the programme office."""
    authors = [person for person in people_of(teko) if person.is_active]
    return [Recipient(author.email, author.language, True) for author in authors] or [office()]


def office() -> Recipient:
    return Recipient(settings.OFFICE_EMAIL, settings.LANGUAGE_CODE, False)


def may_answer(teko, email: str) -> bool:
    """Whether the one who got a question there may still answer it. The office always may."""
    return email == settings.OFFICE_EMAIL or email in {recipient.email for recipient in recipients_of(teko)}
