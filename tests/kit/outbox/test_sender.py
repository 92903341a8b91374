import pytest

from bot.kit.outbox.enqueue import what_stands_at, where_it_stands
from bot.kit.outbox.table import GONE, PARKED, SENT, UNCERTAIN, WAITING
from tests.kit.outbox.slack_model import Crash


def test_a_message_is_posted_once_and_known_by_where_it_stands(desk):
    assert desk.post("lead:42:card", "Ada Okafor")
    assert not desk.post("lead:42:card", "Ada Okafor")
    desk.run(10)
    assert desk.slack.texts("C0SALES") == ["Ada Okafor"]
    [said] = desk.slack.messages
    with desk.db.read() as work:
        assert where_it_stands(work, "lead:42:card") == ("C0SALES", said.ts)
        assert what_stands_at(work, channel="C0SALES", ts=said.ts) == (
            "lead:42:card",
            "fact",
            {"name": "lead:42:card"},
        )


def test_a_post_carries_its_nonce_and_unfurls_nothing(desk):
    desk.post("lead:42:card")
    desk.send()
    [given] = desk.slack.named("chat.postMessage")
    assert given["metadata"]["event_type"] == "smarketing"
    assert given["metadata"]["event_payload"] == {
        "key": desk.row("lead:42:card").nonce,
        "asking": 1,
    }
    assert given["unfurl_links"] is False
    assert given["unfurl_media"] is False


def test_a_changed_message_is_edited_in_place_and_askings_fold(desk):
    desk.post("card", "fresh")
    desk.send()
    desk.show("card", "taken")
    desk.show("card", "taken by Rita")
    desk.send()
    assert desk.slack.texts() == ["taken by Rita"]
    assert len(desk.slack.named("chat.update")) == 1
    assert desk.row("card").state == SENT


def test_what_is_asked_before_the_post_is_shown_by_the_post(desk):
    desk.post("card", "fresh")
    desk.show("card", "taken")
    desk.run(2)
    assert desk.slack.texts() == ["taken"]
    assert not desk.slack.named("chat.update")


def test_what_is_asked_during_the_call_is_shown_after_it(desk):
    desk.post("card", "fresh")

    def meanwhile(act):
        desk.show("card", "taken")
        return act()

    desk.slack.fail("chat.postMessage", meanwhile)
    desk.run(2)
    assert desk.slack.texts() == ["taken"]


def test_a_person_is_written_to_in_their_direct_channel(desk):
    desk.post("why", "What was wrong?", to="U0RITA")
    desk.post("thanks", "Thanks", to="U0RITA")
    desk.run(2)
    assert desk.slack.texts("DU0RITA") == ["What was wrong?", "Thanks"]
    assert len(desk.slack.named("conversations.open")) == 1


def test_a_person_whose_channel_cannot_be_opened_is_tried_again(desk):
    desk.post("why", to="U0RITA")
    desk.slack.fail("conversations.open", "lost", "429:3")
    desk.run(10)
    assert desk.slack.texts("DU0RITA") == ["hello"]


def test_a_message_waits_for_its_channel_to_be_named(desk):
    del desk.channels["sales"]
    desk.post("card")
    desk.run(5)
    assert desk.row("card").state == WAITING
    assert desk.row("card").error == "no channel is set for sales"
    desk.channels["sales"] = "C0NEW"
    desk.run(60)
    assert desk.slack.texts("C0NEW") == ["hello"]


def test_a_reply_waits_for_the_message_it_belongs_to(desk):
    desk.post("line", "came back", thread_key="card")
    desk.run(2)
    assert not desk.slack.calls
    desk.post("card", "Ada")
    desk.run(3)
    card, line = desk.slack.messages
    assert (line.channel, line.thread_ts) == (card.channel, card.ts)


def test_a_reply_to_a_deleted_message_goes_with_it(desk):
    desk.post("card")
    desk.send()
    desk.slack.messages.clear()
    desk.show("card", "taken")
    desk.run(2)
    assert desk.row("card").state == GONE
    desk.post("line", thread_key="card")
    desk.run(2)
    assert desk.row("line").state == GONE
    assert desk.slack.messages == []


def test_a_deleted_message_stays_deleted(desk):
    desk.post("card")
    desk.send()
    desk.slack.messages.clear()
    desk.show("card", "taken")
    desk.run(2)
    desk.show("card", "contacted")
    desk.run(2)
    assert desk.slack.messages == []


def test_what_has_nothing_to_show_is_not_posted_until_it_has(desk):
    desk.post("rollup", None)
    desk.run(2)
    assert desk.row("rollup").state == GONE
    assert not desk.slack.calls
    desk.show("rollup", "3 more")
    desk.run(2)
    assert desk.slack.texts() == ["3 more"]


def test_what_has_nothing_left_to_show_is_deleted_and_may_come_back(desk):
    desk.post("card", "Ada")
    desk.send()
    nonce = desk.row("card").nonce
    desk.show("card", None)
    desk.run(2)
    assert desk.slack.messages == []
    assert desk.row("card").state == GONE
    assert desk.row("card").nonce != nonce
    desk.show("card", "Ada again")
    desk.run(2)
    assert desk.slack.texts() == ["Ada again"]


def test_a_429_pauses_the_method_for_every_replica(desk):
    desk.post("one")
    desk.post("two", to="marketing")
    desk.slack.fail("chat.postMessage", "429:7")
    desk.send()
    assert not desk.another_sender().step()
    assert desk.row("one").first_dispatched_at is None
    desk.clock.move(6)
    assert desk.send() == 0
    desk.clock.move(2)
    assert desk.send() == 2


def test_an_unreachable_slack_pauses_everything_for_a_while(desk):
    desk.post("one")
    desk.post("two", to="marketing")
    desk.slack.fail("chat.postMessage", "refused connection")
    desk.send()
    assert len(desk.slack.calls) == 1
    desk.run(desk.settings.unreachable_pause + 1)
    assert sorted(desk.slack.texts()) == ["hello", "hello"]


@pytest.mark.parametrize(
    "error", ["channel_not_found", "is_archived", "invalid_blocks", "msg_too_long"]
)
def test_a_refused_message_is_parked_and_told_once(desk, capfd, error):
    desk.post("card")
    desk.slack.fail("chat.postMessage", error, error)
    desk.run(30)
    assert desk.row("card").state == PARKED
    assert desk.row("card").error == error
    desk.show("card", "again")
    desk.run(30)
    assert len(desk.slack.named("chat.postMessage")) == 2
    assert capfd.readouterr().out.count("message_refused") == 1
    desk.show("card", "at last")
    desk.run(2)
    assert desk.slack.texts() == ["at last"]


@pytest.mark.parametrize(
    ("method", "error", "to"),
    [
        ("conversations.open", "user_disabled", "U0RITA"),
        ("chat.postMessage", "thread_not_found", "sales"),
    ],
)
def test_what_nobody_can_see_any_more_waits_for_no_operator(desk, capfd, method, error, to):
    """Somebody left the company, or deleted the message that a reply belongs to."""
    desk.post("why", to=to)
    desk.slack.fail(method, error)
    desk.run(3)
    assert desk.row("why").state == GONE
    assert "message_refused" not in capfd.readouterr().out
    desk.show("why", "welcome back")
    desk.run(3)
    assert [said.text for said in desk.slack.messages] == ["welcome back"]


def test_a_bad_token_parks_nothing_and_everything_waits(desk, capfd):
    desk.post("one")
    desk.post("two", to="marketing")
    desk.slack.fail("chat.postMessage", "token_revoked", "token_revoked")
    desk.run(desk.settings.token_pause + 1)
    assert [desk.row(name).state for name in ("one", "two")].count(PARKED) == 0
    desk.run(desk.settings.token_pause + 1)
    assert len(desk.slack.messages) == 2
    assert capfd.readouterr().out.count("token_not_taken") == 1


def test_a_failing_view_is_told_once_and_tried_again(desk, capfd):
    desk.post("card")
    del desk.facts["card"]
    desk.run(20)
    assert desk.row("card").error == "view fact: KeyError"
    desk.facts["card"] = "mended"
    desk.run(60)
    assert desk.slack.texts() == ["mended"]
    assert capfd.readouterr().out.count("view_failed") == 1


def test_an_edit_without_answer_is_made_again_and_once_more_later(desk):
    desk.post("card", "fresh")
    desk.send()
    desk.slack.fail("chat.update", "late:60")
    desk.show("card", "taken")
    desk.run(20)
    assert desk.slack.texts() == ["taken"]
    desk.show("card", "contacted")
    desk.run(30)
    assert desk.slack.texts() == ["contacted"]
    desk.run(30)
    desk.slack.messages[0].text = "taken"  # the late edit set it back
    desk.run(desk.settings.verify_after)
    assert desk.slack.texts() == ["contacted"]


def slowly(desk, act, seconds):
    """Slack acts, and its answer is heard when the lease was lost."""
    answer = act()
    desk.run(seconds)
    return answer


def test_an_answer_out_of_time_does_not_end_the_watch_for_a_late_edit(desk):
    desk.post("card", "fresh")
    desk.send()
    desk.slack.fail("chat.update", "late:120")
    desk.show("card", "taken")
    desk.send()
    desk.run(20)
    desk.slack.fail("chat.update", lambda act: slowly(desk, act, 45))
    desk.show("card", "contacted")
    desk.send()
    desk.run(60)
    assert desk.slack.texts() == ["taken"]  # the late edit
    desk.run(desk.settings.verify_after)
    assert desk.slack.texts() == ["contacted"]
    assert desk.row("card").verify_at is None


def test_an_edit_whose_answer_is_out_of_time_is_made_once_more_at_once(desk):
    desk.post("card", "fresh")
    desk.send()
    desk.slack.fail("chat.update", lambda act: slowly(desk, act, 45))
    desk.show("card", "taken")
    desk.send()
    assert len(desk.slack.named("chat.update")) == 3  # ours, the next one's, and one after both
    assert desk.slack.texts() == ["taken"]


def test_an_edit_that_slack_answers_with_500_is_made_again(desk):
    desk.post("card", "fresh")
    desk.send()
    desk.slack.fail("chat.update", "500", "internal_error")
    desk.show("card", "taken")
    desk.run(30)
    assert desk.slack.texts() == ["taken"]


def test_an_edit_met_by_an_unknown_error_is_parked_in_the_end(desk):
    desk.post("card", "fresh")
    desk.send()
    desk.slack.fail("chat.update", *["who_knows"] * 9)
    desk.show("card", "taken")
    desk.run(120)
    assert desk.row("card").state == PARKED
    assert len(desk.slack.named("chat.update")) == desk.settings.unknown_errors


def test_a_row_whose_sender_died_is_taken_over(desk):
    desk.post("card", "fresh")
    desk.send()
    desk.slack.fail("chat.update", Crash())
    desk.show("card", "taken")
    with pytest.raises(Crash):
        desk.send()
    desk.run(desk.settings.lease + 1)
    assert desk.slack.texts() == ["taken"]


def test_a_sender_that_was_stopped_for_too_long_does_not_call(desk):
    desk.post("card")
    row = desk.sender.claim()
    desk.clock.move(desk.settings.lease / 2)
    desk.sender.send(row)
    assert not desk.slack.calls
    assert desk.row("card").state == WAITING
    assert desk.row("card").first_dispatched_at is None
    desk.run(2)
    assert desk.slack.texts() == ["hello"]


def test_a_post_without_answer_is_uncertain(desk):
    desk.post("card")
    desk.slack.fail("chat.postMessage", "lost")
    desk.send()
    assert desk.row("card").state == UNCERTAIN
    assert not desk.sender.step()
