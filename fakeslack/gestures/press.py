"""Buttons, menus and pickers: `block_actions` and `block_suggestion`."""

from typing import Any

from fakeslack import payloads
from fakeslack.elements import HOLDERS, Element, options_of, pick
from fakeslack.errors import GestureError
from fakeslack.gestures.deed import Deed, Json, told
from fakeslack.gestures.place import Place, place_of

SUGGESTIONS = 100


async def click(deed: Deed) -> Json:
    """Presses a button; on a menu it needs `selected`, which is what `choose` is for."""
    place = place_of(deed)
    kind = str(place.element.get("type"))
    if kind in HOLDERS or kind == "overflow":
        if "selected" not in deed.body:
            raise GestureError("not_a_button", f"a {kind} is for `choose` or `type`")
        return await choose(deed)
    action = {"value": _value(deed, place.element)} if _value(deed, place.element) else {}
    for name in ("text", "style", "url"):
        if name in place.element:
            action[name] = place.element[name]
    return await act(place, action)


def _value(deed: Deed, element: Element) -> str:
    """A button's own value. Feedback buttons have two: `value` says which."""
    if element.get("type") == "feedback_buttons":
        values = [element[side].get("value") for side in ("positive_button", "negative_button")]
        wanted = deed.text("value")
        if wanted not in values:
            raise GestureError("no_such_option", f"{wanted!r} is not among {values}")
        return wanted
    own = str(element.get("value") or "")
    wanted = deed.text("value")
    if wanted and wanted != own:
        raise GestureError("no_such_option", f"that button's value is {own!r}, not {wanted!r}")
    return own


async def choose(deed: Deed) -> Json:
    """Selects in a menu or picker. In an input block nothing is sent, as in Slack."""
    place = place_of(deed)
    kind = str(place.element.get("type"))
    if kind not in HOLDERS and kind != "overflow":
        raise GestureError("not_a_menu", f"a {kind} is for `click`")
    selected = deed.body.get("selected")
    chosen = await chosen_in(place, selected)
    if kind == "overflow":
        return await act(place, {"selected_option": chosen})
    place.hold(chosen)
    _show_typed(place)
    if place.block.get("type") == "input" and not place.block.get("dispatch_action"):
        return {"sent": False}
    return await act(place, {HOLDERS[kind].key: chosen})


async def chosen_in(place: Place, selected: Any) -> Any:
    """What selecting does to the element; an external menu asks the app for its options first."""
    element = place.element
    kind = str(element["type"])
    if kind == "file_input":
        return files_chosen(place, selected)
    if HOLDERS.get(kind) and HOLDERS[kind].key in {"value", "rich_text_value"}:
        return selected if kind == "rich_text_input" else str(selected)
    offered = options_of(element)
    if kind.endswith("external_select"):
        offered = place.deed.slack.suggested.get(place.name, [])
        initial = element.get("initial_options") or [element.get("initial_option")]
        offered = offered + [option for option in initial if option]
        values = {option.get("value") for option in offered}
        wanted = selected if isinstance(selected, list) else [selected]
        if any(value is not None and value not in values for value in wanted):
            query = place.deed.text("query") or str(wanted[0])
            suggestion = await suggest(place, query)
            offered = offered + options_of(suggestion)
    return pick(element, selected, offered)


def files_chosen(place: Place, selected: Any) -> list[Json]:
    ids = selected if isinstance(selected, list) else [selected]
    stored = [place.deed.slack.workspace.files.get(str(one)) for one in ids]
    if not all(stored):
        raise GestureError("file_not_found", "upload the file first, then choose its id")
    return [one.as_json() for one in stored if one]


def _show_typed(place: Place) -> None:
    if place.view:
        place.view.errors.pop(place.block_id, None)
        place.deed.slack.live.tell("typed", [place.deed.person.id], view_id=place.view.id)


async def act(place: Place, action: Json) -> Json:
    """Sends `block_actions` and waits for the acknowledgement."""
    deed, slack = place.deed, place.deed.slack
    element = place.element
    payload = place.payload("block_actions")
    action = {
        "action_id": element["action_id"],
        "block_id": place.block_id,
        "type": element["type"],
        "action_ts": slack.workspace.stamps.next(),
        **action,
    }
    payload["actions"] = [action]
    payload["trigger_id"] = slack.triggers.make(
        deed.person.id, place.view.id if place.view and place.view.kind == "modal" else ""
    )
    if place.message and place.channel:
        payload["state"] = place.state()
        payload["response_url"] = payloads.response_url(
            slack, deed.person, place.channel, place.message.ts
        )
    answer = await slack.delivery.ask("interactive", payload)
    return {"sent": True, **told(answer)}


async def options(deed: Deed) -> Json:
    """Types into an external menu: the app's suggestions for `query`."""
    place = place_of(deed)
    if not str(place.element.get("type")).endswith("external_select"):
        raise GestureError("not_a_menu", "only an external menu asks for options")
    query = deed.text("query")
    least = place.element.get("min_query_length", 3)
    if isinstance(least, int) and len(query) < least:
        return {"sent": False, "options": [], "min_query_length": least}
    return await suggest(place, query)


async def suggest(place: Place, query: str) -> Json:
    """Asks the app and keeps what it offered, so that it can be chosen."""
    payload = place.payload("block_suggestion")
    payload |= {
        "action_id": place.element["action_id"],
        "block_id": place.block_id,
        "value": query,
    }
    answer = await place.deed.slack.delivery.ask("interactive", payload)
    offered = answer.fields
    found = [option for option in options_of(offered) if isinstance(option, dict)]
    if len(found) > SUGGESTIONS or not all(_is_option(option) for option in found):
        return {"sent": True, "acked": True, "failure": "invalid_options", "options": []}
    place.deed.slack.suggested[place.name] = found
    shown: Json = {key: offered[key] for key in ("options", "option_groups") if key in offered}
    return {"sent": True, "options": [], **shown, **told(answer)}


def _is_option(option: Json) -> bool:
    text, value = option.get("text"), option.get("value")
    if not isinstance(text, dict) or not isinstance(value, str):
        return False
    words = text.get("text")
    return isinstance(words, str) and 0 < len(words) <= 75 and 0 < len(value) <= 150
