"""The stack of modals each person has open, and the rules of their views."""

import time
from typing import TYPE_CHECKING, Any

from fakeslack.api.content import with_block_ids
from fakeslack.blockkit import check_view
from fakeslack.elements import values_of
from fakeslack.errors import SlackError
from fakeslack.views import View

if TYPE_CHECKING:
    from fakeslack.slack import Slack

SIZE_LIMIT = 250_000


def checked(view: Any, kind: str) -> dict[str, Any]:
    """A valid view of this kind (`modal` or `home`), its blocks named.

    Raises `invalid_arguments` with a line for each fault, as `views.open` does.
    """
    if not isinstance(view, dict):
        raise SlackError(
            "invalid_arguments", messages=["[ERROR] must be an object [json-pointer:/view]"]
        )
    if view.get("type") != kind:
        raise SlackError(
            "invalid_arguments",
            messages=[f'[ERROR] must be "{kind}" [json-pointer:/view/type]'],
        )
    faults = check_view(view)
    if faults:
        raise SlackError("invalid_arguments", messages=[str(fault) for fault in faults])
    return view | {"blocks": with_block_ids(view["blocks"])}


def show(slack: "Slack", view: View) -> dict[str, Any]:
    del slack
    return view.as_json(values_of(view.blocks, view.state))


def open_new(slack: "Slack", person: str, sent: dict[str, Any]) -> View:
    """A new stack in the place of the present one: Slack shows one stack of an app at a time."""
    clear(slack, person)
    view = slack.workspace.new_view(person)
    return _shown(slack, view, sent)


def push_on(slack: "Slack", person: str, sent: dict[str, Any]) -> View:
    below = slack.workspace.stack_of(person)[-1]
    view = slack.workspace.new_view(person, root=below.root, previous=below.id)
    return _shown(slack, view, sent)


def _shown(slack: "Slack", view: View, sent: dict[str, Any]) -> View:
    view.change(sent, time.time())
    slack.workspace.stacks.setdefault(view.person, []).append(view.id)
    slack.live.tell("modal", [view.person], view_id=view.id)
    return view


def change(slack: "Slack", view: View, sent: dict[str, Any]) -> None:
    view.change(sent, time.time())
    slack.live.tell("modal", [view.person], view_id=view.id)


def drop(slack: "Slack", view: View) -> None:
    """Takes one view off its stack."""
    stack = slack.workspace.stacks.get(view.person, [])
    if view.id in stack:
        stack.remove(view.id)
    slack.workspace.views.pop(view.id, None)
    slack.live.tell("modal", [view.person], view_id=view.id)


def clear(slack: "Slack", person: str) -> None:
    for view_id in slack.workspace.stacks.pop(person, []):
        slack.workspace.views.pop(view_id, None)
    slack.live.tell("modal", [person])
