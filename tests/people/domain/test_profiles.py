from bot.people.domain.profiles import read_profile
from tests.people.slack_users import a_user


def test_a_member_of_our_team():
    profile = read_profile(a_user("U0RITA", "Rita Alvarez", tz="Europe/Berlin"), home="T0SMARKET")
    assert (profile.name, profile.email, profile.zone) == (
        "Rita Alvarez",
        "rita@example.com",
        "Europe/Berlin",
    )
    assert (profile.guest, profile.stranger, profile.bot, profile.deleted) == (
        False,
        False,
        False,
        False,
    )


def test_both_kinds_of_guest_are_guests():
    for kind in ("is_restricted", "is_ultra_restricted"):
        assert read_profile(a_user("U0GUS", "Gus Guest", **{kind: True}), home="T0SMARKET").guest


def test_somebody_of_another_organisation_is_a_stranger_though_slack_says_is_stranger_false():
    assert read_profile(
        a_user("U0XENA", "Xena", team_id="T0OTHER", is_stranger=False), home="T0SMARKET"
    ).stranger


def test_another_workspace_of_our_own_grid_is_no_stranger():
    user = a_user(
        "U0GRID", "Greta", team_id="T0SISTER", enterprise_user={"teams": ["T0SISTER", "T0SMARKET"]}
    )
    profile = read_profile(user, home="T0SMARKET")
    assert not profile.stranger
    assert profile.team_id == "T0SMARKET"


def test_a_user_object_with_little_in_it_still_makes_a_profile():
    profile = read_profile(
        {"id": "U0GONE", "name": "gone", "deleted": True, "team_id": "T0SMARKET"}, home="T0SMARKET"
    )
    assert (profile.name, profile.email, profile.zone, profile.deleted) == (
        "gone",
        None,
        "UTC",
        True,
    )
