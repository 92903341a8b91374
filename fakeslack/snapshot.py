"""The state file: what `--state` keeps from one run to the next."""

import asyncio
import base64
import contextlib
import json
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fakeslack.channels import Channel
from fakeslack.jumps import Jump
from fakeslack.messages import Message
from fakeslack.people import Person
from fakeslack.uploads import StoredFile
from fakeslack.views import View
from fakeslack.workspace import Workspace

if TYPE_CHECKING:
    from fakeslack.slack import Slack

WAIT = 1.0
FORMAT = 1
Json = dict[str, Any]


class StateError(Exception):
    """The state file cannot be read; the message says what to do."""


class Keeper:
    """Writes the file soon after a change, whole or not at all."""

    def __init__(self, slack: "Slack") -> None:
        self._slack = slack
        self._written = slack.version

    async def run(self) -> None:
        while self._slack.settings.state:
            await asyncio.sleep(WAIT)
            if self._written != self._slack.version:
                version, text = self._slack.version, json.dumps(dump(self._slack.workspace))
                await asyncio.to_thread(write, self._slack.settings.state, text)
                self._written = version

    def write_if_changed(self) -> None:
        path = self._slack.settings.state
        if path and self._written != self._slack.version:
            write(path, json.dumps(dump(self._slack.workspace)))
            self._written = self._slack.version


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".draft")
    draft.write_text(text, encoding="ascii")
    draft.replace(path)


def dump(workspace: Workspace) -> Json:
    """Everything but what lives a moment: modals, ephemeral messages, trigger ids."""
    homes = {person: workspace.views[view] for person, view in workspace.homes.items()}
    return {
        "format": FORMAT,
        "people": [asdict(person) for person in workspace.people.values()],
        "channels": [
            {**_fields(channel, "messages", "timeline"), "messages": _messages(channel)}
            for channel in workspace.channels.values()
        ],
        "homes": {person: _fields(view) for person, view in homes.items()},
        "files": [
            {**_fields(stored, "content"), "content": base64.b64encode(stored.content).decode()}
            for stored in workspace.files.values()
            if stored.done
        ],
        "jumps": [asdict(jump) for jump in workspace.jumps],
        "app": {"revoked": workspace.app.revoked, "uninstalled": workspace.app.uninstalled},
    }


def _messages(channel: Channel) -> list[Json]:
    derived = ("replies", "reply_users", "earlier", "states")
    rows = sorted(channel.messages.values(), key=lambda message: message.ts)
    return [_fields(message, *derived) for message in rows]


def _fields(thing: Any, *leave_out: str) -> Json:
    return {
        field.name: getattr(thing, field.name)
        for field in fields(thing)
        if field.name not in leave_out
    }


def load(workspace: Workspace, path: Path) -> None:
    """Puts what the file holds in the place of the seed's people and channels.

    The app itself (scopes, commands, tokens) stays as the seed and the manifest say.
    """
    with contextlib.suppress(FileNotFoundError):
        text = path.read_text(encoding="ascii")
        try:
            _restore(workspace, json.loads(text))
        except (ValueError, TypeError, KeyError) as fault:
            raise StateError(
                f"{path} is not a state file of this fake Slack ({fault}); "
                "move it away or delete it to begin anew"
            ) from fault


def _restore(workspace: Workspace, kept: Json) -> None:
    if kept["format"] != FORMAT:
        raise ValueError(f"it has format {kept['format']}")
    for row in kept["people"]:
        if row["id"] != workspace.bot:
            workspace.add_person(Person(**row))
    for row in kept["channels"]:
        rows = row.pop("messages")
        channel = Channel(**row)
        workspace.add_channel(channel)
        for message_row in rows:
            channel.add(Message(**message_row))
            workspace.stamps.not_before(message_row["ts"])
    for person, row in kept["homes"].items():
        workspace.views[row["id"]] = View(**row)
        workspace.homes[person] = row["id"]
    for row in kept["files"]:
        content = base64.b64decode(row.pop("content"))
        workspace.files[row["id"]] = StoredFile(content=content, **row)
    workspace.jumps = [Jump(**row) for row in kept.get("jumps", [])]
    workspace.app.revoked = kept["app"]["revoked"]
    workspace.app.uninstalled = kept["app"]["uninstalled"]
