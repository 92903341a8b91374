from tests.fakeslack.clients import error_of


def test_a_person_is_shown_with_their_time_zone(client):
    user = client.users_info(user="U0PRIYA")["user"]
    assert (user["tz"], user["real_name"]) == ("America/New_York", "Priya Nair")
    assert user["is_restricted"] is False


def test_a_guest_and_a_stranger_can_be_told(client):
    assert client.users_info(user="U0GUS")["user"]["is_restricted"] is True
    xena = client.users_info(user="U0XENA")["user"]
    assert (xena["team_id"], xena["is_stranger"]) == ("T0EXTERN", False)


def test_nobody_is_nobody(client):
    assert error_of(client.users_info, user="U0NOBODY") == "user_not_found"
    assert error_of(client.users_lookupByEmail, email="nobody@example.com") == "users_not_found"


def test_a_person_is_found_by_their_address(client):
    found = client.users_lookupByEmail(email="Rita@Example.com")["user"]
    assert found["id"] == "U0RITA"


def test_those_who_left_and_outsiders_are_not_found_by_address(client, slack):
    slack.gesture("set_person", id="U0RITA", deleted=True)
    for email in ("rita@example.com", "xena@example.com"):
        assert error_of(client.users_lookupByEmail, email=email) == "users_not_found"


def test_everyone_is_listed_page_by_page(client):
    members = [row["id"] for page in client.users_list(limit=4) for row in page["members"]]
    assert len(members) == 10
    assert {"U0BOT", "U0RITA", "U0XENA"} <= set(members)
