"""What the row of a mail holds: the address as it is kept, and what the mail says."""

from django.conf import settings
from django.core.validators import validate_email

from tekojentori import mail_text


def checked(to: str) -> str:
    """The address as it is kept. Raises ValidationError."""
    to = to.strip().lower()
    validate_email(to)
    return to


def written(
    kind: str,
    *,
    context: dict,
    language: str,
    reply_to: str = "",
    off_path: str = "",
    secret: bool = False,
    template: str = "",
) -> dict:
    """The fields of a mail that says this in the language, or in Finnish when it is none of ours.

    A `secret` is wiped when it has gone. Without `reply_to` replies go to the programme office. `off_path` is where
    one POST ends such mails. `template`: when several kinds share one. Raises ValidationError for a bad address.
    """
    if reply_to:
        validate_email(reply_to)
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    content = mail_text.render(
        template or kind, language=language, context=context, replies_to_office=not reply_to, off_path=off_path
    )
    return content | {"language": language, "reply_to": reply_to, "off_path": off_path, "secret": secret}
