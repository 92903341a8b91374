from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.kit.outbox.enqueue import what_stands_at
from bot.kit.outbox.table import outbox
from bot.people import queries, store
from bot.people.domain import Channel, Role, Team
from bot.people.feature import plug_in
from tests.builders import some_people_settings
from tests.people.scene import (
    MAYA,
    RITA,
    SAM,
    a_peopled_house,
    an_unpeopled_house,
    channel_now,
    role_of,
    save,
    sweep,
)
from tests.people.slack_users import a_user
from tests.support.house import a_house


def an_event(kind, user="U0RITA", channel="C0SALES", ts="1764000100.000100", **rest):
    return {"type": kind, "user": user, "channel": channel, "event_ts": ts, **rest}


def letters(db):
    with db.read() as work:
        return [
            tuple(row)
            for row in work.execute(
                select(outbox.c.destination, outbox.c.view, outbox.c.args).order_by(
                    outbox.c.destination
                )
            )
        ]


def test_leaving_the_channel_ends_the_role_at_once(db):
    house = a_peopled_house(db)
    house.event(an_event("member_left_channel"))
    assert role_of(db, "U0RITA") is None


def test_joining_the_other_channel_makes_a_marketer(db):
    house = a_peopled_house(db)
    house.event(an_event("member_joined_channel", channel="C0MKTG"))
    assert role_of(db, "U0RITA") is Role.MARKETER
    assert house.schedule.asked == []


def test_other_channels_make_no_difference(db):
    house = a_peopled_house(db)
    house.event(an_event("member_left_channel", channel="C0GENERAL"))
    house.event(an_event("member_joined_channel", user="U0NEW", channel="C0GENERAL"))
    assert role_of(db, "U0RITA") is Role.REP


def test_an_event_sent_twice_is_heeded_once(db):
    house = a_peopled_house(db)
    house.event(an_event("member_left_channel", ts="1764000100.000100"), event_id="Ev1")
    house.event(an_event("member_joined_channel", ts="1764000100.000200"), event_id="Ev2")
    assert (
        house.event(an_event("member_left_channel", ts="1764000100.000300"), event_id="Ev1").status
        == 200
    )
    assert role_of(db, "U0RITA") is Role.REP


def test_a_join_that_comes_after_the_leaving_it_preceded_changes_nothing(db):
    house = a_peopled_house(db)
    house.event(an_event("member_left_channel", ts="1764000100.000200"))
    house.event(an_event("member_joined_channel", ts="1764000100.000100"))
    assert role_of(db, "U0RITA") is None


def test_a_newcomer_has_no_role_until_slack_has_said_who_they_are(db):
    house, slack = an_unpeopled_house(db)
    sweep(house)
    slack.users["U0NEW"] = a_user("U0NEW", "Nora New")
    slack.members["C0SALES"].append("U0NEW")
    house.event(an_event("member_joined_channel", user="U0NEW"))
    assert role_of(db, "U0NEW") is None
    assert house.schedule.asked == ["people.sync"]
    sweep(house)
    assert role_of(db, "U0NEW") is Role.REP


def test_a_guest_who_joins_gets_no_role(db):
    house = a_peopled_house(db)
    house.event(an_event("member_joined_channel", user="U0GUS", channel="C0MKTG"))
    assert role_of(db, "U0GUS") is None


def test_the_bot_in_a_channel_again_looks_who_is_there(db):
    house, slack = an_unpeopled_house(db)
    slack.channels["C0SALES"]["is_member"] = False
    sweep(house)
    slack.channels["C0SALES"]["is_member"] = True
    house.event(an_event("member_joined_channel", user="U0BOT"))
    assert house.schedule.asked == ["people.sync"]
    sweep(house)
    assert channel_now(db, "sales").bot_is_member


@pytest.mark.parametrize("change", [{"deleted": True}, {"is_restricted": True}])
def test_who_is_deactivated_or_made_a_guest_loses_the_role_at_once(db, change):
    house = a_peopled_house(db)
    house.event({"type": "user_change", "user": a_user("U0RITA", "Rita Alvarez", **change)})
    assert role_of(db, "U0RITA") is None


def test_who_is_deactivated_while_they_leave_a_channel_loses_both_roles(db):
    house = a_peopled_house(db)
    with db.begin() as work:
        # A leaving that was noted after the profile's event came, but before it was heeded.
        store.save_membership(
            work,
            "U0TOM",
            Team.SALES,
            inside=False,
            event_ts="1764000100.000100",
            at=house.clock.real() + timedelta(seconds=1),
        )
    house.event(
        {"type": "user_change", "user": a_user("U0TOM", "Tom Becker", deleted=True, updated=9)}
    )
    with db.read() as work:
        facts = store.facts_of(work, "U0TOM")
    assert facts.deleted
    assert not facts.in_sales


def test_a_new_name_and_zone_are_taken_over(db):
    house = a_peopled_house(db)
    house.event(
        {"type": "user_change", "user": a_user("U0RITA", "Rita Ruiz", tz="America/Chicago")}
    )
    with db.read() as work:
        rita = queries.person(work, "U0RITA")
    assert (rita.name, rita.zone, rita.is_rep) == ("Rita Ruiz", "America/Chicago", True)


def test_an_old_state_of_a_profile_that_comes_late_changes_nothing(db):
    house = a_peopled_house(db)
    house.event(
        {"type": "user_change", "user": a_user("U0RITA", "Rita Alvarez", deleted=True, updated=20)}
    )
    house.event({"type": "user_change", "user": a_user("U0RITA", "Rita Alvarez", updated=10)})
    assert role_of(db, "U0RITA") is None


def test_strangers_to_both_teams_are_not_kept(db):
    house = a_peopled_house(db)
    house.event({"type": "user_change", "user": a_user("U0FINANCE", "Fin Ance")})
    with db.read() as work:
        assert queries.person(work, "U0FINANCE") is None


def test_when_a_channel_becomes_shared_the_managers_of_both_teams_are_told_once(db):
    house = a_peopled_house(db)
    for _ in range(2):
        house.event(
            {
                "type": "channel_shared",
                "channel": "C0SALES",
                "connected_team_id": "T0OTHER",
                "event_ts": "1764000100.000100",
            }
        )
    with db.read() as work:
        assert queries.is_shared(work, "sales")
        message = house.views.render(work, "people.shared", {"alias": "sales"})
    assert letters(db) == [
        ("U0MAYA", "people.shared", {"alias": "sales"}),
        ("U0SAM", "people.shared", {"alias": "sales"}),
    ]
    assert message.text == (
        "#sales is now shared with another organisation. From now on nothing personal about leads is posted there; "
        "/lead and the Home tab still show everything to your teams. To go back, stop sharing the channel, or have "
        "your operator name another one in SALES_CHANNEL."
    )


def test_managers_are_told_again_only_after_it_was_unshared(db):
    house = a_peopled_house(db, SAM)
    share = {"type": "channel_shared", "channel": "C0SALES", "connected_team_id": "T0OTHER"}
    house.event(share)
    house.event({"type": "channel_unshared", "channel": "C0SALES", "is_ext_shared": True})
    house.clock.move(hours=1)
    house.event(share)
    assert len(letters(db)) == 1
    house.event({"type": "channel_unshared", "channel": "C0SALES", "is_ext_shared": False})
    with db.read() as work:
        assert house.views.render(work, "people.shared", {"alias": "sales"}) is None
    house.clock.move(hours=1)
    house.event(share)
    assert len(letters(db)) == 2


def test_a_shared_channel_found_by_looking_is_told_too_once_managers_are_known(db):
    house, slack = an_unpeopled_house(db, marketing_managers=("maya@example.com",))
    slack.channels["C0SALES"]["is_ext_shared"] = True
    sweep(house)
    house.clock.move(minutes=15)
    sweep(house)
    assert [to for to, *_ in letters(db)] == ["U0MAYA"]


def test_without_managers_nobody_is_told_until_there_is_one(db):
    house = a_peopled_house(db, RITA)
    house.event({"type": "channel_shared", "channel": "C0SALES"})
    assert letters(db) == []
    later, slack = an_unpeopled_house(db, marketing_managers=("U0MAYA",))
    slack.channels["C0SALES"]["is_ext_shared"] = True
    later.clock.move(minutes=1)
    sweep(later)
    assert [to for to, *_ in letters(db)] == [MAYA.id]


@pytest.mark.parametrize("kind", ["channel", "group"])
def test_a_channel_is_followed_through_what_happens_to_it(db, kind):
    house = a_peopled_house(db)
    house.event({"type": f"{kind}_archive", "channel": "C0SALES", "user": "U0SAM"})
    assert channel_now(db, "sales").is_archived
    house.event({"type": f"{kind}_unarchive", "channel": "C0SALES", "user": "U0SAM"})
    assert not channel_now(db, "sales").is_archived
    house.event({"type": f"{kind}_rename", "channel": {"id": "C0SALES", "name": "deals"}})
    assert channel_now(db, "sales").name == "deals"
    house.event({"type": f"{kind}_left", "channel": "C0SALES"})
    assert not channel_now(db, "sales").bot_is_member
    house.event({"type": f"{kind}_deleted", "channel": "C0SALES"})
    assert channel_now(db, "sales").is_archived


def test_a_channel_keeps_its_team_under_a_new_id(db):
    house = a_peopled_house(db)
    house.event(
        {"type": "channel_id_changed", "old_channel_id": "C0SALES", "new_channel_id": "C1SALES"}
    )
    house.event(an_event("member_left_channel", channel="C1SALES"))
    assert role_of(db, "U0RITA") is None


def test_what_stands_in_a_channel_is_found_under_its_new_id(db):
    house = a_peopled_house(db)
    standing(house, db)
    with db.begin() as work:
        work.execute(outbox.update().values(channel="C0SALES", ts="1764000000.000100"))
    house.event(
        {"type": "channel_id_changed", "old_channel_id": "C0SALES", "new_channel_id": "C1SALES"}
    )
    with db.read() as work:
        found = what_stands_at(work, channel="C1SALES", ts="1764000000.000100")
    assert found is not None
    assert found[0] == "k"


def test_what_happens_to_other_channels_is_no_matter(db):
    house = a_peopled_house(db)
    for event in (
        {"type": "channel_shared", "channel": "C0GENERAL"},
        {"type": "channel_archive", "channel": "C0GENERAL"},
        {"type": "channel_rename", "channel": {"id": "C0GENERAL", "name": "all"}},
        {"type": "channel_left", "channel": "C0GENERAL"},
        {
            "type": "channel_id_changed",
            "old_channel_id": "C0GENERAL",
            "new_channel_id": "C1GENERAL",
        },
    ):
        assert house.event(event).status == 200
    assert letters(db) == []
    assert house.schedule.asked == []


def standing(house, db, state="sent") -> None:
    """A message that stands in the sales channel, or was parked on its way there."""
    with db.begin() as work:
        house.outbox.post(work, key="k", to="sales", view="frozen", args={}, at=house.clock.real())
        work.execute(outbox.update().where(outbox.c.key == "k").values(state=state))


def state_of(db) -> tuple[str, int]:
    with db.read() as work:
        row = work.execute(outbox.select().where(outbox.c.key == "k")).one()
    return row.state, row.wanted


def test_what_stands_in_a_channel_is_shown_anew_when_sharing_begins_and_ends(db):
    house = a_house(db, plug_in=lambda house: plug_in(house, some_people_settings()))
    with db.begin() as work:
        save(work)
    standing(house, db)
    for kind, asked in (("channel_shared", 2), ("channel_shared", 2), ("channel_unshared", 3)):
        house.event({"type": kind, "channel": "C0SALES"})
        assert state_of(db) == ("waiting", asked)


def test_what_was_parked_is_sent_once_the_channel_is_unarchived(db):
    house = a_house(db, plug_in=lambda house: plug_in(house, some_people_settings()))
    with db.begin() as work:
        save(work)
    house.event({"type": "channel_archive", "channel": "C0SALES"})
    standing(house, db, state="parked")
    house.woken.clear()
    house.event({"type": "channel_unarchive", "channel": "C0SALES"})
    assert state_of(db)[0] == "waiting"
    assert house.woken


def test_events_that_change_places_leave_what_slack_says_when_it_is_asked(db):
    house, _slack = an_unpeopled_house(db)
    sweep(house)
    standing(house, db, state="parked")
    house.event({"type": "channel_unarchive", "channel": "C0SALES"})
    house.event({"type": "channel_archive", "channel": "C0SALES"})
    assert state_of(db)[0] == "parked"
    assert house.schedule.asked == ["people.sync", "people.sync"]
    sweep(house)
    assert not channel_now(db, "sales").is_archived
    assert state_of(db)[0] == "waiting"


def test_what_begins_to_be_shared_counts_as_shared_without_asking(db):
    house = a_peopled_house(db)
    house.event({"type": "channel_shared", "channel": "C0SALES"})
    assert house.schedule.asked == []
    house.event({"type": "channel_unshared", "channel": "C0SALES"})
    assert house.schedule.asked == ["people.sync"]


@pytest.mark.parametrize(
    ("error", "now"),
    [("is_archived", "waiting"), ("is_inactive", "waiting"), ("invalid_blocks", "parked")],
)
def test_what_an_open_channel_is_said_to_have_refused_is_tried_again(db, error, now):
    house, _slack = an_unpeopled_house(db)
    sweep(house)
    standing(house, db, state="parked")
    with db.begin() as work:
        work.execute(outbox.update().values(error=error))
    house.woken.clear()
    sweep(house)
    assert state_of(db)[0] == now
    assert bool(house.woken) == (now == "waiting")


def test_who_joins_the_joint_channel_gets_no_role_and_it_is_followed_like_the_others(db):
    house = a_peopled_house(db)
    with db.begin() as work:
        store.save_channel(work, Channel("joint", "C0JOINT", "strategy", is_private=True))
    house.event(an_event("member_joined_channel", user="U0MARK", channel="C0JOINT"))
    assert role_of(db, "U0MARK") == "marketer"
    house.event(an_event("channel_shared", channel="C0JOINT"))
    assert channel_in(db, "joint").is_ext_shared
    assert ("U0MAYA", "people.shared", {"alias": "joint"}) in letters(db)


def channel_in(db, alias):
    with db.read() as work:
        return queries.channel(work, alias)
