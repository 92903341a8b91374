import base64

import pytest

from tests.fakeslack.clients import error_of
from tests.support.fake_slack import GestureRefusedError


def test_words_are_kept_as_slack_keeps_them(slack):
    slack.gesture(
        "say", person="U0RITA", channel="C0SALES", text="@tom see #marketing & <!channel> <b>"
    )
    (message,) = slack.messages("C0SALES")
    assert message["text"] == ("<@U0TOM> see <#C0MKTG|marketing> &amp; <!channel> &lt;b&gt;")


def test_a_thread_holds_the_replies_of_all(slack):
    parent = slack.gesture("say", person="U0RITA", channel="C0SALES", text="L-42?")["ts"]
    reply = slack.gesture("say", person="U0TOM", channel="C0SALES", text="mine", thread_ts=parent)
    slack.gesture("say", person="U0SAM", channel="C0SALES", text="ok", thread_ts=reply["ts"])
    thread = slack.seen("U0RITA", "C0SALES", parent)
    assert [row["text"] for row in thread] == ["L-42?", "mine", "ok"]
    assert thread[0]["reply_count"] == 2


def test_what_a_person_has_not_read_is_counted(slack, client):
    for text in ("1", "2"):
        client.chat_postMessage(channel="C0SALES", text=text)

    def unread():
        return slack.screen("U0RITA")["channels"][0]["unread"]

    assert unread() == 2
    slack.gesture("mark", person="U0RITA", channel="C0SALES")
    assert unread() == 0
    client.chat_postMessage(channel="C0SALES", text="3")
    assert unread() == 1
    slack.seen("U0RITA", "C0SALES")
    assert unread() == 0


@pytest.mark.parametrize(
    ("kind", "body", "error"),
    [
        ("say", {"channel": "C0SALES"}, "missing_field"),
        ("say", {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ("say", {"channel": "C0SALES", "text": ["x"]}, "bad_value"),
        ("say", {"person": "U0MONA", "channel": "C0SALES", "text": "x"}, "not_in_channel"),
        ("say", {"person": "U0NOBODY", "channel": "C0SALES", "text": "x"}, "user_not_found"),
        ("say", {"channel": "C0SALES", "text": "x", "thread_ts": "1.1"}, "thread_not_found"),
        ("react", {"channel": "C0SALES", "ts": "1.1", "name": "fire"}, "message_not_found"),
        (
            "upload",
            {"channel": "C0SALES", "filename": "x", "content": "?", "base64": True},
            "bad_value",
        ),
        ("join", {"channel": "C0SALES"}, "already_in_channel"),
        ("leave", {"channel": "C0SALES", "user": "U0MONA"}, "not_in_channel"),
        ("dance", {}, "unknown_gesture"),
    ],
)
def test_what_slacks_own_client_would_not_do(slack, kind, body, error):
    with pytest.raises(GestureRefusedError, match=error):
        slack.gesture(kind, **{"person": "U0RITA", **body})


def test_reactions_are_once_each_and_not_on_ephemeral_messages(slack, client):
    ts = client.chat_postMessage(channel="C0SALES", text="L-42")["ts"]
    where = {"person": "U0RITA", "channel": "C0SALES", "name": "fire"}
    slack.gesture("react", ts=ts, **where)
    with pytest.raises(GestureRefusedError, match="already_reacted"):
        slack.gesture("react", ts=ts, **where)
    slack.gesture("unreact", ts=ts, **where)
    with pytest.raises(GestureRefusedError, match="no_reaction"):
        slack.gesture("unreact", ts=ts, **where)
    client.chat_postEphemeral(channel="C0SALES", user="U0RITA", text="psst")
    private = slack.seen("U0RITA", "C0SALES")[-1]["ts"]
    with pytest.raises(GestureRefusedError, match="not_reactable"):
        slack.gesture("react", ts=private, **where)


def test_nothing_happens_in_an_archived_channel(slack, client):
    ts = client.chat_postMessage(channel="C0SALES", text="L-42")["ts"]
    slack.gesture("set_channel", channel="C0SALES", archived=True)
    with pytest.raises(GestureRefusedError, match="is_archived"):
        slack.gesture("react", person="U0RITA", channel="C0SALES", ts=ts, name="fire")


def test_someone_who_left_does_nothing(slack):
    slack.gesture("set_person", id="U0RITA", deleted=True)
    with pytest.raises(GestureRefusedError, match="user_disabled"):
        slack.gesture("say", person="U0RITA", channel="C0SALES", text="ghost")


def test_a_binary_file_is_dropped_whole(slack, client):
    content = base64.b64encode(bytes(range(256))).decode()
    dropped = slack.gesture(
        "upload", person="U0RITA", channel="C0SALES", filename="a.bin", content=content, base64=True
    )
    assert client.files_info(file=dropped["file_id"])["file"]["size"] == 256
    (message,) = slack.messages("C0SALES")
    assert message["subtype"] == "file_share"


def test_two_people_talk_and_the_app_has_no_part_in_it(slack, client, app):
    heard = []
    app.event("message")(lambda event: heard.append(event["text"]))
    said = slack.gesture("say", person="U0RITA", channel="U0TOM", text="Is L-42 yours?")
    (talk,) = [row for row in slack.screen("U0TOM")["channels"] if row["id"] == said["channel"]]
    assert (talk["kind"], talk["user"], talk["unread"]) == ("im", "U0RITA", 1)
    slack.gesture("say", person="U0TOM", channel="U0RITA", text="It is, <@U0BOT>")
    texts = [row["text"] for row in slack.seen("U0RITA", said["channel"])]
    assert texts == ["Is L-42 yours?", "It is, <@U0BOT>"]
    assert said["channel"] not in {row["id"] for row in slack.screen("U0PRIYA")["channels"]}
    with pytest.raises(GestureRefusedError, match="not_in_channel"):
        slack.gesture("say", person="U0PRIYA", channel=said["channel"], text="x")
    assert error_of(client.conversations_history, channel=said["channel"]) == "channel_not_found"
    assert error_of(client.chat_postMessage, channel=said["channel"], text="x") == (
        "channel_not_found"
    )
    listed = client.conversations_list(types="im,public_channel")["channels"]
    assert said["channel"] not in {row["id"] for row in listed}
    slack.gesture("say", person="U0RITA", channel="C0SALES", text="the end")
    slack.wait_for(lambda: heard)
    assert heard == ["the end"]


def test_direct_messages_begun_are_seen_by_the_other_when_something_is_said(slack):
    talk = slack.gesture("open_dm", person="U0RITA", user="U0TOM")["channel"]
    assert slack.gesture("open_dm", person="U0TOM", user="U0RITA")["channel"] == talk
    assert slack.gesture("open_dm", person="U0RITA", user="U0BOT")["channel"] == "D0RITA"
    assert talk in {row["id"] for row in slack.screen("U0RITA")["channels"]}
    assert talk not in {row["id"] for row in slack.screen("U0TOM")["channels"]}
    for nobody in ("U0NOBODY", "U0RITA"):
        with pytest.raises(GestureRefusedError, match="user_not_found"):
            slack.gesture("open_dm", person="U0RITA", user=nobody)


def test_channels_to_join_are_those_one_is_not_in(slack):
    assert [row["name"] for row in slack.screen("U0RITA")["browse"]] == ["marketing"]
    slack.gesture("join", person="U0RITA", channel="C0MKTG")
    assert slack.screen("U0RITA")["browse"] == []
    assert slack.screen("U0GUS")["browse"] == []
    with pytest.raises(GestureRefusedError, match="user_is_restricted"):
        slack.gesture("join", person="U0GUS", channel="C0MKTG")
    slack.gesture("join", person="U0RITA", user="U0GUS", channel="C0MKTG")
    slack.gesture("set_channel", channel="C0MKTG", private=True)
    assert slack.screen("U0TOM")["browse"] == []
