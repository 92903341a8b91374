"""The story of a lead as people see it in the workspace: where a message is, which button it has."""

from typing import Any

from tests.support.fake_slack import SlackDoors

ADA = {
    "id": "form-1",
    "source": "website",
    "email": "ada@northwind-freight.example",
    "name": "Ada Okafor",
    "company": "Northwind Freight",
    "title": "Head of Operations",
    "segment": "SaaS",
    "employees": 240,
    "country": "DE",
    "score": 82,
    "campaign": "Webinar: Faster customs",
    "message": "We lose two days a week to customs paperwork. <!channel>",
}


def text_of(message: dict[str, Any]) -> str:
    return message["text"] + str(message.get("blocks", ""))


def card_of(slack: SlackDoors, number: str = "L-1") -> dict[str, Any]:
    return slack.wait_for(
        lambda: next((m for m in slack.messages("C0SALES") if f"{number}," in text_of(m)), None)
    )


def in_marketing(slack: SlackDoors, words: str) -> dict[str, Any]:
    return slack.wait_for(
        lambda: next((m for m in slack.messages("C0MKTG") if words in text_of(m)), None)
    )


def in_marketing_at(slack: SlackDoors, ts: str) -> dict[str, Any]:
    return next(m for m in slack.messages("C0MKTG") if m["ts"] == ts)


def direct_to(slack: SlackDoors, person: str, words: str) -> dict[str, Any]:
    def found():
        for channel in slack.screen(person)["channels"]:
            if channel["kind"] == "im":
                for message in slack.seen(person, channel["id"]):
                    if words in text_of(message):
                        return message | {"channel": channel["id"]}
        return None

    return slack.wait_for(found)


def button(message: dict[str, Any], words: str) -> dict[str, Any]:
    for block in message["blocks"]:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            if element.get("type") == "button" and words in element["text"]["text"]:
                return {"action_id": element["action_id"], "value": element.get("value", "")}
    raise AssertionError(f"no button {words!r} in {message}")
