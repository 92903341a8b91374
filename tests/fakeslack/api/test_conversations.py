import pytest

from tests.fakeslack.clients import error_of


def texts(messages):
    return [message["text"] for message in messages]


@pytest.fixture
def seven(client):
    return [
        client.chat_postMessage(channel="C0SALES", text=str(number))["ts"] for number in range(7)
    ]


def test_history_comes_newest_first_page_by_page(client, seven):
    pages = [
        texts(page["messages"]) for page in client.conversations_history(channel="C0SALES", limit=3)
    ]
    assert pages == [["6", "5", "4"], ["3", "2", "1"], ["0"]]


def test_history_between_two_times_leaves_the_ends_out_unless_asked(client, seven):
    ends = {"oldest": seven[1], "latest": seven[4]}
    without = client.conversations_history(channel="C0SALES", **ends)["messages"]
    with_ends = client.conversations_history(channel="C0SALES", inclusive=True, **ends)["messages"]
    assert texts(without) == ["3", "2"]
    assert texts(with_ends) == ["4", "3", "2", "1"]


def test_one_message_is_found_by_its_ts(client, seven):
    found = client.conversations_history(
        channel="C0SALES", latest=seven[2], inclusive=True, limit=1
    )["messages"]
    assert texts(found) == ["2"]


def test_replies_come_oldest_first_led_by_their_parent(client, seven):
    for word in ("a", "b", "c"):
        client.chat_postMessage(channel="C0SALES", text=word, thread_ts=seven[0])
    pages = [
        texts(page["messages"])
        for page in client.conversations_replies(channel="C0SALES", ts=seven[0], limit=3)
    ]
    assert pages == [["0", "a", "b"], ["0", "c"]]


def test_history_needs_membership(client):
    history = client.conversations_history
    assert error_of(history, channel="C0GENERAL") == "not_in_channel"
    assert error_of(history, channel="C0NOWHERE") == "channel_not_found"
    assert error_of(client.api_call, "conversations.history") == "invalid_arguments"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"cursor": "nonsense"}, "invalid_cursor"),
        ({"cursor": "bmV4dF90czrCsg=="}, "invalid_cursor"),
        ({"limit": 1000}, "invalid_limit"),
        ({"limit": -1}, "invalid_limit"),
        ({"oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"latest": "²"}, "invalid_ts_latest"),
    ],
)
def test_what_history_refuses(client, arguments, error):
    assert error_of(client.conversations_history, channel="C0SALES", **arguments) == error


def test_channels_are_listed_page_by_page(client):
    pages = [
        [channel["name"] for channel in page["channels"]]
        for page in client.conversations_list(limit=2)
    ]
    assert pages == [["sales", "marketing"], ["general"]]


def test_a_private_channel_is_listed_where_the_bot_is_in_it(client, slack):
    slack.gesture("set_channel", channel="C0MKTG", private=True)
    slack.gesture("set_channel", channel="C0GENERAL", private=True)
    listed = client.conversations_list(types="private_channel")["channels"]
    assert [channel["id"] for channel in listed] == ["C0MKTG"]
    assert error_of(client.conversations_list, types="chatroom") == "invalid_types"


def test_info_says_whether_outsiders_are_in(client, slack):
    slack.gesture("set_channel", channel="C0SALES", ext_shared=True)
    channel = client.conversations_info(channel="C0SALES", include_num_members=True)["channel"]
    assert channel["is_ext_shared"] is True
    assert channel["num_members"] == 9


def test_members_come_page_by_page(client):
    members = [
        member
        for page in client.conversations_members(channel="C0SALES", limit=4)
        for member in page["members"]
    ]
    assert members[0] == "U0RITA"
    assert len(members) == 9


def test_a_dm_is_opened_once(client):
    first = client.conversations_open(users="U0RITA")
    again = client.conversations_open(users=["U0RITA"], return_im=True)
    assert first["channel"] == {"id": "D0RITA"}
    assert again["already_open"] is True
    assert again["channel"]["user"] == "U0RITA"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "users_list_not_supplied"),
        ({"users": "U0NOBODY"}, "user_not_found"),
        ({"users": "U0BOT"}, "cannot_dm_bot"),
    ],
)
def test_dms_slack_does_not_open(client, arguments, error):
    assert error_of(client.api_call, "conversations.open", params=arguments) == error


def test_the_bot_comes_and_goes(client):
    client.conversations_join(channel="C0GENERAL")
    assert client.conversations_info(channel="C0GENERAL")["channel"]["is_member"] is True
    client.conversations_leave(channel="C0GENERAL")
    assert client.conversations_leave(channel="C0GENERAL")["not_in_channel"] is True
    client.conversations_invite(channel="C0SALES", users="U0MONA")
    again = error_of(client.conversations_invite, channel="C0SALES", users="U0MONA")
    assert again == "already_in_channel"
