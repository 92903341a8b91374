from slack_sdk import WebClient

from tests.fakeslack.clients import a_slack, client_of, error_of, refusal

SEED = """
[app]
scopes = ["chat:write", "channels:history", "users:read"]
[[people]]
id = "U0RITA"
name = "Rita Alvarez"
email = "rita@example.com"
[[channels]]
id = "C0SALES"
name = "sales"
members = ["U0RITA", "U0BOT"]
[[channels]]
id = "C0SECRET"
name = "secret"
private = true
members = ["U0RITA", "U0BOT"]
"""


def test_the_bot_learns_who_it_is(client):
    answer = client.auth_test()
    assert (answer["user_id"], answer["team_id"]) == ("U0BOT", "T0SMARKET")
    assert "chat:write" in answer.headers["x-oauth-scopes"]


def test_a_call_without_a_token_is_not_authed(slack):
    assert error_of(WebClient(base_url=slack.api_url).auth_test) == "not_authed"


def test_a_foreign_token_is_invalid(slack):
    assert error_of(client_of(slack, "xoxb-other").auth_test) == "invalid_auth"


def test_sockets_are_opened_with_the_app_token_alone(slack):
    assert error_of(client_of(slack).apps_connections_open, app_token="xoxb-fake") == (
        "not_allowed_token_type"
    )
    opened = client_of(slack).apps_connections_open(app_token="xapp-fake")
    assert opened["url"].startswith("ws://127.0.0.1:")


def test_the_app_token_opens_nothing_else(slack):
    assert error_of(client_of(slack, "xapp-fake").auth_test) == "not_allowed_token_type"


def test_an_unknown_method_is_named(client):
    answer = refusal(client.api_call, "leads.list")
    assert (answer["error"], answer["req_method"]) == ("unknown_method", "leads.list")


def test_a_missing_scope_is_told_with_what_is_needed_and_provided(tmp_path):
    seed = tmp_path / "seed.toml"
    seed.write_text(SEED)
    with a_slack(seed=seed) as slack:
        client = client_of(slack)
        answer = refusal(client.reactions_get, channel="C0SALES", timestamp="1.1")
        assert (answer["error"], answer["needed"]) == ("missing_scope", "reactions:read")
        assert answer["provided"] == "channels:history,chat:write,users:read"


def test_each_kind_of_channel_has_its_own_scope(tmp_path):
    seed = tmp_path / "seed.toml"
    seed.write_text(SEED)
    with a_slack(seed=seed) as slack:
        client = client_of(slack)
        assert client.conversations_history(channel="C0SALES")["messages"] == []
        answer = refusal(client.conversations_history, channel="C0SECRET")
        assert (answer["error"], answer["needed"]) == ("missing_scope", "groups:history")


def test_without_its_scope_an_address_is_not_shown(tmp_path, client):
    seed = tmp_path / "seed.toml"
    seed.write_text(SEED)
    with a_slack(seed=seed) as slack:
        profile = client_of(slack).users_info(user="U0RITA")["user"]["profile"]
    assert "email" not in profile
    assert client.users_info(user="U0RITA")["user"]["profile"]["email"] == "rita@example.com"


def test_a_revoked_token_stays_revoked(client):
    assert client.auth_revoke()["revoked"] is True
    assert error_of(client.auth_test) == "token_revoked"


def test_api_test_gives_back_what_it_was_given(client):
    assert client.api_test(foo="bar")["args"]["foo"] == "bar"
    assert error_of(client.api_test, error="my_error") == "my_error"


def test_an_uninstalled_app_is_inactive_until_it_comes_back(slack, client):
    slack.gesture("uninstall")
    assert error_of(client.auth_test) == "account_inactive"
    slack.gesture("install")
    assert client.auth_test()["ok"]
