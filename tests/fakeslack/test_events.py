"""What the app is told, by the manifest's subscriptions and where its bot can see."""

import json

import pytest

from tests.fakeslack.clients import a_slack, an_app


@pytest.fixture
def told(slack, app):
    """The envelopes of events sent so far."""
    return lambda: envelopes(slack)


def envelopes(slack):
    return [
        row["payload"]["payload"]
        for row in slack.traffic()
        if row["direction"] == "out" and row["kind"] == "events_api"
    ]


def kinds(slack):
    return [envelope["event"]["type"] for envelope in envelopes(slack)]


def after(slack, count):
    slack.wait_for(lambda: len(envelopes(slack)) >= count)
    return envelopes(slack)


def test_the_envelope_is_slacks(slack, told):
    slack.gesture("say", person="U0RITA", channel="C0SALES", text="hello")
    (envelope,) = after(slack, 1)
    assert envelope["type"] == "event_callback"
    assert envelope["event_id"].startswith("Ev")
    assert isinstance(envelope["event_time"], int)
    assert envelope["authorizations"][0]["user_id"] == "U0BOT"
    assert (envelope["team_id"], envelope["api_app_id"]) == ("T0SMARKET", "A0SMARKET")
    assert envelope["event"]["channel_type"] == "channel"


def test_nothing_is_told_of_channels_the_bot_is_not_in(slack, told):
    said = slack.gesture("say", person="U0RITA", channel="C0GENERAL", text="secret")
    slack.gesture("react", person="U0TOM", channel="C0GENERAL", ts=said["ts"], name="fire")
    slack.gesture("say", person="U0RITA", channel="C0SALES", text="open")
    (envelope,) = after(slack, 1)
    assert envelope["event"]["text"] == "open"


def test_a_reaction_and_its_taking_back(slack, told):
    said = slack.gesture("say", person="U0RITA", channel="C0SALES", text="L-42")
    where = {"person": "U0TOM", "channel": "C0SALES", "ts": said["ts"], "name": "+1"}
    slack.gesture("react", **where)
    slack.gesture("unreact", **where)
    _, added, removed = [envelope["event"] for envelope in after(slack, 3)]
    assert (added["type"], removed["type"]) == ("reaction_added", "reaction_removed")
    assert added["item"] == {"type": "message", "channel": "C0SALES", "ts": said["ts"]}
    assert (added["user"], added["item_user"], added["reaction"]) == ("U0TOM", "U0RITA", "+1")
    assert added["event_ts"] < removed["event_ts"]


def test_a_mention_is_told_beside_the_message(slack, told):
    slack.gesture("say", person="U0RITA", channel="C0SALES", text="<@U0BOT> help")
    assert [envelope["event"]["type"] for envelope in after(slack, 2)] == ["message", "app_mention"]


def test_coming_and_going(slack, told):
    slack.gesture("leave", person="U0TOM", channel="C0SALES")
    slack.gesture("join", person="U0TOM", channel="C0SALES")
    slack.gesture("leave", person="U0RITA", channel="C0SALES", user="U0BOT")
    left, joined, gone = [envelope["event"] for envelope in after(slack, 3)]
    assert (left["type"], joined["type"]) == ("member_left_channel", "member_joined_channel")
    assert (gone["type"], gone["actor_id"]) == ("channel_left", "U0RITA")


def test_what_happens_to_channels_and_people(slack, told):
    slack.gesture("set_channel", channel="C0SALES", archived=True)
    slack.gesture("set_channel", channel="C0SALES", archived=False)
    slack.gesture("set_channel", channel="C0SALES", ext_shared=True)
    slack.gesture("set_channel", channel="C0SALES", ext_shared=False, name="sales-eu")
    slack.gesture("set_channel", channel="C0SALES", new_id="C1SALES")
    slack.gesture("set_channel", channel="C1SALES", deleted=True)
    slack.gesture("set_person", id="U0RITA", tz="Asia/Tokyo")
    slack.gesture("uninstall")
    events = [envelope["event"] for envelope in after(slack, 10)]
    assert [event["type"] for event in events] == [
        "channel_archive",
        "channel_unarchive",
        "channel_shared",
        "channel_rename",
        "channel_unshared",
        "channel_id_changed",
        "channel_deleted",
        "user_change",
        "tokens_revoked",
        "app_uninstalled",
    ]
    assert events[5]["old_channel_id"] == "C0SALES"
    assert events[7]["user"]["tz"] == "Asia/Tokyo"


def test_a_private_channels_events_are_a_groups(slack, told):
    slack.gesture("set_channel", channel="C0MKTG", private=True)
    slack.gesture("set_channel", channel="C0MKTG", archived=True)
    (envelope,) = after(slack, 1)
    assert envelope["event"]["type"] == "group_archive"


def test_home_is_told_with_the_view_it_shows(slack, client, told):
    slack.gesture("open_home", person="U0RITA")
    client.views_publish(user_id="U0RITA", view={"type": "home", "blocks": [{"type": "divider"}]})
    slack.gesture("open_home", person="U0RITA")
    first, second = [envelope["event"] for envelope in after(slack, 2)]
    assert (first["tab"], first["channel"], "view" in first) == ("home", "D0RITA", False)
    assert second["view"]["type"] == "home"


def test_a_shared_channel_is_marked_in_the_envelope(slack, told):
    slack.gesture("set_channel", channel="C0SALES", ext_shared=True)
    slack.gesture("say", person="U0XENA", channel="C0SALES", text="hi")
    _, envelope = after(slack, 2)
    assert envelope["is_ext_shared_channel"] is True
    assert envelope["event"]["team"] == "T0EXTERN"


def test_only_what_the_manifest_subscribes_to_is_told(tmp_path):
    manifest = tmp_path / "manifest.json"
    settings = {"event_subscriptions": {"bot_events": ["reaction_added", "message.im"]}}
    manifest.write_text(json.dumps({"settings": settings}))
    with a_slack(manifest=manifest) as slack, an_app(slack):
        said = slack.gesture("say", person="U0RITA", channel="C0SALES", text="unheard")
        slack.gesture("react", person="U0TOM", channel="C0SALES", ts=said["ts"], name="fire")
        slack.gesture("say", person="U0RITA", channel="D0RITA", text="heard")
        after(slack, 2)
        assert kinds(slack) == ["reaction_added", "message"]
        assert envelopes(slack)[1]["event"]["channel_type"] == "im"
