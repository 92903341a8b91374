"""The whole loop: a lead arrives, is announced, taken, rated; marketing answers; the rep is told."""

import pytest

pytestmark = pytest.mark.journey

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


def text_of(message: dict) -> str:
    return message["text"] + str(message.get("blocks", ""))


def card_of(slack, number: str = "L-1") -> dict:
    return slack.wait_for(
        lambda: next((m for m in slack.messages("C0SALES") if f"{number}," in text_of(m)), None)
    )


def in_marketing(slack, words: str) -> dict:
    return slack.wait_for(
        lambda: next((m for m in slack.messages("C0MKTG") if words in text_of(m)), None)
    )


def direct_to(slack, person: str, words: str) -> dict:
    def found():
        for channel in slack.screen(person)["channels"]:
            if channel["kind"] == "im":
                for message in slack.seen(person, channel["id"]):
                    if words in text_of(message):
                        return message | {"channel": channel["id"]}
        return None

    return slack.wait_for(found)


def button(message: dict, words: str) -> dict:
    for block in message["blocks"]:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            if element.get("type") == "button" and words in element["text"]["text"]:
                return {"action_id": element["action_id"], "value": element.get("value", "")}
    raise AssertionError(f"no button {words!r} in {message}")


def test_a_lead_is_announced_taken_rated_and_marketing_answers(bot, slack):
    status, answer = bot.webhook(ADA)
    assert (status, answer["id"], answer["stage"]) == (202, "L-1", "mql")

    card = card_of(slack)
    assert "Ada Okafor" in card["text"]
    assert "<!channel>" not in text_of(card)

    slack.gesture(
        "click", person="U0RITA", channel="C0SALES", ts=card["ts"], **button(card, "Take it")
    )
    taken = slack.wait_for(lambda: (m := card_of(slack)) and "Rita" in text_of(m) and m)
    assert taken["ts"] == card["ts"]

    slack.gesture(
        "click", person="U0TOM", channel="C0SALES", ts=card["ts"], **button(card, "Take it")
    )
    slack.wait_for(
        lambda: any(
            "Rita" in m["text"] for m in slack.seen("U0TOM", "C0SALES") if m.get("ephemeral")
        )
    )

    slack.gesture("react", person="U0TOM", channel="C0SALES", ts=card["ts"], name="-1")
    why = direct_to(slack, "U0TOM", "Northwind Freight")
    slack.gesture(
        "click",
        person="U0TOM",
        channel=why["channel"],
        ts=why["ts"],
        **button(why, "Wrong segment"),
    )
    direct_to(slack, "U0TOM", "Marketing sees: wrong segment")

    line = in_marketing(slack, "Wrong segment".lower())
    campaign = in_marketing(slack, "Webinar: Faster customs")
    assert campaign["text"]
    line = slack.wait_for(
        lambda: next(
            (
                m
                for m in slack.messages("C0MKTG")
                if m.get("thread_ts") == campaign["ts"] and "L-1" in text_of(m)
            ),
            None,
        )
    )
    slack.gesture(
        "click",
        person="U0MARK",
        channel="C0MKTG",
        ts=line["ts"],
        **button(line, "We changed something"),
    )
    modal = slack.wait_for(lambda: slack.screen("U0MARK")["modals"])[-1]
    sentence_input = next(
        b
        for b in modal["blocks"]
        if b["type"] == "input" and b["element"]["type"] == "plain_text_input"
    )
    slack.gesture(
        "submit",
        person="U0MARK",
        view_id=modal["id"],
        values={
            sentence_input["block_id"]: {
                sentence_input["element"]["action_id"]: "Forwarders are out from today."
            }
        },
    )
    told = direct_to(slack, "U0TOM", "Your feedback changed")
    assert "Forwarders are out from today" in text_of(told)
