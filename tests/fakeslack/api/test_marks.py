import pytest

from tests.fakeslack.clients import error_of

SALES = ["U0RITA", "U0TOM", "U0PRIYA", "U0SAM", "U0MARK", "U0MAYA", "U0GUS"]


@pytest.fixture
def ts(client):
    return client.chat_postMessage(channel="C0SALES", text="L-42")["ts"]


def test_many_users_of_a_reaction_are_cut_short_but_counted(client, slack, ts):
    for person in SALES:
        slack.gesture("react", person=person, channel="C0SALES", ts=ts, name="fire")
    (message,) = client.conversations_history(channel="C0SALES")["messages"]
    (cut,) = message["reactions"]
    assert cut["count"] == 7
    assert cut["users"] == SALES[:5]
    whole = client.reactions_get(channel="C0SALES", timestamp=ts, full=True)["message"]
    assert whole["reactions"] == [{"name": "fire", "users": SALES, "count": 7}]


def test_a_reaction_is_added_once_and_taken_back_once(client, ts):
    where = {"channel": "C0SALES", "timestamp": ts, "name": "fire"}
    client.reactions_add(**where)
    assert error_of(client.reactions_add, **where) == "already_reacted"
    client.reactions_remove(**where)
    assert error_of(client.reactions_remove, **where) == "no_reaction"


def test_reactions_that_cannot_be(client, ts):
    add = client.reactions_add
    assert error_of(add, channel="C0SALES", timestamp=ts, name="Not An Emoji") == "invalid_name"
    assert error_of(add, channel="C0SALES", timestamp="1.1", name="fire") == "message_not_found"
    assert error_of(client.api_call, "reactions.get") == "no_item_specified"


def test_a_message_is_pinned_once(client, ts):
    client.pins_add(channel="C0SALES", timestamp=ts)
    assert error_of(client.pins_add, channel="C0SALES", timestamp=ts) == "already_pinned"
    (item,) = client.pins_list(channel="C0SALES")["items"]
    assert item["message"]["pinned_to"] == ["C0SALES"]
    client.pins_remove(channel="C0SALES", timestamp=ts)
    assert error_of(client.pins_remove, channel="C0SALES", timestamp=ts) == "no_pin"
