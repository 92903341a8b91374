"""How Slack writes what people type: `& < >` as entities, names as ids.

https://docs.slack.dev/messaging/formatting-message-text and, for `should_escape`,
https://docs.slack.dev/interactivity/implementing-slash-commands#creating_commands
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeslack.workspace import Workspace

_TOKEN = re.compile(r"<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|!(?:here|channel|everyone))(?:\|[^<>]*)?>")
_NAME = re.compile(r"(?<![\w@#&])([@#])([\w][\w.\-]*)")
_LINK = re.compile(r"https?://[^\s<>|]+")


def typed(workspace: "Workspace", text: str) -> str:
    """A message's text as Slack keeps it: `<@U…>` for @someone, `<https://…>` for links."""
    return _outside_tokens(text, lambda part: _names(workspace, part, label=False))


def command_text(workspace: "Workspace", text: str, *, should_escape: bool) -> str:
    """`<@U…|rita>` and `<#C…|sales>` where the command asks for it; else as typed."""
    if not should_escape:
        return text
    return _outside_tokens(text, lambda part: _names(workspace, part, label=True))


def _outside_tokens(text: str, change: Callable[[str], str]) -> str:
    done, at = [], 0
    for token in _TOKEN.finditer(text):
        done += [change(text[at : token.start()]), token.group()]
        at = token.end()
    return "".join([*done, change(text[at:])])


def entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _names(workspace: "Workspace", text: str, *, label: bool) -> str:
    def name(found: re.Match[str]) -> str:
        sign, word = found.groups()
        trimmed = word.rstrip(".-")
        rest = word[len(trimmed) :]
        if sign == "@":
            person = workspace.person_by_handle(trimmed)
            known, shown = (person.id, person.handle) if person else ("", "")
        else:
            channel = workspace.channel_by_name(trimmed)
            known, shown = (channel.id, channel.name) if channel else ("", "")
        if not known:
            return found.group()
        return (
            f"<{sign}{known}|{shown}>{rest}" if label or sign == "#" else f"<{sign}{known}>{rest}"
        )

    escaped = _LINK.sub(lambda found: f"<{found.group()}>", entities(text))
    return _NAME.sub(name, escaped)
