from slack_sdk.errors import SlackRequestError

from bot.people import queries, store
from bot.people.domain import Role, Team
from bot.people.intake import reading
from tests.people.scene import an_unpeopled_house, channel_now, role_of, sweep
from tests.people.slack_users import a_channel, a_user


def test_the_first_look_finds_channels_members_and_managers(db):
    house, _slack = an_unpeopled_house(
        db, sales_managers=("sam@example.com",), marketing_managers=("U0MAYA",)
    )
    sweep(house)
    assert role_of(db, "U0RITA") is Role.REP
    assert role_of(db, "U0MARK") is Role.MARKETER
    with db.read() as work:
        assert queries.channel_id(work, "sales") == "C0SALES"
        assert [one.name for one in queries.managers(work, Team.SALES)] == ["Sam Carter"]
        assert [one.name for one in queries.managers(work, Team.MARKETING)] == ["Maya Haddad"]
        assert queries.person(work, "U0TOM").zone == "America/New_York"


def test_guests_and_people_of_other_organisations_have_no_role(db):
    house, _slack = an_unpeopled_house(db)
    sweep(house)
    assert role_of(db, "U0GUS") is None
    assert role_of(db, "U0XENA") is None


def test_each_profile_is_read_once(db):
    house, slack = an_unpeopled_house(db)
    sweep(house)
    house.clock.move(minutes=16)
    slack.members["C0SALES"].append("U0MARK")
    sweep(house)
    asked = [call["user"] for call in house.client.called("users.info")]
    assert sorted(asked) == sorted(set(asked))
    assert role_of(db, "U0MARK") is Role.MARKETER


def test_slack_is_looked_at_every_quarter_of_an_hour_when_nothing_is_left_to_read(db):
    house, _slack = an_unpeopled_house(db)
    [people] = [sweep for sweep in house.schedule.sweeps if sweep.name == "people.sync"]
    assert people.every == 15 * 60
    assert sweep(house) is None


def test_the_channel_found_once_is_not_searched_again(db):
    house, _slack = an_unpeopled_house(db)
    sweep(house)
    searched = len(house.client.called("conversations.list"))
    house.clock.move(minutes=15)
    sweep(house)
    assert len(house.client.called("conversations.list")) == searched


def test_a_channel_may_be_given_by_its_id(db):
    house, _slack = an_unpeopled_house(db, sales_channel="C0SALES", marketing_channel="marketing")
    sweep(house)
    assert channel_now(db, "sales").name == "sales"
    assert channel_now(db, "marketing").slack_id == "C0MKTG"


def test_of_two_channels_of_one_name_the_living_one_is_meant(db):
    house, slack = an_unpeopled_house(db)
    slack.channels = {"C0OLD": a_channel("C0OLD", "sales", is_archived=True), **slack.channels}
    sweep(house)
    assert channel_now(db, "sales").slack_id == "C0SALES"


def test_who_left_while_nobody_listened_loses_the_role(db):
    house, slack = an_unpeopled_house(db)
    sweep(house)
    slack.members["C0SALES"].remove("U0RITA")
    house.clock.move(minutes=15)
    sweep(house)
    assert role_of(db, "U0RITA") is None


def test_who_left_the_managers_list_manages_no_longer(db):
    house, _slack = an_unpeopled_house(db, sales_managers=("U0SAM", "U0RITA"))
    sweep(house)
    later, _ = an_unpeopled_house(db, sales_managers=("U0SAM",))
    later.clock.move(minutes=1)
    sweep(later)
    with db.read() as work:
        assert [one.id for one in queries.managers(work, Team.SALES)] == ["U0SAM"]


def test_a_channel_that_is_missing_costs_nobody_else_their_role(db):
    house, slack = an_unpeopled_house(db)
    sweep(house)
    slack.channels.pop("C0SALES")
    slack.members["C0MKTG"].append("U0RITA")
    house.clock.move(minutes=15)
    sweep(house)
    assert role_of(db, "U0TOM") is Role.REP
    assert role_of(db, "U0RITA") is Role.MARKETER


def test_what_an_event_said_while_slack_was_read_is_newer_than_what_was_read(db):
    house, slack = an_unpeopled_house(db)
    sweep(house)
    house.clock.move(minutes=15)

    def rita_leaves_meanwhile(asked):
        if asked["channel"] == "C0MKTG":
            house.clock.move(seconds=1)
            house.event(
                {
                    "type": "member_left_channel",
                    "user": "U0RITA",
                    "channel": "C0SALES",
                    "event_ts": "1764001000.000100",
                }
            )
        return {"members": slack.members[asked["channel"]]}

    house.client.answers["conversations.members"] = rita_leaves_meanwhile
    sweep(house)
    assert role_of(db, "U0RITA") is None


def test_a_channel_that_is_shared_while_slack_is_read_stays_shared(db):
    house, slack = an_unpeopled_house(db)
    sweep(house)

    def shared_meanwhile(asked):
        house.event({"type": "channel_shared", "channel": "C0SALES"})
        return {"members": slack.members[asked["channel"]]}

    house.client.answers["conversations.members"] = shared_meanwhile
    sweep(house)
    with db.read() as work:
        assert queries.is_shared(work, "sales")


def test_somebody_in_the_channel_without_a_profile_yet_has_no_role_and_is_asked_for_again(
    db, monkeypatch
):
    monkeypatch.setattr(reading, "PROFILES_AT_ONCE", 3)
    house, slack = an_unpeopled_house(db)
    slack.users = {
        **{f"U1MANY{n}": a_user(f"U1MANY{n}", f"Many {n}") for n in range(10)},
        **slack.users,
    }
    house.client.answers["users.list"] = {"members": []}
    assert sweep(house) == 60
    with db.read() as work:
        known = len(store.facts_of_all(work))
    assert known == 3
    for _ in range(3):
        house.clock.move(minutes=1)
        sweep(house)
    assert role_of(db, "U0RITA") is Role.REP
    assert role_of(db, "U0TOM") is Role.REP


def test_many_missing_profiles_are_read_from_the_list(db, monkeypatch):
    monkeypatch.setattr(reading, "PROFILES_AT_ONCE", 3)
    house, _slack = an_unpeopled_house(db)
    sweep(house)
    assert house.client.called("users.list")
    assert house.client.called("users.info") == []
    assert role_of(db, "U0RITA") is Role.REP


def test_when_slack_slows_us_down_what_was_read_is_kept_and_the_rest_follows(db):
    house, slack = an_unpeopled_house(db)
    answered = []

    def slow(asked):
        answered.append(asked["user"])
        if len(answered) == 3:
            return {"ok": False, "error": "ratelimited"}
        return {"user": slack.users[asked["user"]]}

    house.client.answers["users.info"] = slow
    assert sweep(house) == 60
    with db.read() as work:
        assert len(store.facts_of_all(work)) == 2
    house.clock.move(minutes=1)
    sweep(house)
    assert role_of(db, "U0TOM") is Role.REP


def test_a_slack_that_does_not_answer_is_asked_again_a_minute_later(db):
    house, slack = an_unpeopled_house(db)

    def down(_asked):
        raise SlackRequestError("no answer")

    up = house.client.answers["conversations.info"]
    house.client.answers["conversations.info"] = down
    assert sweep(house) == 60
    assert role_of(db, "U0RITA") is None
    house.client.answers["conversations.info"] = up
    sweep(house)
    assert role_of(db, "U0RITA") is Role.REP
    assert slack.members


def test_a_profile_is_read_again_after_a_day_in_case_an_event_was_lost(db):
    house, slack = an_unpeopled_house(db)
    sweep(house)
    slack.users["U0RITA"] = a_user("U0RITA", "Rita Alvarez", deleted=True, updated=1764099999)
    house.clock.move(hours=23)
    sweep(house)
    assert role_of(db, "U0RITA") is Role.REP
    house.clock.move(hours=2)
    sweep(house)
    assert role_of(db, "U0RITA") is None


def test_a_choice_and_own_hours_survive_a_look_at_slack(db):
    house, slack = an_unpeopled_house(db)
    slack.members["C0MKTG"].append("U0TOM")
    sweep(house)
    with db.begin() as work:
        store.add_role_choice(work, "U0TOM", role=Role.REP, by="U0SAM", at=house.clock.business())
        store.save_own_hours(work, "U0TOM", days="Mon", hours=None)
    slack.users["U0TOM"]["real_name"] = "Thomas Becker"
    house.clock.move(hours=25)
    sweep(house)
    assert role_of(db, "U0TOM") is Role.REP
    with db.read() as work:
        assert queries.person(work, "U0TOM").name == "Thomas Becker"
        assert store.own_hours(work, "U0TOM") == ("Mon", None)


def test_a_restart_with_swapped_channels_swaps_the_teams(db):
    house, _slack = an_unpeopled_house(db)
    sweep(house)
    swapped, _slack = an_unpeopled_house(db, sales_channel="#marketing", marketing_channel="#sales")
    swapped.clock.move(minutes=1)
    sweep(swapped)
    assert role_of(db, "U0RITA") is Role.MARKETER
    assert role_of(db, "U0MARK") is Role.REP
