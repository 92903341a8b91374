"""Block elements: buttons, menus, pickers and inputs.

docs.slack.dev/reference/block-kit/block-elements
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from fakeslack.blockkit.objects import (
    BOX_OPTION,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_ACTION_CONFIG,
    MENU_OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    SLACK_FILE,
    STYLE,
    WORKFLOW,
    plain_text,
)
from fakeslack.blockkit.rich_text import RICH_TEXT
from fakeslack.blockkit.rules import (
    FINE,
    Rule,
    Wrong,
    boolean,
    by_type,
    exactly_one,
    in_order,
    integer,
    list_of,
    matching,
    obj,
    one_of,
    string,
    typed,
    url,
    web_url,
    wrong,
)


def interactive(
    required: Mapping[str, Rule] | None = None,
    optional: Mapping[str, Rule] | None = None,
    *,
    also: Sequence[Rule] = (),
) -> Rule:
    """An element a person acts on."""
    return typed(required, {"action_id": string(255), **(optional or {})}, also=also)


def calendar_day(value: Any) -> Sequence[Wrong]:
    found = _DAY_FORM(value)
    if not found:
        try:
            date.fromisoformat(value)
        except ValueError:
            return wrong("must be a date in the format YYYY-MM-DD")
    return found


_DAY_FORM = matching(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "must be a date in the format YYYY-MM-DD")

CLOCK_TIME = matching(r"([01][0-9]|2[0-3]):[0-5][0-9]", "must be a time in the format HH:mm")
# Slack asks for ten digits of Unix seconds.
MOMENT = integer(1_000_000_000, 9_999_999_999)
# Slack carries the numbers of a number input as strings.
NUMBER_TEXT = matching(r"-?[0-9]+(\.[0-9]+)?", "must be a number in a string")


def numbers_agree(value: Any) -> Sequence[Wrong]:
    """Whole numbers unless decimals are allowed, and the lowest not above the highest."""
    given = {
        name: Decimal(value[name])
        for name in ("min_value", "max_value", "initial_value")
        if name in value
    }
    if not value["is_decimal_allowed"]:
        for name in given:
            if "." in value[name]:
                return wrong("must be a whole number", name)
    return in_order("min_value", "max_value")(given)


def initial_is_offered(value: Any) -> Sequence[Wrong]:
    """What is chosen at first must be, to the letter, one of the options."""
    if "initial_option" not in value and "initial_options" not in value:
        return FINE
    offered: dict[str, list[Any]] = {}
    for group in ({"options": value.get("options", ())}, *value.get("option_groups", ())):
        for option in group["options"]:
            offered.setdefault(option["value"], []).append(option)
    if "initial_option" in value:
        option = value["initial_option"]
        if option not in offered.get(option["value"], ()):
            return wrong("must exactly match one of the provided options", "initial_option")
    for place, option in enumerate(value.get("initial_options", ())):
        if option not in offered.get(option["value"], ()):
            return wrong("must exactly match one of the provided options", "initial_options", place)
    return FINE


FOCUS = {"focus_on_load": boolean}
PICKER = {"placeholder": plain_text(150), "confirm": CONFIRM, **FOCUS}
TYPING = {
    "placeholder": plain_text(150),
    "dispatch_action_config": DISPATCH_ACTION_CONFIG,
    **FOCUS,
}
SEVERAL = {"max_selected_items": integer(1)}
IDS = list_of(string(), least=1)
OFFERED = {
    "options": list_of(MENU_OPTION, least=1, most=100),
    "option_groups": list_of(OPTION_GROUP, least=1, most=100),
}
OFFERED_ONCE = [exactly_one("options", "option_groups"), initial_is_offered]
BOXES = {"options": list_of(BOX_OPTION, least=1, most=10)}
FEEDBACK = obj(
    {"text": plain_text(75), "value": string(2000)},
    {"accessibility_label": string(75)},
)


def agent_prompt_is_shown(value: Any) -> Sequence[Wrong]:
    if "agent_prompt_display" in value and "agent_prompt" not in value:
        return wrong("missing required field: agent_prompt")
    return FINE


IMAGE = typed(
    {"alt_text": string(2000)},
    {"image_url": web_url(3000), "slack_file": SLACK_FILE},
    also=[exactly_one("image_url", "slack_file")],
)
BUTTON = interactive(
    {"text": plain_text(75)},
    {
        "url": url(3000),
        "value": string(2000),
        "style": STYLE,
        "confirm": CONFIRM,
        "accessibility_label": string(75),
        "agent_prompt": string(4000),
        "agent_prompt_display": string(),
    },
    also=[agent_prompt_is_shown],
)
OVERFLOW = interactive(
    {"options": list_of(OVERFLOW_OPTION, least=1, most=5)},
    {"confirm": CONFIRM},
)

BUTTONS: dict[str, Rule] = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    "workflow_button": interactive(
        {"action_id": string(255), "text": plain_text(75), "workflow": WORKFLOW},
        {"style": STYLE, "accessibility_label": string(75), "confirm": CONFIRM},
    ),
    "feedback_buttons": interactive(
        {"positive_button": FEEDBACK, "negative_button": FEEDBACK},
    ),
    "icon_button": interactive(
        {"icon": one_of("trash"), "text": plain_text(75)},
        {
            "value": string(2000),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
            "visible_to_user_ids": list_of(string(), most=10),
        },
    ),
}

CHOICES: dict[str, Rule] = {
    "checkboxes": interactive(
        BOXES,
        {"initial_options": list_of(BOX_OPTION, least=1), "confirm": CONFIRM, **FOCUS},
        also=[initial_is_offered],
    ),
    "radio_buttons": interactive(
        BOXES,
        {"initial_option": BOX_OPTION, "confirm": CONFIRM, **FOCUS},
        also=[initial_is_offered],
    ),
    "datepicker": interactive(optional={"initial_date": calendar_day, **PICKER}),
    "timepicker": interactive(
        optional={"initial_time": CLOCK_TIME, "timezone": string(), **PICKER}
    ),
    "datetimepicker": interactive(
        optional={"initial_date_time": MOMENT, "confirm": CONFIRM, **FOCUS}
    ),
}

MENUS: dict[str, Rule] = {
    "static_select": interactive(
        optional={**OFFERED, "initial_option": MENU_OPTION, **PICKER},
        also=OFFERED_ONCE,
    ),
    "external_select": interactive(
        optional={"initial_option": MENU_OPTION, "min_query_length": integer(0), **PICKER},
    ),
    "users_select": interactive(optional={"initial_user": string(), **PICKER}),
    "conversations_select": interactive(
        optional={
            "initial_conversation": string(),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": CONVERSATION_FILTER,
            **PICKER,
        },
    ),
    "channels_select": interactive(
        optional={"initial_channel": string(), "response_url_enabled": boolean, **PICKER},
    ),
}

MULTI_MENUS: dict[str, Rule] = {
    "multi_static_select": interactive(
        optional={
            **OFFERED,
            "initial_options": list_of(MENU_OPTION, least=1),
            **SEVERAL,
            **PICKER,
        },
        also=OFFERED_ONCE,
    ),
    "multi_external_select": interactive(
        optional={
            "initial_options": list_of(MENU_OPTION, least=1),
            "min_query_length": integer(0),
            **SEVERAL,
            **PICKER,
        },
    ),
    "multi_users_select": interactive(optional={"initial_users": IDS, **SEVERAL, **PICKER}),
    "multi_conversations_select": interactive(
        optional={
            "initial_conversations": IDS,
            "default_to_current_conversation": boolean,
            "filter": CONVERSATION_FILTER,
            **SEVERAL,
            **PICKER,
        },
    ),
    "multi_channels_select": interactive(optional={"initial_channels": IDS, **SEVERAL, **PICKER}),
}

INPUTS: dict[str, Rule] = {
    "plain_text_input": interactive(
        optional={
            "multiline": boolean,
            "initial_value": string(3000, least=0),
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
            **TYPING,
        },
        also=[in_order("min_length", "max_length")],
    ),
    "email_text_input": interactive(optional={"initial_value": string(), **TYPING}),
    "url_text_input": interactive(optional={"initial_value": url(), **TYPING}),
    "number_input": interactive(
        {"is_decimal_allowed": boolean},
        {
            "initial_value": NUMBER_TEXT,
            "min_value": NUMBER_TEXT,
            "max_value": NUMBER_TEXT,
            **TYPING,
        },
        also=[numbers_agree],
    ),
    "rich_text_input": interactive(
        optional={
            "initial_value": by_type({"rich_text": RICH_TEXT}),
            "min_lines": integer(1, 100),
            "max_lines": integer(1, 100),
            **TYPING,
        },
        also=[in_order("min_lines", "max_lines")],
    ),
    "file_input": interactive(
        optional={"filetypes": list_of(string(), least=1), "max_files": integer(1, 10)},
    ),
}

ELEMENTS: dict[str, Rule] = {
    "image": IMAGE,
    **BUTTONS,
    **CHOICES,
    **MENUS,
    **MULTI_MENUS,
    **INPUTS,
}
