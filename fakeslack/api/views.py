"""`views.*`: modals and the Home tab."""

import time
from typing import Any

from fakeslack import jsons, modals
from fakeslack.api.call import Call, Json
from fakeslack.api.table import Method
from fakeslack.errors import SlackError, missing
from fakeslack.views import DEPTH, View


def open_view(call: Call) -> Json:
    sent = _sent(call, "modal")
    person, _ = _trigger(call)
    view = modals.open_new(call.slack, person, sent)
    return {"view": modals.show(call.slack, view)}


def push_view(call: Call) -> Json:
    sent = _sent(call, "modal")
    person, came_from = _trigger(call)
    stack = call.workspace.stack_of(person)
    if not came_from or not stack:
        raise SlackError("invalid_trigger_id")
    if len(stack) >= DEPTH:
        raise SlackError("push_limit_reached")
    view = modals.push_on(call.slack, person, sent)
    return {"view": modals.show(call.slack, view)}


def update_view(call: Call) -> Json:
    view_id, external_id = call.args.text("view_id"), call.args.text("external_id")
    if not view_id and not external_id:
        raise missing("view_id")
    view = call.workspace.views.get(view_id) if view_id else None
    if view is None and external_id:
        view = call.workspace.view_by_external_id(external_id)
    if view is None or view.kind != "modal":
        raise SlackError("not_found")
    sent = _sent(call, "modal", view)
    _same_hash(call, view)
    modals.change(call.slack, view, sent)
    return {"view": modals.show(call.slack, view)}


def publish_view(call: Call) -> Json:
    person = call.args.required("user_id")
    if not call.workspace.app.home_tab:
        raise SlackError("not_enabled")
    known = call.workspace.people.get(person)
    if known is None or known.bot:
        raise SlackError("user_not_found")
    home = call.workspace.home_of(person)
    sent = _sent(call, "home", home)
    if call.args.has("hash"):
        if home is None:
            raise SlackError("hash_conflict")
        _same_hash(call, home)
    if home is None:
        home = call.workspace.new_view(person)
        call.workspace.homes[person] = home.id
    home.change(sent, time.time())
    call.slack.touched()
    call.slack.live.tell("home", [person], view_id=home.id)
    return {"view": modals.show(call.slack, home)}


def _trigger(call: Call) -> tuple[str, str]:
    trigger = call.args.text("trigger_id") or call.args.text("interactivity_pointer")
    if not trigger:
        raise missing("trigger_id")
    return call.slack.triggers.spend(trigger)


def _same_hash(call: Call, view: View) -> None:
    if call.args.has("hash") and call.args.text("hash") != view.hash:
        raise SlackError("hash_conflict")


def _sent(call: Call, kind: str, before: View | None = None) -> dict[str, Any]:
    if not call.args.has("view"):
        raise missing("view")
    try:
        view = call.args.json("view")
    except ValueError as fault:
        raise SlackError(
            "invalid_arguments", messages=["[ERROR] must be valid JSON [json-pointer:/view]"]
        ) from fault
    if isinstance(view, dict) and len(jsons.write(view)) > modals.SIZE_LIMIT:
        raise SlackError("view_too_large")
    sent = modals.checked(view, kind)
    other = (
        call.workspace.view_by_external_id(sent["external_id"]) if sent.get("external_id") else None
    )
    if other is not None and other is not before:
        raise SlackError("duplicate_external_id")
    return sent


METHODS = [
    Method("views.open", open_view, tier=4),
    Method("views.push", push_view, tier=4),
    Method("views.update", update_view, tier=4),
    Method("views.publish", publish_view, tier=4),
]
