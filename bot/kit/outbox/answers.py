"""What an answer of Slack to one call means for the message, and what the operator can do."""

import errno
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.error import URLError

from slack_sdk.errors import SlackApiError


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack did it; the message stands at `ts` in `channel`."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """It surely did not happen: Slack asks to wait `retry_after` seconds, or was not reached."""

    error: str
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack will not do it until somebody changes something."""

    error: str


@dataclass(frozen=True, slots=True)
class Vanished:
    """The message to edit or delete is not there any more."""

    error: str


@dataclass(frozen=True, slots=True)
class NoToken:
    """Slack does not take the token: no message's fault, so everything waits."""

    error: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """It may have happened. `later`: it may even happen yet, since no answer came.

    `unknown`: Slack named an error that is in none of our lists.
    """

    error: str
    later: bool = False
    unknown: bool = False


Answer = Sent | NotSent | Refused | Vanished | NoToken | Uncertain

_SCOPES = "Give the app the scopes of its manifest and install it again."
_POSTING = "Let apps post in the channel (its posting permissions)."
_ALLOW = "Have an administrator of the workspace allow the app there."
_PAST_EDITING = "Slack keeps the message as it stands. Nothing is left to do."

CHANNEL_CLOSED = (
    "channel_not_found",
    "not_in_channel",
    "is_archived",
    "is_inactive",
    "channel_is_archived",
)
"""Refusals that end when the channel is there, unarchived, and the bot in it."""

CURES = {
    "channel_not_found": "Check SALES_CHANNEL and MARKETING_CHANNEL, and invite the bot there.",
    "not_in_channel": "Invite the bot to the channel.",
    "is_archived": "Unarchive the channel, or set another one.",
    "is_inactive": "Unarchive the channel, or set another one.",
    "channel_is_archived": "Unarchive the channel, or set another one.",
    "missing_scope": _SCOPES,
    "no_permission": _SCOPES,
    "not_allowed_token_type": f"SLACK_BOT_TOKEN begins with xoxb-. {_SCOPES}",
    "restricted_action": _POSTING,
    "restricted_action_non_threadable_channel": _POSTING,
    "restricted_action_read_only_channel": _POSTING,
    "restricted_action_thread_locked": _POSTING,
    "restricted_action_thread_only_channel": _POSTING,
    "thread_locked": _POSTING,
    "access_denied": _ALLOW,
    "ekm_access_denied": _ALLOW,
    "enterprise_is_restricted": _ALLOW,
    "team_access_not_granted": _ALLOW,
    "cant_delete_message": _PAST_EDITING,
    "cant_update_message": _PAST_EDITING,
    "edit_window_closed": _PAST_EDITING,
    "cannot_dm_bot": "A bot cannot be written to; check the person's Slack id.",
    "user_not_found": "Check the person's Slack id.",
    "messages_tab_disabled": "Turn on the app's Messages tab.",
}
"""What mends it, by Slack's error; `smarketing doctor` says the same."""

CONTENT_CURE = "Slack does not take this message as it is built: please report it with this error."

NO_TOKEN = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "token_revoked",
        "token_expired",
        "account_inactive",
        "app_uninstalled",
        "team_disabled",
    }
)
LATER = frozenset({"ratelimited", "rate_limited"})
VANISHED = frozenset({"message_not_found"})
MOOT = frozenset({"thread_not_found", "user_disabled"})
"""Refusals of what nobody can see any more: the message above it, or the person, is gone."""
REFUSED = frozenset(
    {
        *CURES,
        *MOOT,
        "as_user_not_supported",
        "block_mismatch",
        "cannot_reply_to_message",
        "invalid_arguments",
        "invalid_attachments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "message_limit_exceeded",
        "metadata_must_be_sent_from_app",
        "metadata_too_large",
        "method_not_supported_for_channel_type",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "not_reactable",
        "too_many_attachments",
        "too_many_contact_cards",
        "user_not_visible",
        "users_not_found",
    }
)
LONGEST_WAIT = 3600.0
"""Seconds of a Retry-After that are believed at most; Slack counts in minutes."""
AMBIGUOUS = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
)
BLOCKS_REFUSED = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
"""Refusals of what a message looks like: one that has fallback blocks is sent with those."""
_MEANINGS: tuple[tuple[frozenset[str], Callable[[str], Answer]], ...] = (
    (NO_TOKEN, NoToken),
    (VANISHED, Vanished),
    (REFUSED, Refused),
)

_UNREACHED = frozenset(
    {errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL}
)


def cure_of(error: str) -> str:
    """Return what the operator can do about a refusal."""
    return CURES.get(error, CONTENT_CURE)


def judge(fault: Exception) -> Answer:
    """Return what a call that raised `fault` means. In doubt it is uncertain."""
    if isinstance(fault, SlackApiError):
        return _judge_reply(fault)
    if isinstance(fault, URLError) and _unreached(fault.reason):
        return NotSent(f"Slack is not reachable: {fault.reason}")
    return Uncertain(f"no answer: {type(fault).__name__}", later=True)


def _judge_reply(fault: SlackApiError) -> Answer:
    reply = fault.response
    data = reply.data if isinstance(reply.data, dict) else {}
    error = str(data.get("error") or "no error named")
    if reply.status_code == 429 or error in LATER:
        return NotSent("ratelimited", retry_after=_retry_after(reply.headers))
    if reply.status_code != 200:
        return Uncertain(f"HTTP {reply.status_code}")
    for errors, meaning in _MEANINGS:
        if error in errors:
            return meaning(error)
    if error.startswith("Received a response in a non-JSON format"):
        return Uncertain("half a reply")
    return Uncertain(error, unknown=error not in AMBIGUOUS)


def _retry_after(headers: dict[str, object]) -> float:
    for name, value in headers.items():
        if name.lower() == "retry-after":
            text = value[0] if isinstance(value, list) else value
            try:
                return min(max(0.1, float(str(text))), LONGEST_WAIT)
            except ValueError:
                break
    return 30.0


def _unreached(reason: object) -> bool:
    """Tell whether the connection never came to be, so that Slack cannot have heard us."""
    if isinstance(reason, socket.gaierror | ssl.SSLCertVerificationError):
        return True
    return isinstance(reason, OSError) and reason.errno in _UNREACHED
