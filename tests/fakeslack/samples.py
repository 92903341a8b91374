"""Small valid blocks and views."""

from typing import Any


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(value: str) -> dict[str, Any]:
    return {"text": plain(value.title()), "value": value}


def a_button(action_id: str = "take", value: str = "42") -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "value": value, "text": plain("Take it")}


def a_card(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    """A section and a row of elements; one button unless told otherwise."""
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Ada Okafor*"}},
        {"type": "actions", "block_id": "row", "elements": list(elements) or [a_button()]},
    ]


def an_input(block_id: str = "reason", **more: Any) -> dict[str, Any]:
    element = more.pop("element", {"type": "plain_text_input", "action_id": "why"})
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("Why?"),
        "element": element,
        **more,
    }


def a_modal(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A modal with one text input, `why` in block `reason`, unless told otherwise."""
    return {
        "type": "modal",
        "callback_id": "rate",
        "title": plain("Rate"),
        "submit": plain("Send"),
        "blocks": list(blocks) or [an_input()],
        **more,
    }


def a_home(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "home", "blocks": list(blocks) or a_card(), **more}
