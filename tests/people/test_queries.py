import pytest

from bot.kit.errors import Refusal
from bot.kit.gestures import Gesture
from bot.people import queries, store
from bot.people.domain import Absence, Channel, Team
from tests.builders import some_facts, some_people_settings
from tests.people.scene import MARK, MAYA, RITA, SAM, XENA, save
from tests.support.house import MONDAY_NOON


def a_gesture(user: str, team: str = "T0SMARKET") -> Gesture:
    return Gesture(kind="action", user=user, user_team=team)


def test_a_member_acts_with_the_role_they_have_now(db):
    with db.begin() as work:
        save(work)
        assert queries.acting(work, a_gesture("U0RITA")).is_rep
        assert queries.acting(work, a_gesture("U0TOM")).is_marketer


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        (
            "U0GUS",
            "Guests can't use this. It is for full members of the sales and marketing teams; the colleague who invited you can do it for you.",
        ),
        (
            "U0XENA",
            "You are here from another organisation. Only the sales and marketing teams of this workspace can use this.",
        ),
        ("U0GONE", "Your account is deactivated, so your role here has ended."),
        (
            "U0NEW",
            "Only members of #sales or #marketing can use this. Join the channel of your team and try again.",
        ),
        (
            "U0IDLE",
            "Only members of #sales or #marketing can use this. Join the channel of your team and try again.",
        ),
    ],
)
def test_who_may_not_act_is_told_why(db, who, sentence):
    with db.begin() as work:
        save(work)
        save(
            work,
            some_facts("U0GONE", "Gone", in_sales=True, deleted=True),
            some_facts("U0IDLE", "Ida Idle"),
        )
        with pytest.raises(Refusal) as refused:
            queries.acting(work, a_gesture(who, "T0OTHER" if who == "U0XENA" else "T0SMARKET"))
    assert refused.value.sentence == sentence


def test_a_gesture_from_another_team_than_the_person_is_of_is_refused(db):
    with db.begin() as work:
        save(work)
        with pytest.raises(Refusal, match="another organisation"):
            queries.acting(work, a_gesture("U0RITA", "T0OTHER"))


def test_the_channels_are_called_by_their_real_names(db):
    with db.begin() as work:
        save(work)
        store.save_channel(work, Channel("sales", "C0SALES", "deals"))
        with pytest.raises(Refusal, match="members of #deals or #marketing"):
            queries.acting(work, a_gesture("U0NEW"))


def test_a_team_is_its_members_and_its_managers_by_name(db):
    with db.begin() as work:
        save(work)
        assert [one.id for one in queries.people_in(work, Team.SALES)] == ["U0RITA", "U0SAM"]
        assert [one.id for one in queries.people_in(work, Team.MARKETING)] == [
            "U0MARK",
            "U0MAYA",
            "U0TOM",
        ]
        assert queries.managers(work, Team.SALES) == [SAM.person]
        assert queries.managers(work, Team.MARKETING) == [MAYA.person]


def test_a_person_is_found_by_id_outsiders_too(db):
    with db.begin() as work:
        save(work)
        assert queries.person(work, "U0MARK") == MARK.person
        assert queries.person(work, "U0XENA") == XENA.person
        assert queries.person(work, "U0NEW") is None


def test_everybody_asked_for_has_a_name(db):
    with db.begin() as work:
        save(work)
        assert queries.names(work, ["U0RITA", "U0NEW"]) == {
            "U0RITA": "Rita Alvarez",
            "U0NEW": "someone",
        }
        assert queries.names(work, []) == {}


def test_channels_are_known_by_alias_and_by_slack_id(db):
    with db.begin() as work:
        assert queries.channel_id(work, "sales") is None
        save(work)
        assert queries.channel_id(work, "sales") == "C0SALES"
        assert queries.alias_of(work, "C0MKTG") == "marketing"
        assert queries.alias_of(work, "C0GENERAL") is None


def test_a_private_channel_that_is_not_shared_is_the_teams_alone(db):
    with db.begin() as work:
        save(work)
        assert not queries.is_public_or_shared(work, "sales")
        store.save_channel(
            work, Channel("sales", "C0SALES", "sales", is_private=True, is_ext_shared=True)
        )
        assert queries.is_shared(work, "sales")
        assert queries.is_public_or_shared(work, "sales")


def test_a_person_works_the_companys_hours_in_their_own_zone(db):
    settings = some_people_settings()
    with db.begin() as work:
        save(work)
        tom = queries.working_time(work, queries.person(work, "U0TOM"), settings)
        assert tom.zone.key == "America/New_York"
        assert (tom.days, tom.opens, tom.closes) == (settings.days, *settings.hours)
        assert queries.working_time(work, None, settings) == queries.workspace_time(settings)


def test_a_persons_own_hours_days_and_absences_are_theirs(db):
    settings = some_people_settings()
    with db.begin() as work:
        save(work)
        store.save_own_hours(work, "U0RITA", days="Mon, Tue", hours="10:00–14:00")
        away = Absence(MONDAY_NOON.date(), MONDAY_NOON.date())
        store.save_absences(work, "U0RITA", [away])
        rita = queries.working_time(work, RITA.person, settings)
    assert (rita.days, rita.opens.hour, rita.closes.hour, rita.absences) == (
        {0, 1},
        10,
        14,
        (away,),
    )


def test_a_zone_we_do_not_know_is_the_companys(db):
    with db.begin() as work:
        save(work)
        odd = queries.working_time(
            work, some_facts(zone="Mars/Olympus").person, some_people_settings()
        )
    assert odd.zone.key == "Europe/Berlin"
