"""A mail server, as the queue uses it: one session, one try a letter, and what came of it."""

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from bot.meetings.domain.settings import MailSettings


@dataclass(frozen=True, slots=True)
class Delivered:
    """The server has it."""


@dataclass(frozen=True, slots=True)
class Later:
    """This letter was not taken now, or it is not known whether it was; it is sent again."""

    error: str


@dataclass(frozen=True, slots=True)
class Refused:
    """This letter is not taken, and would not be later."""

    error: str


@dataclass(frozen=True, slots=True)
class ServerFault:
    """No letter can be sent: `passes` tells whether that may pass by itself."""

    error: str
    cure: str
    passes: bool = True


Outcome = Delivered | Later | Refused | ServerFault

PASSWORD_CURE = "Correct SMTP_USER and SMTP_PASSWORD (some providers want an app password)."  # noqa: S105
REACH_CURE = "Check SMTP_HOST, SMTP_PORT and SMTP_TLS, and that this machine may reach them."
FROM_CURE = "Set SMTP_FROM to an address that this login may send from."


_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")


class ServerFaultError(Exception):
    """Raised while a session is opened; holds what is wrong with the server."""

    def __init__(self, fault: ServerFault) -> None:
        super().__init__(fault.error)
        self.fault = fault


class Postbox:
    """Sends letters over one session, opened when it is first needed and again when it broke."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._session: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        """Begin; nothing is connected yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take leave of the server."""
        self._hang_up()

    def check(self) -> ServerFault | None:
        """Connect and log in; return what is wrong, or None."""
        try:
            self._open()
        except ServerFaultError as raised:
            return raised.fault
        return None

    def send(self, letter: EmailMessage, *, to: str) -> Outcome:
        """Send one letter, once. In doubt whether the server has it, the answer is Later."""
        try:
            session = self._open()
        except ServerFaultError as raised:
            return raised.fault
        try:
            session.send_message(letter, to_addrs=[to])
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as refused:
            self._reset()
            return _of_letter(refused)
        except smtplib.SMTPNotSupportedError:
            self._reset()
            return Refused("the mail server takes no address with such letters")
        except smtplib.SMTPSenderRefused as refused:
            self._hang_up()
            return _of_sender(refused)
        except (smtplib.SMTPException, OSError) as broken:
            self._hang_up()
            return Later(f"the mail server broke off ({type(broken).__name__})")
        return Delivered()

    def _open(self) -> smtplib.SMTP:
        if self._session is not None:
            return self._session
        wanted = self._settings
        try:
            session = self._connect()
        except (OSError, smtplib.SMTPException) as fault:
            raise ServerFaultError(_unreached(wanted, fault)) from fault
        self._session = session
        try:
            if wanted.tls == "starttls":
                session.starttls(context=ssl.create_default_context())
            if wanted.user:
                session.login(wanted.user, wanted.password)
        except (OSError, smtplib.SMTPException) as fault:
            self._hang_up()
            raise ServerFaultError(_not_let_in(wanted, fault)) from fault
        return session

    def _connect(self) -> smtplib.SMTP:
        wanted = self._settings
        host = socket.gethostname() or "localhost"
        if wanted.tls == "tls":
            return smtplib.SMTP_SSL(
                wanted.host,
                wanted.port,
                local_hostname=host,
                timeout=wanted.timeout,
                context=ssl.create_default_context(),
            )
        return smtplib.SMTP(wanted.host, wanted.port, local_hostname=host, timeout=wanted.timeout)

    def _reset(self) -> None:
        """Make the session ready for the next letter, or give it up."""
        try:
            if self._session is not None:
                self._session.rset()
        except (smtplib.SMTPException, OSError):
            self._hang_up()

    def _hang_up(self) -> None:
        session, self._session = self._session, None
        if session is None:
            return
        try:
            session.quit()
        except (smtplib.SMTPException, OSError):
            session.close()


def _judged(code: int, said: bytes | str, what: str) -> Outcome:
    error = f"{what}: {code} {_text(said)}"
    if code in {421, 450, 451, 452, 454} or 400 <= code < 500:
        return Later(error)
    if code == 530:
        return ServerFault(f"the mail server wants a login: {_text(said)}", PASSWORD_CURE, False)
    return Refused(error)


def _of_letter(refused: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> Outcome:
    if isinstance(refused, smtplib.SMTPDataError):
        return _judged(refused.smtp_code, refused.smtp_error, "the mail server refuses it")
    code, said = next(iter(refused.recipients.values()))
    return _judged(code, said, "the mail server refuses the address")


def _of_sender(refused: smtplib.SMTPSenderRefused) -> Outcome:
    said = _text(refused.smtp_error)
    if 400 <= refused.smtp_code < 500:
        return Later(f"the mail server does not take it now: {refused.smtp_code} {said}")
    if refused.smtp_code == 530:
        return ServerFault(f"the mail server wants a login: {said}", PASSWORD_CURE, passes=False)
    error = f"the mail server refuses the sender: {refused.smtp_code} {said}"
    return ServerFault(error, FROM_CURE, passes=False)


def _unreached(wanted: MailSettings, fault: Exception) -> ServerFault:
    where = f"{wanted.host}:{wanted.port}"
    if isinstance(fault, ssl.SSLError):
        return ServerFault(
            f"no TLS with the mail server {where} ({fault.reason or type(fault).__name__})",
            "Check SMTP_TLS: tls for port 465, starttls for 587.",
            passes=False,
        )
    return ServerFault(f"the mail server {where} cannot be reached ({_name(fault)})", REACH_CURE)


def _not_let_in(wanted: MailSettings, fault: Exception) -> ServerFault:
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        said = _text(fault.smtp_error)
        passes = 400 <= fault.smtp_code < 500
        error = f"the mail server does not take the login: {fault.smtp_code} {said}"
        return ServerFault(error, PASSWORD_CURE, passes=passes)
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        if wanted.tls == "starttls" and "STARTTLS" in str(fault):
            return ServerFault(
                "the mail server offers no STARTTLS",
                "Set SMTP_TLS=tls (port 465), or none for a server on this very machine.",
                passes=False,
            )
        return ServerFault(
            "the mail server offers no login",
            "Leave SMTP_USER and SMTP_PASSWORD empty, or use its submission port (587).",
            passes=False,
        )
    return _unreached(wanted, fault)


def _name(fault: Exception) -> str:
    if isinstance(fault, socket.gaierror):
        return "its name is not known"
    if isinstance(fault, TimeoutError):
        return "no answer in time"
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror.lower()
    return type(fault).__name__


def _text(said: bytes | str) -> str:
    """Return what the server said, without the addresses in it: it is kept and logged."""
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(_ADDRESS.sub("…", text).split())[:200]
