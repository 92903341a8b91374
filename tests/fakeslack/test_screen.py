"""What the page is given: /screen, its messages, and the hints of /live."""

import json
import threading
import urllib.request

import pytest

from tests.fakeslack.clients import a_slack, client_of
from tests.fakeslack.samples import a_card, a_home, option


class Watcher:
    """A page of one person: keeps the hints it gets."""

    def __init__(self, slack, person):
        self.hints = []
        self._ready = threading.Event()
        self._reply = urllib.request.urlopen(f"{slack.url}/live?as={person}")  # noqa: S310
        self._thread = threading.Thread(target=self._read)
        self._thread.start()
        assert self._ready.wait(10)

    def _read(self):
        with self._reply:
            for line in self._reply:
                if line.startswith(b"data: "):
                    self.hints.append(json.loads(line[6:]))
                    self._ready.set()

    def wait_for_the_end(self):
        self._thread.join(10)
        assert not self._thread.is_alive()


def test_the_screen_names_who_and_where(slack):
    screen = slack.screen("U0RITA")
    assert screen["me"] == "U0RITA"
    assert [(one["name"], one["kind"]) for one in screen["channels"]] == [
        ("sales", "channel"),
        ("general", "channel"),
        ("smarketing", "im"),
    ]
    assert {one["id"] for one in screen["people"]} >= {"U0RITA", "U0BOT", "U0XENA"}
    assert (screen["modals"], screen["home"]) == ([], None)


def test_nobody_sees_nothing(slack):
    assert slack.get("/screen", **{"as": "U0NOBODY"})["error"] == "user_not_found"
    query = {"as": "U0MONA", "channel": "C0SALES"}
    assert slack.get("/screen/messages", **query)["error"] == "channel_not_found"


def test_a_workspace_with_no_people_but_the_app_still_answers(tmp_path):
    seed = tmp_path / "empty.toml"
    seed.write_text('[team]\nname = "Nobody here"\n')
    with a_slack(seed=seed) as slack:
        assert slack.get("/screen")["me"] == "U0BOT"
        assert slack.gesture("disconnect", reason="warning")["ok"]


def test_a_message_is_given_with_what_a_page_shows(slack, client):
    ts = client.chat_postMessage(channel="C0SALES", text="L-42", blocks=a_card())["ts"]
    slack.gesture("react", person="U0TOM", channel="C0SALES", ts=ts, name="fire")
    slack.gesture("say", person="U0TOM", channel="C0SALES", text="mine", thread_ts=ts)
    (row,) = slack.seen("U0RITA", "C0SALES")
    assert row["username"] == "smarketing"
    assert row["bot"] is True
    assert (row["reply_count"], row["ephemeral"], row["edited"]) == (1, False, False)
    assert row["reactions"] == [{"name": "fire", "users": ["U0TOM"], "count": 1}]


def test_earlier_messages_come_before_a_time(slack):
    stamps = [
        slack.gesture("say", person="U0RITA", channel="C0SALES", text=str(number))["ts"]
        for number in range(5)
    ]
    query = {"as": "U0RITA", "channel": "C0SALES", "limit": 2}
    assert [row["text"] for row in slack.get("/screen/messages", **query)] == ["3", "4"]
    earlier = slack.get("/screen/messages", before=stamps[3], **query)
    assert [row["text"] for row in earlier] == ["1", "2"]


def test_home_is_the_persons_own(slack, client):
    client.views_publish(user_id="U0RITA", view=a_home())
    assert slack.screen("U0RITA")["home"]["blocks"]
    assert slack.screen("U0TOM")["home"] is None


@pytest.fixture
def watched():
    """A fake Slack and Rita's open page, which ends with it."""
    with a_slack() as slack:
        page = Watcher(slack, "U0RITA")
        yield slack, page.hints
    page.wait_for_the_end()


def test_a_page_hears_what_its_person_sees(watched):
    slack, rita = watched
    client = client_of(slack)
    ts = client.chat_postMessage(channel="C0SALES", text="L-42")["ts"]
    client.chat_update(channel="C0SALES", ts=ts, text="L-42 taken")
    client.chat_postEphemeral(channel="C0SALES", user="U0RITA", text="psst")
    client.chat_postEphemeral(channel="C0SALES", user="U0TOM", text="not for Rita")
    client.chat_postMessage(channel="C0MKTG", text="not for Rita")
    slack.gesture("react", person="U0TOM", channel="C0SALES", ts=ts, name="fire")
    client.views_publish(user_id="U0RITA", view=a_home())
    client.chat_delete(channel="C0SALES", ts=ts)
    slack.wait_for(lambda: [hint for hint in rita if hint["kind"] == "message_deleted"])
    kinds = [hint["kind"] for hint in rita if hint["kind"] != "traffic"]
    assert kinds == [
        "hello",
        "message",
        "message_changed",
        "ephemeral",
        "reaction",
        "home",
        "message_deleted",
    ]
    numbers = [hint["seq"] for hint in rita]
    assert numbers == sorted(numbers)


def test_traffic_and_calls_can_be_read_from_where_one_stopped(slack, client):
    client.auth_test()
    client.users_info(user="U0RITA")
    first, second = slack.calls()
    assert [row["method"] for row in slack.get("/calls", since=first["seq"])] == ["users.info"]
    assert second["args"] == {"user": "U0RITA"}
    assert "xoxb-fake" not in json.dumps(slack.calls())


def test_what_one_person_chose_in_a_message_is_shown_to_them_alone(slack, client, app):
    @app.action("reason")
    def reason(ack):
        ack()

    menu = {"type": "static_select", "action_id": "reason", "options": [option("budget")]}
    ts = client.chat_postMessage(channel="C0SALES", text="c", blocks=a_card(menu))["ts"]
    where = {"channel": "C0SALES", "ts": ts, "action_id": "reason"}
    slack.gesture("choose", person="U0RITA", selected="budget", **where)
    (mine,) = slack.seen("U0RITA", "C0SALES")
    (others,) = slack.seen("U0TOM", "C0SALES")
    assert mine["state"]["values"]["row"]["reason"]["selected_option"]["value"] == "budget"
    assert others["state"]["values"] == {}
