from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.people.domain import JOINT, Roster, Team
from bot.people.intake.reading import read_roster
from tests.builders import some_facts, some_people_settings
from tests.people.slack_users import SmallSlack
from tests.support.house import MONDAY_NOON, RecordingClient


@pytest.fixture
def slack() -> SmallSlack:
    return SmallSlack(RecordingClient())


def read(slack: SmallSlack, *, known: Any = (), **settings: Any) -> Roster:
    return read_roster(
        slack.client,
        home="T0SMARKET",
        settings=some_people_settings(**settings),
        known=known,
        channels={},
        at=MONDAY_NOON,
    )


def test_every_page_of_members_is_read(slack):
    roster = read(slack)
    assert roster.members[Team.SALES] == set(slack.members["C0SALES"])
    assert roster.profiles.keys() == set(slack.members["C0SALES"]) | set(slack.members["C0MKTG"])
    assert roster.faults == []


def test_a_channel_is_described_as_slack_describes_it(slack):
    slack.channels["C0SALES"] |= {"is_private": True, "is_ext_shared": True, "is_archived": True}
    channel = read(slack).channels[Team.SALES]
    assert (channel.is_private, channel.is_ext_shared, channel.is_archived) == (True, True, True)


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        (
            {"sales_channel": "#sale"},
            "SALES_CHANNEL: the bot sees no channel '#sale'; check the name, and invite the bot if the channel is private.",
        ),
        ({"marketing_channel": "C0GONE"}, "MARKETING_CHANNEL: the bot sees no channel 'C0GONE'"),
        (
            {"marketing_channel": "sales"},
            "SALES_CHANNEL and MARKETING_CHANNEL are the same channel; each team needs its own.",
        ),
        (
            {"sales_managers": ("who@example.com",)},
            "SALES_MANAGERS: nobody here has the address who@example.com.",
        ),
        ({"sales_managers": ("U0GONE",)}, "Slack shows no profile of U0GONE; they have no role."),
    ],
)
def test_a_setting_that_names_nothing_is_a_fault_in_words(slack, settings, fault):
    assert read(slack, **settings).faults[0].startswith(fault)


def test_a_bot_that_is_not_in_the_channel_says_so(slack):
    slack.channels["C0SALES"]["is_member"] = False
    assert read(slack).faults == ["SALES_CHANNEL: the bot is not in #sales; invite it there."]


def test_one_channel_for_both_teams_gives_nobody_a_role(slack):
    roster = read(slack, marketing_channel="sales")
    assert roster.members == {}
    assert roster.channels == {}


def test_a_manager_already_known_by_address_is_not_looked_up(slack):
    roster = read(
        slack,
        known=[some_facts("U0SAM", "Sam", email="sam@example.com")],
        sales_managers=("Sam@Example.com",),
    )
    assert roster.managers[Team.SALES] == {"U0SAM"}
    assert slack.client.called("users.lookupByEmail") == []


def test_a_deactivated_namesake_is_not_taken_for_the_manager(slack):
    gone = some_facts("U0OLD", "Old Sam", email="sam@example.com", deleted=True)
    assert read(slack, known=[gone], sales_managers=("sam@example.com",)).managers[Team.SALES] == {
        "U0SAM"
    }


def test_a_scope_that_is_missing_leaves_the_managers_as_they_were(slack):
    slack.client.answers["users.lookupByEmail"] = {"ok": False, "error": "missing_scope"}
    roster = read(slack, sales_managers=("sam@example.com",))
    assert Team.SALES not in roster.managers
    assert roster.faults == ["SALES_MANAGERS: Slack answers missing_scope for sam@example.com."]


def test_a_channel_that_slack_will_not_show_leaves_its_members_as_they_were(slack):
    slack.client.answers["conversations.members"] = {"ok": False, "error": "fetch_members_failed"}
    roster = read(slack)
    assert roster.members == {}
    assert "SALES_CHANNEL: Slack answers fetch_members_failed for '#sales'." in roster.faults


def test_a_revoked_token_is_not_a_fault_of_one_setting(slack):
    slack.client.answers["users.info"] = {"ok": False, "error": "token_revoked"}
    with pytest.raises(SlackApiError):
        read(slack)


def test_the_joint_channel_is_described_and_its_members_play_no_part(slack):
    slack.channels["C0JOINT"] = slack.channels["C0GENERAL"] | {"id": "C0JOINT", "name": "strategy"}
    roster = read(slack, joint_channel="#strategy")
    assert roster.channels[JOINT].slack_id == "C0JOINT"
    assert roster.members.keys() == {Team.SALES, Team.MARKETING}
    assert roster.faults == []


@pytest.mark.parametrize(
    ("joint", "fault"),
    [
        ("#sales", "JOINT_CHANNEL is the channel of one team; name one where both are"),
        ("#nowhere", "JOINT_CHANNEL: the bot sees no channel '#nowhere'"),
    ],
)
def test_a_joint_channel_that_is_none_is_named_and_the_teams_are_read(slack, joint, fault):
    roster = read(slack, joint_channel=joint)
    assert fault in roster.faults[0]
    assert roster.channels.keys() == {Team.SALES, Team.MARKETING}
