"""A thousand gestures in a row, over Socket Mode and the official client."""

from tests.fakeslack.clients import client_of


def test_a_thousand_gestures_are_handled_in_order_and_none_is_lost(slack, app):
    heard = []

    @app.event("message")
    def message(event):
        heard.append(event["text"])

    @app.event("reaction_added")
    def reaction(event):
        heard.append(event["reaction"])

    done = []
    for number in range(500):
        said = slack.gesture("say", person="U0RITA", channel="C0SALES", text=f"m{number}")
        where = {"channel": "C0SALES", "ts": said["ts"], "name": f"e{number}"}
        slack.gesture("react", person="U0TOM", **where)
        done += [f"m{number}", f"e{number}"]
    slack.wait_for(lambda: len(heard) == 1000, timeout=60)
    sent = [
        row["payload"]["payload"]["event"] for row in slack.traffic() if row["kind"] == "events_api"
    ]
    assert [event.get("text") or event["reaction"] for event in sent] == done
    assert sorted(heard) == sorted(done)


def test_a_channel_with_ten_thousand_messages_is_read_page_by_page(slack):
    client = client_of(slack)
    for number in range(10_000):
        slack.gesture("say", person="U0RITA", channel="C0SALES", text=str(number))
    texts = [
        message["text"]
        for page in client.conversations_history(channel="C0SALES", limit=999)
        for message in page["messages"]
    ]
    assert texts == [str(number) for number in reversed(range(10_000))]
    (last,) = slack.get("/screen/messages", **{"as": "U0TOM", "channel": "C0SALES", "limit": 1})
    assert last["text"] == "9999"
