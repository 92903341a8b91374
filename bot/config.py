"""Settings: read from the environment and `.env`, every fault reported at once.

Imported by the commands and `app.py` alone; rooms are handed what they need.
"""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import time
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.kit.db import A_DATABASE_URL, read_database_url
from bot.kit.errors import OperatorError
from bot.kit.slack import SLACK_API
from bot.leads.domain.reactions import plain_name
from bot.leads.domain.settings import DEFAULT_REACTIONS
from bot.leads.domain.verdicts import Verdict
from bot.leads.intake.senders import read_secret
from bot.people.domain.holidays import public_holidays
from bot.people.domain.working_time import read_days, read_hours

Listed = Annotated[list[str], NoDecode]
"""Several values in one variable, separated by commas."""

_SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,}$")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+$")


class Settings(BaseSettings):
    """Everything the operator sets. `config.example.env` says each one in a comment."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    slack_bot_token: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_mode: Literal["socket", "http"] = "socket"
    slack_api_url: str = SLACK_API
    database_url: str = "sqlite:///smarketing.db"

    sales_channel: str = ""
    marketing_channel: str = ""
    joint_channel: str = ""
    sales_managers: Listed = []
    marketing_managers: Listed = []
    command_prefix: str = ""

    webhook_secrets: Annotated[list[SecretStr], NoDecode] = []
    webhook_tokens: Annotated[list[SecretStr], NoDecode] = []
    webhook_rate: Annotated[int, Field(ge=1)] = 1200
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    public_url: str = ""
    metrics_token: SecretStr = SecretStr("")

    timezone: str = "UTC"
    working_days: str = "Mon-Fri"
    working_hours: str = "09:00-17:00"
    holiday_country: str = ""

    duplicate_window_days: Annotated[int, Field(ge=0, le=3650)] = 30
    cards_a_minute: Annotated[int, Field(ge=1, le=60)] = 10
    accept_within_minutes: Annotated[int, Field(ge=1)] = 60
    contact_within_hours: Annotated[int, Field(ge=1)] = 8
    answer_within_hours: Annotated[int, Field(ge=1)] = 16
    left_behind_at: str = "09:00"
    reactions: Annotated[dict[str, Verdict], NoDecode] = Field(
        default_factory=lambda: dict(DEFAULT_REACTIONS)
    )
    take_reaction: str = "hand"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"

    content_unowned_hours: Annotated[int, Field(ge=1)] = 4
    content_remind_days: Annotated[int, Field(ge=0, le=30)] = 1
    content_review_months: Annotated[int, Field(ge=1, le=60)] = 6
    content_review_notice_days: Annotated[int, Field(ge=0, le=180)] = 14

    smtp_host: str = ""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = ""
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    meeting_draft_days: Annotated[int, Field(ge=1, le=20)] = 5
    meeting_weak_acceptance: Annotated[int, Field(ge=0, le=100)] = 60

    socket_concurrency: Annotated[int, Field(ge=1, le=512)] = 16
    outbox_channel_interval: Annotated[float, Field(ge=0)] = 1.0
    outbox_lease: Annotated[float, Field(gt=0)] = 30.0
    outbox_look_after: Annotated[float, Field(ge=0)] = 5.0
    outbox_miss_gap: Annotated[float, Field(ge=0)] = 60.0
    keep_payloads_days: Annotated[int, Field(ge=1)] = 30
    log_format: Literal["text", "json"] = "text"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator(
        "sales_managers",
        "marketing_managers",
        "webhook_secrets",
        "webhook_tokens",
        mode="before",
    )
    @classmethod
    def _split(cls, value: Any) -> Any:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator("sales_managers", "marketing_managers")
    @classmethod
    def _ids_or_addresses(cls, value: list[str]) -> list[str]:
        for one in value:
            if not (_SLACK_ID.match(one) or _EMAIL.match(one)):
                raise ValueError(f"{one!r} is neither a Slack id (U012AB3CD) nor an e-mail address")
        return value

    @field_validator("webhook_secrets")
    @classmethod
    def _secrets_that_sign(cls, value: list[SecretStr]) -> list[SecretStr]:
        for one in value:
            read_secret(one.get_secret_value())
        return value

    @field_validator("database_url")
    @classmethod
    def _a_known_database(cls, value: str) -> str:
        try:
            read_database_url(value)
        except ValueError as fault:
            raise ValueError(f"{fault}. {A_DATABASE_URL}") from None
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _ends_in_a_slash(cls, value: str) -> str:
        if not re.match(r"https?://[^/]+/", value + "/"):
            raise ValueError("an address such as https://slack.com/api/ is needed")
        return value.rstrip("/") + "/"

    @field_validator("public_url")
    @classmethod
    def _an_address_without_a_path(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^/\s?#]+/?", value):
            raise ValueError(f"{value!r} is no address such as https://bot.example.com")
        return value.rstrip("/")

    @field_validator("smtp_from")
    @classmethod
    def _a_senders_address(cls, value: str) -> str:
        if value and not _EMAIL.fullmatch(parseaddr(value)[1]):
            raise ValueError(f"{value!r} is no e-mail address such as meetings@example.com")
        return value

    @field_validator("command_prefix")
    @classmethod
    def _prefix_as_slack_allows(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z0-9_-]{0,15}", value):
            raise ValueError("up to 15 of a-z, 0-9, - and _, for example acme-")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            # Not looked for among all of them: to list those reads every file there is.
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"{value!r} is no IANA time zone; Europe/Berlin is one") from None
        return value

    @field_validator("working_days")
    @classmethod
    def _known_days(cls, value: str) -> str:
        read_days(value)
        return value

    @field_validator("working_hours")
    @classmethod
    def _hours_of_one_day(cls, value: str) -> str:
        read_hours(value)
        return value

    @field_validator("left_behind_at")
    @classmethod
    def _time_of_day(cls, value: str) -> str:
        _time(value)
        return value

    @field_validator("holiday_country")
    @classmethod
    def _known_country(cls, value: str) -> str:
        try:
            public_holidays(value)
        except OperatorError as fault:
            raise ValueError(f"{value!r} has no holidays we know. {fault.cure}") from fault
        return value

    @field_validator("reactions", mode="before")
    @classmethod
    def _mapping(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        pairs = [part.split("=", 1) for part in value.split(",") if part.strip()]
        if any(len(pair) != 2 for pair in pairs):
            raise ValueError("pairs such as fire=great,+1=good,-1=poor,wastebasket=bad")
        return {name.strip().strip(":"): verdict.strip() for name, verdict in pairs}

    @property
    def left_behind_time(self) -> time:
        """When leads left behind are listed on a working morning."""
        return _time(self.left_behind_at)


def _time(text: str) -> time:
    try:
        found = time.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is no time of day such as 09:00") from None
    if found.tzinfo:
        raise ValueError(f"{text!r} names a zone; it is counted in TIMEZONE. Write 09:00")
    return found


NEEDED_TO_RUN = {
    "slack_bot_token": "the token that begins with xoxb- (OAuth & Permissions in your app)",
    "sales_channel": "the sales channel, as #sales or its id",
    "marketing_channel": "the marketing channel, as #marketing or its id",
}


def read_settings(*, to_run: bool = False, **given: Any) -> Settings:
    """Read the settings; with `to_run`, also demand what is needed to start.

    Raises OperatorError that lists every fault, with the variable that mends each.
    """
    try:
        settings, wrong = _read(given)
    except UnicodeDecodeError as fault:
        raise OperatorError(
            "The file .env is not UTF-8.", cure="Save it again in that encoding."
        ) from fault
    more = _half_set_up(settings) + _ambiguous(settings) + _one_channel_twice(settings)
    more += _missing(settings) if to_run else []
    faults = [f"{name}: {fault}" for name, fault in wrong.items()]
    faults += [fault for fault in more if fault.partition(":")[0] not in wrong]
    if faults:
        raise OperatorError(
            "These settings need mending:\n" + "\n".join(f"  {fault}" for fault in faults),
            cure=f"\nSet them in the environment or in {Path('.env')}; "
            "config.example.env explains each.",
        )
    return settings


def _read(given: Mapping[str, Any]) -> tuple[Settings, dict[str, str]]:
    """Return the settings, and what is wrong by variable; there they have their default."""
    try:
        return Settings(**given), {}
    except ValidationError as refused:
        wrong = {
            str(error["loc"][0]): error["msg"].removeprefix("Value error, ")
            for error in refused.errors(include_url=False, include_input=False)
        }
    fields = Settings.model_fields
    left = {name: fields[name].get_default(call_default_factory=True) for name in wrong}
    settings = Settings(**{**given, **left})
    return settings, {name.upper(): fault for name, fault in wrong.items()}


def _half_set_up(settings: Settings) -> list[str]:
    faults = []
    if settings.smtp_host and not settings.smtp_from:
        faults.append("SMTP_FROM: missing; it is the address that invitations come from")
    if settings.smtp_user and not settings.smtp_password.get_secret_value():
        faults.append("SMTP_PASSWORD: missing; it goes with SMTP_USER")
    if settings.smtp_from and not settings.smtp_host:
        faults.append("SMTP_HOST: missing; it is the mail server for SMTP_FROM")
    return faults


def _ambiguous(settings: Settings) -> list[str]:
    """Of one reaction nobody could say what it means; aliases and skin tones count as the same."""
    said = Counter(plain_name(name) for name in settings.reactions)
    faults = [
        f"REACTIONS: {name!r} stands there twice" for name, count in said.items() if count > 1
    ]
    if plain_name(settings.take_reaction) in said:
        faults.append(f"TAKE_REACTION: {settings.take_reaction!r} is one of REACTIONS already")
    return faults


ONE_CHANNEL_TWICE = {
    "MARKETING_CHANNEL": "each team needs its own",
    "JOINT_CHANNEL": "name one where both teams are, or leave it empty to post to both channels",
}
"""What mends a channel that another setting names before."""


def _one_channel_twice(settings: Settings) -> list[str]:
    """What is seen in the settings; that a name and an id are one channel the doctor sees."""
    faults: list[str] = []
    named: dict[str, str] = {}
    for setting, channel in (
        ("SALES_CHANNEL", settings.sales_channel),
        ("MARKETING_CHANNEL", settings.marketing_channel),
        ("JOINT_CHANNEL", settings.joint_channel),
    ):
        name = channel.strip().lstrip("#")
        if name and (first := named.setdefault(name, setting)) != setting:
            faults.append(f"{setting}: it is {first} too; {ONE_CHANNEL_TWICE[setting]}")
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
    values: Mapping[str, Any] = dict(settings)
    return [
        f"{name.upper()}: missing; it is {what}"
        for name, what in needed.items()
        if not (
            values[name].get_secret_value() if isinstance(values[name], SecretStr) else values[name]
        )
    ]


class GivenSettings(Settings):
    """Settings of the demo: what is given and the defaults, nothing of the environment."""

    model_config = SettingsConfigDict(defer_build=True)  # no start but the demo's needs it

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - named so by pydantic-settings
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read what was given, alone."""
        return (init_settings,)
