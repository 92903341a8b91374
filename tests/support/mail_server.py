"""A real mail server on this machine that takes letters in, and can be told to misbehave.

with a_mail_server() as server:
    …
    assert server.letters[0].to == "rita@example.com"
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from icalendar import Calendar

NO_REPLY = "no reply"
"""As an answer: the letter is taken and the line breaks before the server says so."""


@dataclass(frozen=True, slots=True)
class Received:
    """A letter as it arrived."""

    sender: str
    to: str
    message: EmailMessage

    @property
    def calendar(self) -> Calendar:
        """What its calendar part says, read by the icalendar library."""
        return Calendar.from_ical(self.calendar_part.get_content())

    @property
    def event(self) -> Any:
        """The one event of it."""
        (event,) = self.calendar.walk("VEVENT")
        return event

    @property
    def words(self) -> str:
        """What a person reads."""
        plain: Any = self.message.get_body(("plain",))
        return str(plain.get_content())

    @property
    def calendar_part(self) -> Any:
        return next(p for p in self.message.walk() if p.get_content_type() == "text/calendar")


@dataclass(slots=True)
class MailServer:
    """What arrived, and how the next letters are answered."""

    port: int = 0
    letters: list[Received] = field(default_factory=list)
    at_recipient: dict[str, str] = field(default_factory=dict)
    """What is said to an address instead of yes: {"tom@example.com": "550 No such user"}."""
    at_data: list[str] = field(default_factory=list)
    """What is said to the next letters, first to last; then yes."""
    at_sender: str = ""
    user: str = ""
    password: str = ""
    logins: int = 0
    taken: threading.Event = field(default_factory=threading.Event)

    def to(self, address: str) -> list[Received]:
        """The letters to one address."""
        return [letter for letter in self.letters if letter.to == address]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.at_sender:
            return self.at_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address in self.at_recipient:
            return self.at_recipient[address]
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.at_data.pop(0) if self.at_data else "250 OK"
        if answer.startswith("250") or answer == NO_REPLY:
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            (to,) = envelope.rcpt_tos
            self.letters.append(Received(envelope.mail_from, to, message))
            self.taken.set()
        if answer == NO_REPLY:
            server.transport.abort()
        return answer

    def check(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any
    ) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.logins += 1
        right = (given.login.decode(), given.password.decode()) == (self.user, self.password)
        return AuthResult(success=right, handled=False)


@contextmanager
def a_mail_server(
    *, user: str = "", password: str = "", tls: Any = None, starttls: Any = None
) -> Iterator[MailServer]:
    """Run a mail server on a free port of this machine."""
    server = MailServer(port=free_port(), user=user, password=password)
    more: dict[str, Any] = {}
    if user:
        more |= {"authenticator": server.check, "auth_require_tls": False}
    if starttls:
        more |= {"tls_context": starttls, "require_starttls": True}
    controller = Controller(server, hostname="127.0.0.1", port=server.port, ssl_context=tls, **more)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


@contextmanager
def a_silent_server() -> Iterator[int]:
    """Run something that takes connections and never says a word; its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
