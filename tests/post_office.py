"""A mail server for tests: what it was given, and what it answers."""

import socketserver
import threading
from contextlib import suppress
from email import message_from_bytes, policy


class PostOffice(socketserver.ThreadingTCPServer):
    """Listens on a port of its own. `answers` are given to the mails in turn, then 250; None breaks the connection.

    `on_mail` is called when a mail has come whole and before it is answered.
    """

    daemon_threads = True

    def __init__(self, *, answers=(), recipient_answers=(), on_mail=lambda: None):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.answers, self.recipient_answers, self.on_mail = list(answers), list(recipient_answers), on_mail
        self.received = []

    def __enter__(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return super().__enter__()

    def __exit__(self, *error):
        self.shutdown()
        super().__exit__(*error)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    @property
    def mailer(self) -> dict:
        options = {"host": "127.0.0.1", "port": self.server_address[1], "timeout": 10}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        with suppress(ConnectionError):
            self.say("220 posti.example")
            while line := self.rfile.readline():
                if not self.answer(line.split()[0].upper() if line.split() else b""):
                    return

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def answer(self, verb: bytes) -> bool:
        """Whether the conversation goes on."""
        if verb == b"DATA":
            self.say("354 go on")
            return self.take_mail()
        if verb == b"RCPT" and self.server.recipient_answers:
            self.say(self.server.recipient_answers.pop(0))
        else:
            self.say("221 bye" if verb == b"QUIT" else "250 ok")
        return verb != b"QUIT"

    def take_mail(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.received.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.server.on_mail()
        answer = self.server.answers.pop(0) if self.server.answers else "250 taken"
        if answer:
            self.say(answer)
        return answer is not None
