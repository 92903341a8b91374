import pytest

from tests.fakeslack.clients import error_of, refusal
from tests.fakeslack.samples import a_button, a_card

METADATA = {"event_type": "lead", "event_payload": {"key": "lead:42:card"}}


@pytest.fixture
def posted(client):
    return client.chat_postMessage(
        channel="C0SALES", text="Ada Okafor", blocks=a_card(), metadata=METADATA
    )


def test_a_posted_message_stands_in_its_channel(client, posted):
    (message,) = client.conversations_history(channel="C0SALES")["messages"]
    assert (message["ts"], message["text"]) == (posted["ts"], "Ada Okafor")
    assert message["bot_id"] == "B0BOT"


def test_blocks_without_a_name_get_one(posted):
    assert all(block["block_id"] for block in posted["message"]["blocks"])


def test_metadata_shows_only_to_those_who_ask(client, posted):
    (bare,) = client.conversations_history(channel="C0SALES")["messages"]
    (whole,) = client.conversations_history(channel="C0SALES", include_all_metadata=True)[
        "messages"
    ]
    assert "metadata" not in bare
    assert whole["metadata"] == METADATA
    (in_thread,) = client.conversations_replies(
        channel="C0SALES", ts=posted["ts"], include_all_metadata=True
    )["messages"]
    assert in_thread["metadata"] == METADATA


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"channel": "C0SALES"}, "no_text"),
        ({"channel": "C0SALES", "text": "  "}, "no_text"),
        ({"channel": "C0NOWHERE", "text": "hi"}, "channel_not_found"),
        ({"channel": "", "text": "hi"}, "channel_not_found"),
        ({"channel": "C0SALES", "text": "hi", "blocks": "{"}, "invalid_blocks_format"),
        ({"channel": "C0SALES", "text": "hi", "blocks": {"a": 1}}, "invalid_blocks_format"),
        ({"channel": "C0SALES", "text": "hi", "attachments": "x"}, "invalid_attachments"),
        ({"channel": "C0SALES", "text": "hi", "thread_ts": "1.000001"}, "thread_not_found"),
        ({"channel": "C0SALES", "text": "hi", "metadata": "no"}, "invalid_metadata_format"),
        (
            {"channel": "C0SALES", "text": "hi", "metadata": {"event_type": "a b"}},
            "invalid_metadata_format",
        ),
    ],
)
def test_what_slack_refuses_to_post(client, arguments, error):
    assert error_of(client.api_call, "chat.postMessage", json=arguments) == error


def test_refused_blocks_are_told_where_and_why(client):
    button = a_button() | {"text": {"type": "plain_text", "text": "x" * 76}}
    answer = refusal(client.chat_postMessage, channel="C0SALES", text="x", blocks=a_card(button))
    assert answer["error"] == "invalid_blocks"
    (line,) = answer["response_metadata"]["messages"]
    assert line.startswith("[ERROR]")
    assert "/blocks/1/elements/0/text/text" in line
    assert answer["errors"] == [line.removeprefix("[ERROR] ")]


def test_the_bot_writes_everywhere_only_where_it_may(client, slack):
    # The built-in workspace holds chat:write.public; posting is all that scope opens.
    assert client.chat_postMessage(channel="C0GENERAL", text="hi")["ok"]
    assert (
        error_of(client.chat_postEphemeral, channel="C0GENERAL", user="U0RITA", text="hi")
        == "not_in_channel"
    )


def test_an_archived_channel_takes_nothing(client, slack):
    slack.gesture("set_channel", channel="C0SALES", archived=True)
    assert error_of(client.chat_postMessage, channel="C0SALES", text="hi") == "is_archived"


def test_a_private_channel_without_the_bot_does_not_exist(client, slack):
    slack.gesture("set_channel", channel="C0GENERAL", private=True)
    assert error_of(client.chat_postMessage, channel="C0GENERAL", text="x") == "channel_not_found"
    assert error_of(client.conversations_info, channel="C0GENERAL") == "channel_not_found"


def test_a_persons_id_is_their_dm(client, slack):
    answer = client.chat_postMessage(channel="U0RITA", text="just you")
    assert answer["channel"] == "D0RITA"
    assert [row["text"] for row in slack.seen("U0RITA", "D0RITA")] == ["just you"]


def test_a_very_long_text_is_cut_with_a_warning(client):
    answer = client.chat_postMessage(channel="C0SALES", text="x" * 40_001)
    assert len(answer["message"]["text"]) == 40_000
    assert answer["warning"] == "message_truncated"


def test_a_reply_goes_to_the_thread_and_not_to_the_channel(client, posted):
    client.chat_postMessage(channel="C0SALES", text="why?", thread_ts=posted["ts"])
    (parent,) = client.conversations_history(channel="C0SALES")["messages"]
    assert (parent["reply_count"], parent["reply_users"]) == (1, ["U0BOT"])
    thread = client.conversations_replies(channel="C0SALES", ts=posted["ts"])["messages"]
    assert [row["text"] for row in thread] == ["Ada Okafor", "why?"]


def test_a_broadcast_reply_shows_in_both(client, posted):
    client.chat_postMessage(
        channel="C0SALES", text="look", thread_ts=posted["ts"], reply_broadcast=True
    )
    messages = client.conversations_history(channel="C0SALES")["messages"]
    assert [row["text"] for row in messages] == ["look", "Ada Okafor"]


def test_text_without_blocks_takes_the_blocks_away(client, posted):
    client.chat_update(channel="C0SALES", ts=posted["ts"], text="plain now")
    (message,) = client.conversations_history(channel="C0SALES")["messages"]
    assert "blocks" not in message
    assert message["edited"]["user"] == "U0BOT"


def test_blocks_without_text_leave_the_text_and_the_metadata(client, posted):
    change = {"channel": "C0SALES", "ts": posted["ts"], "blocks": a_card(a_button("rate"))}
    client.api_call("chat.update", json=change)
    (message,) = client.conversations_history(channel="C0SALES", include_all_metadata=True)[
        "messages"
    ]
    assert message["text"] == "Ada Okafor"
    assert message["metadata"] == METADATA
    assert message["blocks"][1]["elements"][0]["action_id"] == "rate"


def test_what_slack_refuses_to_update(client, slack, posted):
    said = slack.gesture("say", person="U0RITA", channel="C0SALES", text="mine")
    update = client.chat_update
    assert error_of(update, channel="C0SALES", ts=said["ts"], text="x") == "cant_update_message"
    assert error_of(update, channel="C0SALES", ts="1.000001", text="x") == "message_not_found"
    nothing = {"channel": "C0SALES", "ts": posted["ts"]}
    assert error_of(client.api_call, "chat.update", json=nothing) == "no_text"
    long = "x" * 4_001
    assert error_of(update, channel="C0SALES", ts=posted["ts"], text=long) == "msg_too_long"
    assert error_of(update, channel="U0RITA", ts=posted["ts"], text="x") == "channel_not_found"


def test_a_deleted_message_is_gone(client, posted):
    client.chat_delete(channel="C0SALES", ts=posted["ts"])
    assert client.conversations_history(channel="C0SALES")["messages"] == []
    again = error_of(client.chat_delete, channel="C0SALES", ts=posted["ts"])
    assert again == "message_not_found"


def test_a_deleted_parent_leaves_a_tombstone(client, posted):
    client.chat_postMessage(channel="C0SALES", text="reply", thread_ts=posted["ts"])
    client.chat_delete(channel="C0SALES", ts=posted["ts"])
    (message,) = client.conversations_history(channel="C0SALES")["messages"]
    assert (message["subtype"], message["reply_count"]) == ("tombstone", 1)


def test_an_ephemeral_message_is_for_one_persons_eyes(client, slack):
    client.chat_postEphemeral(channel="C0SALES", user="U0RITA", text="psst")
    assert [row["ephemeral"] for row in slack.seen("U0RITA", "C0SALES")] == [True]
    assert slack.seen("U0TOM", "C0SALES") == []
    assert client.conversations_history(channel="C0SALES")["messages"] == []


def test_an_ephemeral_message_needs_its_reader_in_the_channel(client):
    post = client.chat_postEphemeral
    assert error_of(post, channel="C0SALES", user="U0MONA", text="x") == "user_not_in_channel"
    assert error_of(post, channel="C0SALES", user="U0NOBODY", text="x") == "user_not_in_channel"


def test_a_permalink_leads_to_the_message(client, posted):
    link = client.chat_getPermalink(channel="C0SALES", message_ts=posted["ts"])["permalink"]
    assert link.endswith("/archives/C0SALES/p" + posted["ts"].replace(".", ""))


def test_an_ephemeral_message_in_a_thread_nobody_answered_is_seen_by_nobody(client, slack, posted):
    where = {"channel": "C0SALES", "user": "U0RITA", "thread_ts": posted["ts"]}
    assert client.chat_postEphemeral(text="lost", **where)["ok"]
    client.chat_postMessage(channel="C0SALES", text="reply", thread_ts=posted["ts"])
    client.chat_postEphemeral(text="seen", **where)
    thread = slack.seen("U0RITA", "C0SALES", posted["ts"])
    assert [row["text"] for row in thread] == ["Ada Okafor", "reply", "seen"]


def test_a_message_in_an_archived_channel_is_not_edited(client, slack, posted):
    slack.gesture("set_channel", channel="C0SALES", archived=True)
    refused = error_of(client.chat_update, channel="C0SALES", ts=posted["ts"], text="x")
    assert refused == "is_inactive"


def test_markdown_stands_alone(client):
    both = {"channel": "C0SALES", "text": "x", "markdown_text": "**x**"}
    assert error_of(client.api_call, "chat.postMessage", json=both) == "markdown_text_conflict"
