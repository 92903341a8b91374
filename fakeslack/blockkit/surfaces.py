"""What may stand where: blocks and elements on a surface, elements in a block.

From the "available in surfaces" and "works with block types" lines of Slack's reference.
"""

from typing import Literal

from fakeslack.blockkit.elements import BUTTONS, CHOICES, ELEMENTS, INPUTS, MENUS, MULTI_MENUS
from fakeslack.blockkit.rules import Rule, by_type

Surface = Literal["message", "modal", "home"]

_EVERYWHERE = frozenset(
    {
        "actions",
        "card",
        "context",
        "divider",
        "header",
        "image",
        "input",
        "rich_text",
        "section",
        "video",
    }
)
_DATA = frozenset({"carousel", "container", "data_table", "data_visualization", "table"})

BLOCKS_ON: dict[Surface, frozenset[str]] = {
    "message": _EVERYWHERE | _DATA | {"context_actions", "file", "markdown", "plan", "task_card"},
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE | _DATA,
}

IN_CONTAINERS = frozenset(
    {
        "actions",
        "context",
        "divider",
        "file",
        "header",
        "image",
        "input",
        "rich_text",
        "section",
        "table",
        "video",
    }
)

_MODAL_INPUTS = frozenset({"email_text_input", "file_input", "number_input", "url_text_input"})
_NOT_ON: dict[Surface, frozenset[str]] = {
    "message": _MODAL_INPUTS | {"rich_text_input"},
    "modal": frozenset({"workflow_button"}),
    "home": _MODAL_INPUTS | {"datetimepicker", "workflow_button"},
}

_PRESSED = frozenset({"button", "overflow", "workflow_button"})
ELEMENTS_IN: dict[str, frozenset[str]] = {
    "actions": _PRESSED | set(CHOICES) | set(MENUS) | set(MULTI_MENUS),
    "context_actions": frozenset(set(BUTTONS) - _PRESSED),
    "input": frozenset({*CHOICES, *MENUS, *MULTI_MENUS, *INPUTS}),
    "section": _PRESSED
    | {"image"}
    | (set(CHOICES) - {"datetimepicker"})
    | set(MENUS)
    | set(MULTI_MENUS),
}


def elements_in(block: str, surface: Surface) -> Rule:
    """Any element that this block may hold on this surface."""
    names = ELEMENTS_IN[block] - _NOT_ON[surface]
    return by_type({name: ELEMENTS[name] for name in sorted(names)})
