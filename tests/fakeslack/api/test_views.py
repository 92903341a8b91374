import time

import pytest

from fakeslack import triggers
from tests.fakeslack.clients import error_of, refusal
from tests.fakeslack.samples import a_button, a_card, a_home, a_modal, an_input


@pytest.fixture
def trigger(client, slack, app):
    """Presses a button as someone; the `trigger_id` the app was sent."""
    sent = []

    @app.action("take")
    def taken(ack, body):
        sent.append(body["trigger_id"])
        ack()

    ts = client.chat_postMessage(channel="C0SALES", text="card", blocks=a_card())["ts"]

    def press(person="U0RITA"):
        slack.gesture("click", person=person, channel="C0SALES", ts=ts, action_id="take")
        return sent[-1]

    return press


@pytest.fixture
def modal_trigger(slack, app):
    """Presses the button `more` of a modal; the `trigger_id` the app was sent."""
    sent = []

    @app.action("more")
    def more(ack, body):
        sent.append(body["trigger_id"])
        ack()

    def press(view_id):
        slack.gesture("click", person="U0RITA", view_id=view_id, action_id="more")
        return sent[-1]

    return press


def with_button():
    return a_modal(*a_card(a_button("more")), an_input())


def test_a_modal_opens_for_the_person_who_pressed(client, slack, trigger):
    view = client.views_open(trigger_id=trigger(), view=a_modal())["view"]
    (open_now,) = slack.screen("U0RITA")["modals"]
    assert open_now["id"] == view["id"] == view["root_view_id"]
    assert slack.screen("U0TOM")["modals"] == []


def test_a_trigger_works_once(client, trigger):
    mine = trigger()
    client.views_open(trigger_id=mine, view=a_modal())
    again = error_of(client.views_open, trigger_id=mine, view=a_modal())
    assert again == "exchanged_trigger_id"


def test_a_trigger_lives_three_seconds(client, trigger, monkeypatch):
    mine = trigger()
    now = time.monotonic()
    monkeypatch.setattr(triggers, "_now", lambda: now + 3.5)
    assert error_of(client.views_open, trigger_id=mine, view=a_modal()) == "expired_trigger_id"


def test_an_invented_trigger_is_invalid(client):
    assert error_of(client.views_open, trigger_id="1.2.3", view=a_modal()) == "invalid_trigger_id"


def test_a_refused_view_leaves_the_trigger_good(client, trigger):
    mine = trigger()
    wrong = a_modal(title={"type": "plain_text", "text": "x" * 25})
    answer = refusal(client.views_open, trigger_id=mine, view=wrong)
    assert answer["error"] == "invalid_arguments"
    assert "title" in answer["response_metadata"]["messages"][0]
    assert client.views_open(trigger_id=mine, view=a_modal())["ok"]


def test_what_is_no_modal_is_refused(client, trigger):
    for view in (a_home(), [], "{", "7"):
        answer = error_of(
            client.api_call, "views.open", json={"trigger_id": trigger(), "view": view}
        )
        assert answer == "invalid_arguments"


def test_a_view_over_250_kilobytes_is_too_large(client, trigger):
    view = a_modal(private_metadata="x" * 250_000)
    assert error_of(client.views_open, trigger_id=trigger(), view=view) == "view_too_large"


def test_views_stack_three_deep(client, slack, trigger, modal_trigger):
    top = client.views_open(trigger_id=trigger(), view=with_button())["view"]
    for _ in range(2):
        top = client.views_push(trigger_id=modal_trigger(top["id"]), view=with_button())["view"]
    assert len(slack.screen("U0RITA")["modals"]) == 3
    deeper = error_of(client.views_push, trigger_id=modal_trigger(top["id"]), view=with_button())
    assert deeper == "push_limit_reached"


def test_only_a_modals_own_trigger_pushes(client, trigger):
    client.views_open(trigger_id=trigger(), view=a_modal())
    assert error_of(client.views_push, trigger_id=trigger(), view=a_modal()) == "invalid_trigger_id"


def test_an_old_hash_conflicts(client, trigger):
    view = client.views_open(trigger_id=trigger(), view=a_modal())["view"]
    newer = client.views_update(view_id=view["id"], hash=view["hash"], view=a_modal())["view"]
    assert newer["hash"] != view["hash"]
    late = error_of(client.views_update, view_id=view["id"], hash=view["hash"], view=a_modal())
    assert late == "hash_conflict"


def test_a_view_is_found_by_its_external_id(client, trigger):
    client.views_open(trigger_id=trigger(), view=a_modal(external_id="lead-42"))
    updated = client.views_update(external_id="lead-42", view=a_modal(external_id="lead-42"))
    assert updated["view"]["external_id"] == "lead-42"
    twice = a_modal(external_id="lead-42")
    assert error_of(client.views_open, trigger_id=trigger("U0TOM"), view=twice) == (
        "duplicate_external_id"
    )


def test_a_closed_view_is_not_found(client, slack, trigger):
    view = client.views_open(trigger_id=trigger(), view=a_modal())["view"]
    slack.gesture("close", person="U0RITA", view_id=view["id"])
    assert error_of(client.views_update, view_id=view["id"], view=a_modal()) == "not_found"


def test_what_was_typed_survives_an_update(client, slack, trigger):
    view = client.views_open(trigger_id=trigger(), view=a_modal())["view"]
    typed = {"view_id": view["id"], "block_id": "reason", "action_id": "why", "value": "so"}
    slack.gesture("type", person="U0RITA", **typed)
    client.views_update(view_id=view["id"], view=a_modal(an_input(), an_input("other")))
    values = slack.screen("U0RITA")["modals"][0]["state"]["values"]
    assert values["reason"]["why"]["value"] == "so"
    assert values["other"]["why"]["value"] is None


def test_home_is_published_and_guarded_by_its_hash(client, slack):
    view = client.views_publish(user_id="U0RITA", view=a_home())["view"]
    assert slack.screen("U0RITA")["home"]["id"] == view["id"]
    again = client.views_publish(user_id="U0RITA", view=a_home(), hash=view["hash"])["view"]
    assert again["id"] == view["id"]
    late = error_of(client.views_publish, user_id="U0RITA", view=a_home(), hash=view["hash"])
    assert late == "hash_conflict"


def test_home_needs_somebody(client):
    assert error_of(client.views_publish, user_id="U0NOBODY", view=a_home()) == "user_not_found"
    assert error_of(client.views_publish, user_id="U0RITA", view=a_modal()) == "invalid_arguments"
