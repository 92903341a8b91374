import pytest

from bot.kit.outbox.enqueue import where_it_stands
from bot.kit.outbox.table import GONE, HELD, SENT, UNCERTAIN
from tests.kit.outbox.slack_model import Crash


def test_a_post_whose_reply_was_lost_is_found_and_not_sent_again(desk):
    desk.post("card", "Ada")
    desk.slack.fail("chat.postMessage", "lost")
    desk.run(desk.settings.look_after + 1)
    assert desk.row("card").state == SENT
    assert desk.slack.texts() == ["Ada"]
    with desk.db.read() as work:
        assert where_it_stands(work, "card") == ("C0SALES", desk.slack.messages[0].ts)


def test_it_is_found_on_a_later_page(desk):
    for number in range(5):
        desk.slack.chat_postMessage(channel="C0SALES", text=f"chatter {number}")
    desk.post("card", "Ada")
    desk.slack.fail("chat.postMessage", "lost")
    desk.run(desk.settings.look_after + 1)
    assert desk.slack.texts()[5:] == ["Ada"]
    assert len(desk.slack.named("conversations.history")) == 3


def test_what_was_asked_meanwhile_is_shown_once_it_is_found(desk):
    desk.post("card", "fresh")
    desk.slack.fail("chat.postMessage", "lost")
    desk.send()
    desk.show("card", "taken")
    desk.run(desk.settings.look_after + 1)
    assert desk.slack.texts() == ["taken"]


def test_a_lost_reply_in_a_thread_is_looked_for_in_the_thread(desk):
    desk.post("card", "Ada")
    desk.send()
    desk.post("line", "came back", thread_key="card")
    desk.slack.fail("chat.postMessage", "lost")
    desk.run(desk.settings.look_after + 2)
    assert desk.slack.texts() == ["Ada", "came back"]
    assert desk.slack.named("conversations.replies")


def test_a_lost_direct_message_is_looked_for_in_the_direct_channel(desk):
    desk.post("why", to="U0RITA")
    desk.slack.fail("chat.postMessage", "lost")
    desk.run(desk.settings.look_after + 1)
    assert desk.row("why").state == SENT
    assert desk.slack.texts("DU0RITA") == ["hello"]


@pytest.mark.parametrize(
    "fault", ["reset", "fatal_error", "internal_error", "500", "some_new_error"]
)
def test_what_two_looks_do_not_find_is_sent_again(desk, fault):
    desk.post("card", "Ada")
    desk.slack.fail("chat.postMessage", fault)
    desk.run(desk.settings.look_after + desk.settings.miss_gap - 2)
    assert desk.row("card").state == UNCERTAIN
    desk.run(5)
    assert desk.slack.texts() == ["Ada"]
    assert len(desk.slack.named("chat.postMessage")) == 2


def test_a_late_first_copy_is_deleted_and_the_recorded_one_stays(desk):
    desk.post("card", "Ada")
    desk.slack.fail("chat.postMessage", "late:120")
    desk.run(100)
    recorded = desk.row("card").ts
    assert recorded
    desk.run(30)
    assert desk.slack.texts() == ["Ada", "Ada"]
    desk.run(desk.settings.verify_after)
    assert [said.ts for said in desk.slack.messages] == [recorded]
    assert desk.row("card").verify_at is None


def test_copies_that_are_found_do_not_end_the_watch_for_a_late_one(desk):
    desk.slack.hidden = 1000
    desk.post("card", "Ada")
    desk.slack.fail("chat.postMessage", "lost", "lost", "late:250")
    desk.run(2 * (desk.settings.look_after + desk.settings.miss_gap) + 5)
    assert len(desk.slack.named("chat.postMessage")) == 3
    desk.slack.hidden = 0
    desk.run(desk.settings.look_after + desk.settings.miss_gap)
    assert desk.slack.texts() == ["Ada"]
    desk.run(250)
    desk.run(desk.settings.verify_after)
    assert desk.slack.texts() == ["Ada"]
    assert not desk.slack.late


def test_several_copies_leave_the_earliest(desk):
    desk.post("card", "Ada")

    def doubled(act):
        act()
        act()
        raise TimeoutError

    desk.slack.fail("chat.postMessage", doubled)
    desk.run(desk.settings.look_after + 3)
    [said] = desk.slack.messages
    assert said.ts == desk.row("card").ts
    assert said.ts.endswith("000001")


def test_a_copy_whose_deletion_failed_is_deleted_later(desk):
    desk.post("card", "Ada")

    def doubled(act):
        act()
        act()
        raise TimeoutError

    desk.slack.fail("chat.postMessage", doubled)
    desk.slack.fail("chat.delete", "500", "500")
    desk.run(60)
    assert desk.slack.texts() == ["Ada"]


def test_a_lagging_history_ends_in_one_message(desk):
    desk.slack.hidden = 200
    desk.post("card", "Ada")
    desk.slack.fail("chat.postMessage", "lost")
    desk.run(100)
    assert desk.slack.texts() == ["Ada", "Ada"]
    desk.run(400)
    assert desk.slack.texts() == ["Ada"]


def test_a_message_is_held_while_slack_does_not_let_us_look(desk, capfd):
    desk.post("card", "Ada")
    desk.slack.fail("chat.postMessage", "lost")
    desk.slack.fail("conversations.history", "missing_scope", "missing_scope")
    desk.run(desk.settings.held_gap + 20)
    assert desk.row("card").state == HELD
    assert capfd.readouterr().out.count("message_held") == 1
    desk.run(desk.settings.held_gap + 20)
    assert desk.row("card").state == SENT
    assert desk.slack.texts() == ["Ada"]


@pytest.mark.parametrize("fault", ["reset", "500", "429:5", "refused connection", "invalid_auth"])
def test_a_look_that_failed_counts_as_no_miss(desk, fault):
    desk.post("card", "Ada")
    desk.slack.fail("chat.postMessage", "lost")
    desk.slack.fail("conversations.history", fault, fault, fault)
    desk.run(200)
    assert desk.row("card").state == SENT
    assert desk.slack.texts() == ["Ada"]
    assert len(desk.slack.named("chat.postMessage")) == 1


def test_an_error_slack_does_not_document_parks_the_row_in_the_end(desk):
    desk.post("card", "Ada")
    desk.slack.fail("chat.postMessage", *["who_knows"] * 9)
    desk.run(600)
    assert desk.row("card").state == "parked"
    assert len(desk.slack.named("chat.postMessage")) == desk.settings.unknown_errors


@pytest.mark.parametrize("step", ["crash before", "crash after"])
def test_a_sender_that_dies_leaves_exactly_one_message(desk, step):
    desk.post("card", "Ada")
    desk.slack.fail("chat.postMessage", step)
    with pytest.raises(Crash):
        desk.send()
    desk.run(desk.settings.lease + desk.settings.look_after + desk.settings.miss_gap + 5)
    assert desk.row("card").state == SENT
    assert desk.slack.texts() == ["Ada"]


def test_a_sender_that_dies_after_its_claim_leaves_exactly_one_message(desk):
    desk.post("card", "Ada")
    desk.sender.claim()
    desk.run(120)
    assert desk.slack.texts() == ["Ada"]


def late_answer(desk, seconds):
    """Post "card" so that Slack's answer is heard `seconds` later; what happens meanwhile runs."""

    def slow(act):
        answer = act()
        desk.run(seconds)
        return answer

    desk.slack.fail("chat.postMessage", slow)


def test_a_late_answer_of_the_copy_that_was_found_changes_nothing(desk):
    desk.post("card", "Ada")
    late_answer(desk, desk.settings.lease + desk.settings.look_after + 2)
    desk.run(2)
    assert desk.slack.texts() == ["Ada"]
    assert desk.row("card").state == SENT


def test_a_late_answer_to_an_uncertain_post_settles_it(desk):
    desk.post("card", "Ada")
    late_answer(desk, desk.settings.lease + 1)
    desk.send()
    assert desk.row("card").state == SENT
    assert not desk.slack.named("conversations.history")


def test_a_late_answer_of_another_copy_deletes_that_copy(desk):
    desk.post("card", "Ada")
    desk.slack.hidden = 10_000
    late_answer(desk, desk.settings.lease + desk.settings.look_after + desk.settings.miss_gap + 5)
    desk.send()
    [said] = desk.slack.messages
    assert said.ts == desk.row("card").ts
    assert len(desk.slack.named("chat.postMessage")) == 2


def test_a_late_answer_to_a_message_withdrawn_meanwhile_deletes_it(desk):
    desk.post("card", "Ada")
    desk.slack.hidden = 10_000

    def slow(act):
        answer = act()
        desk.show("card", None)
        desk.run(120)
        return answer

    desk.slack.fail("chat.postMessage", slow)
    desk.send()
    assert desk.row("card").state == GONE
    assert desk.slack.messages == []


def test_two_reconcilers_do_not_look_for_the_same_message(desk):
    desk.post("card", "Ada")
    desk.slack.fail("chat.postMessage", "lost")
    desk.send()
    desk.clock.move(desk.settings.look_after)

    def meanwhile(act):
        assert not desk.reconciler.step()
        return act()

    desk.slack.fail("conversations.history", meanwhile)
    assert desk.reconciler.step()
    assert len(desk.slack.named("conversations.history")) == 1
