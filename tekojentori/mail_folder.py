"""Mails as files: on one's own machine they are not sent but written to a folder, one `.eml` each."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Writes each mail to a file of its own, whole or not at all."""

    def __init__(self, *, file_path: str, **options):
        super().__init__(**options)
        self.folder = Path(file_path)

    def send_messages(self, email_messages) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
            unfinished = self.folder / f"{name}.part"
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(self.folder / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True)
class Written:
    """A mail that was written to the folder."""

    name: str
    subject: str
    to: str
    reply_to: str
    sent_at: datetime
    text: str
    html: str


def newest(folder: Path, limit: int) -> list[Written]:
    return [read(path) for path in sorted(folder.glob("*.eml"), reverse=True)[:limit]]


def read(path: Path) -> Written:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    bodies = {kind: message.get_body([kind]) for kind in ("plain", "html")}
    texts = {kind: body.get_content() if body else "" for kind, body in bodies.items()}
    sent_at = datetime.strptime(path.name.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    headers = [str(message[name] or "") for name in ("Subject", "To", "Reply-To")]
    return Written(path.stem, *headers, sent_at, texts["plain"], texts["html"])
