"""Where an interactive element stands: in a message, a modal or the Home tab."""

from dataclasses import dataclass
from typing import Any

from fakeslack import payloads
from fakeslack.channels import Channel
from fakeslack.elements import Element, find, values_of
from fakeslack.errors import GestureError
from fakeslack.gestures.deed import Deed, Json
from fakeslack.messages import Message
from fakeslack.views import View


@dataclass
class Place:
    """A view, or a message with its channel; and the element in it."""

    deed: Deed
    view: View | None
    channel: Channel | None
    message: Message | None
    blocks: list[dict[str, Any]]
    block_id: str
    element: Element

    @property
    def name(self) -> tuple[str, str, str]:
        where = self.view.id if self.view else (self.message.ts if self.message else "")
        return (self.deed.person.id, where, str(self.element["action_id"]))

    @property
    def block(self) -> dict[str, Any]:
        return next((b for b in self.blocks if b.get("block_id") == self.block_id), {})

    def typed(self) -> dict[str, dict[str, Any]]:
        """What this person has put into the inputs here."""
        if self.view:
            return self.view.state
        if self.message:
            held: dict[str, dict[str, Any]] = self.message.states.setdefault(
                self.deed.person.id, {}
            )
            return held
        return {}

    def hold(self, value: Any) -> None:
        self.typed().setdefault(self.block_id, {})[str(self.element["action_id"])] = value

    def payload(self, kind: str) -> Json:
        """A `block_actions` or `block_suggestion` payload without its own fields."""
        deed = self.deed
        if self.view:
            return payloads.on_view(deed.slack, kind, deed.person, self.view)
        if self.message is None or self.channel is None:
            raise GestureError("missing_field", "a place is a view, the Home tab or a message")
        return payloads.on_message(deed.slack, kind, deed.person, self.channel, self.message)

    def state(self) -> Json:
        return {"values": values_of(self.blocks, self.typed())}


def view_named(deed: Deed) -> View:
    """The view the gesture means, if it is on this person's screen."""
    workspace = deed.slack.workspace
    if deed.flag("home"):
        home = workspace.home_of(deed.person.id)
        if home is None:
            raise GestureError("view_not_found", "this person's Home is empty", status=404)
        return home
    view = workspace.views.get(deed.required("view_id"))
    if view is None or view.person != deed.person.id:
        raise GestureError("view_not_found", "this person has no such view open", status=404)
    return view


def place_of(deed: Deed) -> Place:
    """Finds the element by `view_id`, `home` or `channel` and `ts`, and its `action_id`.

    With `stale` an element of an earlier version of a message is found too: a person may press
    what their screen still shows.
    """
    view = channel = message = None
    if deed.body.get("view_id") or deed.flag("home"):
        view = view_named(deed)
        versions = [view.blocks]
    else:
        channel = deed.channel()
        message = deed.message(channel)
        versions = [message.blocks]
        if deed.flag("stale"):
            versions += reversed(message.earlier)
    action_id, block_id = deed.required("action_id"), deed.text("block_id")
    for blocks in versions:
        found = find(blocks, action_id, block_id)
        if found:
            return Place(deed, view, channel, message, blocks, *found)
    raise GestureError("no_such_element", f"there is no {action_id!r} here", status=404)
