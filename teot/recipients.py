"""Whom a question about an act reaches: its authors, and when they have left, those who answer for it."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Recipient:
    """One who gets a question. `role`: an `author`, the organisation's `contact`, or the programme `office`."""

    email: str
    language: str
    role: str


def people_of(teko) -> list:
    """The author, and the co-authors who have accepted."""
    rows = [row.user for row in teko.tekijat.exclude(user=None).select_related("user")]
    return ([teko.author] if teko.author else []) + rows


def recipients_of(teko) -> list[Recipient]:
    """The authors who can still be reached, else the organisation's contacts, else the programme office."""
    return (
        those_active(people_of(teko), "author")
        or those_active([row.user for row in teko.owner.contacts.select_related("user")], "contact")
        or [Recipient(settings.OFFICE_EMAIL, settings.LANGUAGE_CODE, "office")]
    )


def those_active(people: list, role: str) -> list[Recipient]:
    return [Recipient(person.email, person.language, role) for person in people if person.is_active]


def may_answer(teko, email: str) -> bool:
    """Whether the one who got a question there may still answer it. The office always may."""
    return email == settings.OFFICE_EMAIL or email in {recipient.email for recipient in recipients_of(teko)}
