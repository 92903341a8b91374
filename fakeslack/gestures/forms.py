"""Typing into a modal, sending it and closing it."""

import re
from typing import Any

from fakeslack import modals, payloads
from fakeslack.elements import HOLDERS, Element, values_of
from fakeslack.errors import GestureError, SlackError
from fakeslack.gestures.deed import Deed, Json, told
from fakeslack.gestures.place import Place, place_of, view_named
from fakeslack.gestures.press import act, chosen_in
from fakeslack.views import DEPTH, View, elements_of

REQUIRED = "Please complete this required field."
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)


async def type_text(deed: Deed) -> Json:
    """Puts words into an input; `enter` presses the key that some inputs send on."""
    place = place_of(deed)
    value = deed.body.get("value")
    await _put(place, value)
    deed.slack.live.tell("typed", [deed.person.id], view_id=place.view.id if place.view else "")
    if not _sends(place, enter=deed.flag("enter")):
        return {"sent": False}
    return await act(place, {HOLDERS[str(place.element["type"])].key: value})


def _sends(place: Place, *, enter: bool) -> bool:
    if place.block.get("type") == "input" and not place.block.get("dispatch_action"):
        return False
    settings = place.element.get("dispatch_action_config") or {}
    triggers = settings.get("trigger_actions_on") or ["on_enter_pressed"]
    return "on_character_entered" in triggers or (enter and "on_enter_pressed" in triggers)


async def _put(place: Place, value: Any) -> None:
    if str(place.element.get("type")) not in HOLDERS:
        raise GestureError("not_an_input", f"a {place.element.get('type')} takes no value")
    place.hold(None if value in (None, "") else await chosen_in(place, value))
    if place.view:
        place.view.errors.pop(place.block_id, None)


async def submit(deed: Deed) -> Json:
    """Fills `values` in, checks what Slack's own client checks, then sends the view.

    Answers with the app's `response_action` and the errors now shown beside the inputs.
    """
    view = view_named(deed)
    if view.kind != "modal" or not view.sent.get("submit"):
        raise GestureError("no_submit", "this view has no submit button")
    if deed.slack.workspace.stacks[deed.person.id][-1] != view.id:
        raise GestureError("view_not_on_top", "another view lies on this one")
    await _fill(deed, view)
    view.errors = _unfit(view)
    if view.errors:
        deed.slack.live.tell("modal", [deed.person.id], view_id=view.id)
        return {"sent": False, "response_action": "errors", "errors": view.errors}
    slack = deed.slack
    payload = payloads.on_view(slack, "view_submission", deed.person, view)
    payload["trigger_id"] = slack.triggers.make(deed.person.id, view.id)
    payload["response_urls"] = _response_urls(deed, view)
    answer = await slack.delivery.ask("interactive", payload)
    if not answer.ok:
        return {"sent": True, **told(answer), "response_action": None, "errors": {}}
    try:
        shown = _follow(deed, view, answer.fields)
    except SlackError as fault:
        return {
            "sent": True,
            "acked": True,
            "failure": "invalid_view",
            "messages": fault.messages or [fault.code],
            "response_action": answer.fields.get("response_action"),
            "errors": {},
        }
    return {"sent": True, "acked": True, "errors": {}, **shown}


async def _fill(deed: Deed, view: View) -> None:
    values = deed.body.get("values") or {}
    if not isinstance(values, dict):
        raise GestureError("bad_value", "'values' is {block_id: {action_id: value}}")
    for block_id, actions in values.items():
        if not isinstance(actions, dict):
            raise GestureError("bad_value", "'values' is {block_id: {action_id: value}}")
        for action_id, value in actions.items():
            wanted = {"view_id": view.id, "block_id": block_id, "action_id": action_id}
            place = place_of(Deed(deed.slack, deed.person, wanted))
            await _put(place, value)


def _unfit(view: View) -> dict[str, str]:
    """What Slack's client says by itself, before the app hears anything."""
    errors: dict[str, str] = {}
    values = values_of(view.blocks, view.state)
    for block in view.blocks:
        if block.get("type") != "input":
            continue
        block_id = str(block["block_id"])
        for element in elements_of(block.get("element")):
            holder = HOLDERS.get(str(element.get("type")))
            if not holder:
                continue
            value = values[block_id][element["action_id"]][holder.key]
            if value in (None, "", []):
                if not block.get("optional"):
                    errors[block_id] = REQUIRED
            elif said := _misfit(element, value):
                errors[block_id] = said
    return errors


def _misfit(element: Element, value: Any) -> str:
    kind, text = element["type"], str(value)
    if kind == "email_text_input" and not _EMAIL.fullmatch(text):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not _URL.fullmatch(text):
        return "Please enter a valid URL."
    if kind == "number_input":
        return _unfit_number(element, text)
    if kind == "plain_text_input":
        least, most = element.get("min_length"), element.get("max_length")
        if isinstance(least, int) and len(text) < least:
            return f"Please enter at least {least} characters."
        if isinstance(most, int) and len(text) > most:
            return f"Please enter at most {most} characters."
    return ""


def _unfit_number(element: Element, text: str) -> str:
    if not _NUMBER.fullmatch(text) or ("." in text and not element.get("is_decimal_allowed")):
        return "Please enter a valid number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and float(text) < float(least):
        return f"Please enter a number of at least {least}."
    if most is not None and float(text) > float(most):
        return f"Please enter a number of at most {most}."
    return ""


def _response_urls(deed: Deed, view: View) -> list[Json]:
    """For conversation menus with `response_url_enabled`."""
    urls = []
    values = values_of(view.blocks, view.state)
    for block in view.blocks:
        for element in elements_of(block):
            if not element.get("response_url_enabled"):
                continue
            holder = HOLDERS[str(element["type"])]
            block_id = str(block["block_id"])
            chosen = values[block_id][element["action_id"]][holder.key]
            channel = deed.slack.workspace.channels.get(str(chosen))
            if channel:
                urls.append(
                    {
                        "block_id": block_id,
                        "action_id": element["action_id"],
                        "channel_id": channel.id,
                        "response_url": payloads.response_url(deed.slack, deed.person, channel),
                    }
                )
    return urls


def _follow(deed: Deed, view: View, said: Json) -> Json:
    """Does what the app's acknowledgement asks: https://docs.slack.dev/surfaces/modals#response_actions."""
    slack, person = deed.slack, deed.person.id
    action = said.get("response_action")
    if action == "errors":
        errors = said.get("errors")
        if not isinstance(errors, dict) or not errors:
            raise SlackError("invalid_arguments", messages=["[ERROR] errors must not be empty"])
        known = {b.get("block_id") for b in view.blocks if b.get("type") == "input"}
        stray = sorted(str(block) for block in errors if block not in known)
        if stray:
            raise SlackError("invalid_arguments", messages=[f"[ERROR] no input block {stray[0]!r}"])
        view.errors = {str(block): str(text) for block, text in errors.items()}
        slack.live.tell("modal", [person], view_id=view.id)
        return {"response_action": "errors", "errors": view.errors}
    if action == "clear":
        modals.clear(slack, person)
        return {"response_action": "clear"}
    if action == "update":
        modals.change(slack, view, modals.checked(said.get("view"), "modal"))
        return {"response_action": "update", "view_id": view.id}
    if action == "push":
        sent = modals.checked(said.get("view"), "modal")
        if len(slack.workspace.stack_of(person)) >= DEPTH:
            raise SlackError("push_limit_reached")
        return {"response_action": "push", "view_id": modals.push_on(slack, person, sent).id}
    if action is not None:
        raise SlackError("invalid_arguments", messages=[f"[ERROR] no response_action {action!r}"])
    modals.drop(slack, view)
    return {"response_action": None}


async def close(deed: Deed) -> Json:
    """Closes the top view; `all` closes the whole stack, as the cross in its corner does."""
    view = view_named(deed)
    if view.kind != "modal":
        raise GestureError("not_a_modal", "the Home tab does not close")
    slack, person = deed.slack, deed.person
    stack = slack.workspace.stack_of(person.id)
    everything = deed.flag("all") or bool(view.sent.get("clear_on_close"))
    closing = list(reversed(stack)) if everything else [view]
    told_of = []
    for one in closing:
        if one.sent.get("notify_on_close"):
            payload = payloads.on_view(slack, "view_closed", person, one)
            told_of.append(payload | {"is_cleared": everything and len(stack) > 1})
        modals.drop(slack, one)
    for payload in told_of:
        await slack.delivery.ask("interactive", payload)
    return {"notified": len(told_of)}
