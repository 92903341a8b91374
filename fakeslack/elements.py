"""Interactive elements: what each holds, how it starts, and how its value is reported.

Fields as in https://docs.slack.dev/reference/interaction-payloads/block_actions-payload and
https://docs.slack.dev/reference/views#view_state.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fakeslack.errors import GestureError
from fakeslack.views import elements_of

Element = dict[str, Any]


@dataclass(frozen=True)
class Holder:
    """How a stateful element reports: under `key`, started by `initial`."""

    key: str
    initial: str


HOLDERS = {
    "plain_text_input": Holder("value", "initial_value"),
    "email_text_input": Holder("value", "initial_value"),
    "url_text_input": Holder("value", "initial_value"),
    "number_input": Holder("value", "initial_value"),
    "rich_text_input": Holder("rich_text_value", "initial_value"),
    "static_select": Holder("selected_option", "initial_option"),
    "external_select": Holder("selected_option", "initial_option"),
    "radio_buttons": Holder("selected_option", "initial_option"),
    "users_select": Holder("selected_user", "initial_user"),
    "conversations_select": Holder("selected_conversation", "initial_conversation"),
    "channels_select": Holder("selected_channel", "initial_channel"),
    "multi_static_select": Holder("selected_options", "initial_options"),
    "multi_external_select": Holder("selected_options", "initial_options"),
    "checkboxes": Holder("selected_options", "initial_options"),
    "multi_users_select": Holder("selected_users", "initial_users"),
    "multi_conversations_select": Holder("selected_conversations", "initial_conversations"),
    "multi_channels_select": Holder("selected_channels", "initial_channels"),
    "datepicker": Holder("selected_date", "initial_date"),
    "timepicker": Holder("selected_time", "initial_time"),
    "datetimepicker": Holder("selected_date_time", "initial_date_time"),
    "file_input": Holder("files", ""),
}
OPTION_KEYS = frozenset({"selected_option", "selected_options"})
LISTS = frozenset(name for name, holder in HOLDERS.items() if holder.key.endswith("s"))


def find(
    blocks: list[dict[str, Any]], action_id: str, block_id: str = ""
) -> tuple[str, Element] | None:
    """The element with this `action_id` (in this block, if named) and its block's id."""
    for block in blocks:
        here = str(block.get("block_id", ""))
        if block_id and here != block_id:
            continue
        for element in elements_of(block):
            if element.get("action_id") == action_id:
                return here, element
    return None


def initial(element: Element) -> Any:
    """What a stateful element holds before anyone touched it."""
    holder = HOLDERS[element["type"]]
    value = element.get(holder.initial)
    if value is None and element["type"] in LISTS:
        return []
    return str(value) if element["type"] == "number_input" and value is not None else value


def values_of(
    blocks: list[dict[str, Any]], typed: dict[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """`state.values`: every stateful element by block and action."""
    values: dict[str, dict[str, Any]] = {}
    for block in blocks:
        block_id = str(block.get("block_id", ""))
        for element in elements_of(block):
            holder = HOLDERS.get(str(element.get("type")))
            if not holder:
                continue
            action_id = str(element["action_id"])
            held = typed.get(block_id, {}).get(action_id, initial(element))
            values.setdefault(block_id, {})[action_id] = {
                "type": element["type"],
                holder.key: held,
            }
    return values


def options_of(element: Element) -> list[dict[str, Any]]:
    """Its options, those in groups too."""
    options: list[dict[str, Any]] = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        options += group.get("options") or []
    return options


def pick(element: Element, selected: Any, offered: list[dict[str, Any]]) -> Any:
    """What choosing `selected` (a value, or a list of them) puts into the element.

    `offered` are the options the person sees. Raises GestureError for what is not among them.
    """
    kind = str(element["type"])
    many = kind in LISTS
    if many and not isinstance(selected, list):
        selected = [selected]
    if kind == "overflow" or HOLDERS[kind].key in OPTION_KEYS:
        by_value = {str(option.get("value")): option for option in offered}
        chosen = [_offered(by_value, value) for value in (selected if many else [selected])]
        _not_too_many(element, chosen)
        return chosen if many else chosen[0]
    if kind == "datetimepicker":
        if type(selected) is not int:
            raise GestureError("bad_value", "a datetimepicker takes a Unix time")
        return selected
    parts = selected if many else [selected]
    if not all(isinstance(part, str) for part in parts):
        raise GestureError("bad_value", f"a {kind} takes text, or a list of it")
    _not_too_many(element, parts)
    check = FORMS.get(kind)
    if check and not all(check(part) for part in parts):
        raise GestureError("bad_value", f"{selected!r} is no value of a {kind}")
    return selected


def _offered(by_value: dict[str, dict[str, Any]], value: Any) -> dict[str, Any] | None:
    if value is None:
        return None
    found = by_value.get(str(value))
    if found is None:
        raise GestureError("no_such_option", f"{value!r} is not among {sorted(by_value)}")
    return {key: found[key] for key in ("text", "value", "description") if key in found}


def _not_too_many(element: Element, chosen: list[Any]) -> None:
    most = element.get("max_selected_items")
    if isinstance(most, int) and len(chosen) > most:
        raise GestureError("too_many_selected", f"at most {most} may be selected")


def _is_date(text: str) -> bool:
    from datetime import date

    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def _is_time(text: str) -> bool:
    hours, _, minutes = text.partition(":")
    return (
        len(text) == 5
        and text.isascii()
        and hours.isdigit()
        and minutes.isdigit()
        and int(hours) < 24
        and int(minutes) < 60
    )


FORMS: dict[str, Callable[[str], bool]] = {"datepicker": _is_date, "timepicker": _is_time}
