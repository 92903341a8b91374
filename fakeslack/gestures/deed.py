"""What a gesture's handler is given: who does it, to what."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fakeslack.channels import Channel
from fakeslack.delivery import Answer
from fakeslack.errors import GestureError
from fakeslack.messages import Message
from fakeslack.people import Person
from fakeslack.workspace import dm_id

if TYPE_CHECKING:
    from fakeslack.slack import Slack

Json = dict[str, Any]


@dataclass
class Deed:
    """One gesture of one person."""

    slack: "Slack"
    person: Person
    body: Json

    def text(self, name: str, default: str = "") -> str:
        value = self.body.get(name, default)
        if value is None:
            return default
        if not isinstance(value, (str, int, float)):
            raise GestureError("bad_value", f"{name!r} must be text")
        return str(value)

    def required(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise GestureError("missing_field", f"{name!r} is missing")
        return value

    def flag(self, name: str) -> bool:
        return bool(self.body.get(name))

    def channel(self) -> Channel:
        """A channel this person is in. Direct messages are made when first used."""
        wanted = self.required("channel").removeprefix("#")
        workspace = self.slack.workspace
        if wanted in {dm_id(self.person.id), workspace.bot}:
            return workspace.open_dm(self.person.id)
        if wanted in workspace.people:
            return self.talk(wanted)
        channel = workspace.channels.get(wanted) or workspace.channel_by_name(wanted)
        if channel is None:
            raise GestureError("channel_not_found", f"no channel {wanted!r}", status=404)
        if self.person.id not in channel.members:
            raise GestureError("not_in_channel", f"{self.person.name} is not in {channel.name}")
        return channel

    def talk(self, wanted: str) -> Channel:
        """The direct messages of this person and another, or the app."""
        workspace = self.slack.workspace
        other = workspace.people.get(wanted)
        if other is None or other.id == self.person.id:
            raise GestureError("user_not_found", f"there is no other person {wanted!r}", status=404)
        if other.id == workspace.bot:
            return workspace.open_dm(self.person.id)
        if other.deleted:
            raise GestureError("user_disabled", f"{other.name} has left the workspace")
        return workspace.open_talk(self.person.id, other.id)

    def open_channel(self) -> Channel:
        channel = self.channel()
        if channel.archived:
            raise GestureError("is_archived", f"#{channel.name} is archived")
        return channel

    def message(self, channel: Channel, name: str = "ts") -> Message:
        """A message this person can see."""
        ts = self.required(name)
        found = self.slack.workspace.message(channel.id, ts)
        if found is None or found.deleted or found.only_for not in {"", self.person.id}:
            raise GestureError("message_not_found", f"no message {ts} in {channel.id}", status=404)
        return found


def told(answer: Answer) -> Json:
    """What a gesture says of the app's acknowledgement; without one it is not ok."""
    if answer.ok:
        return {"acked": True}
    return {"ok": False, "acked": False, "error": answer.failure}
