"""Settings: read from the environment and `.env`, every fault reported at once.

Imported by the commands and `app.py` alone; rooms are handed what they need.
"""

import math
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from datetime import time
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin
from zoneinfo import available_timezones

from bot.kit.errors import OperatorError
from bot.kit.slack import SLACK_API
from bot.leads.domain.settings import DEFAULT_REACTIONS
from bot.leads.domain.verdicts import Verdict
from bot.people.domain.holidays import public_holidays
from bot.people.domain.working_time import read_days, read_hours

ENV_FILE = Path(".env")

_SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,}$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+$")

Reader = Callable[[str], Any]
"""Reads what the operator wrote; a ValueError says what is needed instead."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that does not show when it is printed or logged."""

    _text: str = field(repr=False)

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __bool__(self) -> bool:
        """Tell whether it was set."""
        return bool(self._text)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _secrets(text: str) -> tuple[Secret, ...]:
    return tuple(Secret(part) for part in _parts(text))


def _ids_or_addresses(text: str) -> tuple[str, ...]:
    for one in _parts(text):
        if not (_SLACK_ID.match(one) or _EMAIL.match(one)):
            raise ValueError(f"{one!r} is neither a Slack id (U012AB3CD) nor an e-mail address")
    return _parts(text)


def _one_of(*words: str) -> Reader:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"{text!r} is none of {', '.join(words)}")
        return text

    return read


def _whole(least: int, most: int | None = None) -> Reader:
    wanted = f"a whole number of {least} or more" if most is None else f"one of {least} to {most}"

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            raise ValueError(f"{text!r} is no whole number") from None
        if number < least or (most is not None and number > most):
            raise ValueError(f"{number} is not {wanted}")
        return number

    return read


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is no number of seconds") from None
    if not math.isfinite(number) or number < 0:
        raise ValueError(f"{text!r} is no number of seconds")
    return number


def _some_seconds(text: str) -> float:
    if not (number := _seconds(text)):
        raise ValueError("more than 0 seconds are needed")
    return number


def _api_address(text: str) -> str:
    if not re.match(r"https?://[^/]+/", text + "/"):
        raise ValueError("an address such as https://slack.com/api/ is needed")
    return text.rstrip("/") + "/"


def _address_without_a_path(text: str) -> str:
    if not re.fullmatch(r"https?://[^/\s?#]+/?", text):
        raise ValueError(f"{text!r} is no address such as https://bot.example.com")
    return text.rstrip("/")


def _senders_address(text: str) -> str:
    if not _EMAIL.fullmatch(parseaddr(text)[1]):
        raise ValueError(f"{text!r} is no e-mail address such as meetings@example.com")
    return text


def _prefix_as_slack_allows(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9_-]{0,15}", text):
        raise ValueError("up to 15 of a-z, 0-9, - and _, for example acme-")
    return text


def _currency(text: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", text):
        raise ValueError(f"{text!r} is no currency such as EUR")
    return text


def _zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError(f"{text!r} is no IANA time zone; Europe/Berlin is one")
    return text


def _days(text: str) -> str:
    read_days(text)
    return text


def _hours(text: str) -> str:
    read_hours(text)
    return text


def _time_of_day(text: str) -> time:
    try:
        return time.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is no time of day such as 09:00") from None


def _country(text: str) -> str:
    try:
        public_holidays(text)
    except OperatorError as fault:
        raise ValueError(f"{text!r} has no holidays we know. {fault.cure}") from fault
    return text


def _mapping(text: str) -> Mapping[str, Verdict]:
    pairs = [part.split("=", 1) for part in _parts(text)]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("pairs such as fire=great,+1=good,-1=poor,wastebasket=bad")
    known = _one_of(*Verdict)
    return {name.strip().strip(":"): Verdict(known(word.strip())) for name, word in pairs}


SecretText = Annotated[Secret, Secret]
Secrets = Annotated[tuple[Secret, ...], _secrets]
People = Annotated[tuple[str, ...], _ids_or_addresses]
UNSET = Secret("")
NINE = time(9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the operator sets. `config.example.env` says each one in a comment.

    Its type says how a setting is read: by a `Reader`, as one of the words, or as the text it is.
    """

    slack_bot_token: SecretText = UNSET
    slack_app_token: SecretText = UNSET
    slack_signing_secret: SecretText = UNSET
    slack_mode: Literal["socket", "http"] = "socket"
    slack_api_url: Annotated[str, _api_address] = SLACK_API
    database_url: str = "sqlite:///smarketing.db"

    sales_channel: str = ""
    marketing_channel: str = ""
    joint_channel: str = ""
    sales_managers: People = ()
    marketing_managers: People = ()
    command_prefix: Annotated[str, _prefix_as_slack_allows] = ""

    webhook_secrets: Secrets = ()
    webhook_tokens: Secrets = ()
    webhook_rate: Annotated[int, _whole(1)] = 1200
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, _whole(0, 65535)] = 8080
    public_url: Annotated[str, _address_without_a_path] = ""
    metrics_token: SecretText = UNSET

    timezone: Annotated[str, _zone] = "UTC"
    working_days: Annotated[str, _days] = "Mon-Fri"
    working_hours: Annotated[str, _hours] = "09:00-17:00"
    holiday_country: Annotated[str, _country] = ""

    duplicate_window_days: Annotated[int, _whole(0, 3650)] = 30
    cards_a_minute: Annotated[int, _whole(1, 60)] = 10
    accept_within_minutes: Annotated[int, _whole(1)] = 60
    contact_within_hours: Annotated[int, _whole(1)] = 8
    answer_within_hours: Annotated[int, _whole(1)] = 16
    left_behind_at: Annotated[time, _time_of_day] = NINE
    reactions: Annotated[Mapping[str, Verdict], _mapping] = field(
        default_factory=lambda: DEFAULT_REACTIONS
    )
    take_reaction: str = "hand"
    currency: Annotated[str, _currency] = "EUR"

    content_unowned_hours: Annotated[int, _whole(1)] = 4
    content_remind_days: Annotated[int, _whole(0, 30)] = 1
    content_review_months: Annotated[int, _whole(1, 60)] = 6
    content_review_notice_days: Annotated[int, _whole(0, 180)] = 14

    smtp_host: str = ""
    smtp_port: Annotated[int, _whole(1, 65535)] = 587
    smtp_user: str = ""
    smtp_password: SecretText = UNSET
    smtp_from: Annotated[str, _senders_address] = ""
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    meeting_draft_days: Annotated[int, _whole(1, 20)] = 5
    meeting_weak_acceptance: Annotated[int, _whole(0, 100)] = 60

    socket_concurrency: Annotated[int, _whole(1, 512)] = 64
    outbox_channel_interval: Annotated[float, _seconds] = 1.0
    outbox_lease: Annotated[float, _some_seconds] = 30.0
    outbox_look_after: Annotated[float, _seconds] = 5.0
    outbox_miss_gap: Annotated[float, _seconds] = 60.0
    keep_payloads_days: Annotated[int, _whole(1)] = 30
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "info"


NAMES = tuple(one.name.upper() for one in fields(Settings))
"""Every setting, as it is written in the environment."""

NEEDED_TO_RUN = {
    "slack_bot_token": "the token that begins with xoxb- (OAuth & Permissions in your app)",
    "sales_channel": "the sales channel, as #sales or its id",
    "marketing_channel": "the marketing channel, as #marketing or its id",
}


def read_settings(*, to_run: bool = False, **given: Any) -> Settings:
    """Read the settings; with `to_run`, also demand what is needed to start.

    What is `given` goes before the environment, and that before `.env`. Raises OperatorError that
    lists every fault, with the variable that mends each.
    """
    return _read(_environment() | _written(given), to_run=to_run)


def given_settings(**given: Any) -> Settings:
    """Return what is given and the defaults, nothing of the environment, as the demo needs it."""
    return _read(_written(given))


def _environment() -> dict[str, str]:
    written: dict[str, str | None] = {}
    if ENV_FILE.is_file():
        from dotenv import dotenv_values  # where there is none, the start does without it

        written |= dotenv_values(ENV_FILE, encoding="utf-8")
    return _written(written) | _written(os.environ)  # noqa: TID251 - its one reader


def _written(given: Mapping[str, Any]) -> dict[str, str]:
    """Return what is given by name; what stands empty counts as not given."""
    texts = {name.upper(): str(value) for name, value in given.items() if value is not None}
    return {name: text for name, text in texts.items() if text}


def _read(texts: Mapping[str, str], *, to_run: bool = False) -> Settings:
    values: dict[str, Any] = {}
    faults: list[str] = []
    for one in fields(Settings):
        name = one.name.upper()
        if name in texts:
            try:
                values[one.name] = _reader(one)(texts[name])
            except ValueError as fault:
                faults.append(f"{name}: {fault}")
    settings = Settings(**values)
    if not faults:
        faults += _half_set_up(settings)
        faults += _missing(settings) if to_run else []
    if faults:
        raise OperatorError(
            "These settings need mending:\n" + "\n".join(f"  {fault}" for fault in faults),
            cure=f"\nSet them in the environment or in {ENV_FILE}; "
            "config.example.env explains each.",
        )
    return settings


def _reader(setting: Field[Any]) -> Reader:
    if get_origin(setting.type) is Literal:
        return _one_of(*get_args(setting.type))
    read: Reader = getattr(setting.type, "__metadata__", (str,))[0]
    return read


def _half_set_up(settings: Settings) -> list[str]:
    faults = []
    if settings.smtp_host and not settings.smtp_from:
        faults.append("SMTP_FROM: missing; it is the address that invitations come from")
    if settings.smtp_user and not settings.smtp_password:
        faults.append("SMTP_PASSWORD: missing; it goes with SMTP_USER")
    if settings.smtp_from and not settings.smtp_host:
        faults.append("SMTP_HOST: missing; it is the mail server for SMTP_FROM")
    return faults


def _missing(settings: Settings) -> list[str]:
    needed = dict(NEEDED_TO_RUN)
    if settings.slack_mode == "socket":
        needed["slack_app_token"] = (
            "the token that begins with xapp- (Basic Information, App-Level Tokens), "
            "or set SLACK_MODE=http"
        )
    else:
        needed["slack_signing_secret"] = "the signing secret (Basic Information in your app)"
    return [
        f"{name.upper()}: missing; it is {what}"
        for name, what in needed.items()
        if not getattr(settings, name)
    ]
