"""One call of a Web API method: who calls, with what, and what every method asks of it."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fakeslack.api.arguments import Arguments
from fakeslack.channels import Channel
from fakeslack.errors import SlackError
from fakeslack.people import Person

if TYPE_CHECKING:
    from fakeslack.slack import Slack
    from fakeslack.workspace import Workspace

Json = dict[str, Any]


@dataclass
class Call:
    """What a method's handler is given. `lag` hides the last seconds of history."""

    slack: "Slack"
    method: str
    args: Arguments
    lag: float = 0.0
    stored_ts: str = ""
    warnings: list[str] = field(default_factory=list)
    next_cursor: str = ""

    @property
    def workspace(self) -> "Workspace":
        return self.slack.workspace

    def need_scope(self, *any_of: str) -> None:
        """Raises `missing_scope` unless the token has one of these scopes."""
        held = self.workspace.app.scopes
        if any_of and not held.intersection(any_of):
            raise SlackError(
                "missing_scope", needed=",".join(any_of), provided=",".join(sorted(held))
            )

    def channel(self, scope: str = "", *, name: str = "channel") -> Channel:
        """The channel named in the call. A private one the bot is not in does not exist for it.

        `scope` is the second half of the scope its kind needs: `history` of `groups:history`.
        """
        if not self.args.has(name):
            raise SlackError(
                "invalid_arguments", messages=[f"[ERROR] missing required field: {name}"]
            )
        channel = self.find_channel(self.args.text(name))
        if channel is None:
            raise SlackError("channel_not_found")
        if scope:
            self.need_scope(f"{channel.kind}:{scope}")
        return channel

    def find_channel(self, channel_id: str) -> Channel | None:
        channel = self.workspace.channels.get(channel_id)
        if channel is None:
            return None
        hidden = (channel.private or channel.im) and self.workspace.bot not in channel.members
        return None if hidden else channel

    def person(self, user_id: str) -> Person:
        person = self.workspace.people.get(user_id)
        if person is None:
            raise SlackError("user_not_found")
        return person

    def show_user(self, person: Person) -> Json:
        return person.as_json(
            self.workspace.team.id, with_email="users:read.email" in self.workspace.app.scopes
        )

    def show_channel(self, channel: Channel) -> Json:
        return channel.as_json(home=self.workspace.team.id, bot=self.workspace.bot)
