from datetime import timedelta

from sqlalchemy import update

from bot.kit.outbox.queries import (
    Backlog,
    backlog,
    count_stuck,
    purge,
    retry_parked,
    slack_paused_until,
    stuck,
)
from bot.kit.outbox.table import outbox


def test_the_backlog_counts_what_is_due_and_for_how_long(desk):
    with desk.db.read() as work:
        assert backlog(work, at=desk.clock.at) == Backlog(0, 0.0)
    desk.post("one")
    desk.clock.move(7)
    desk.post("two")
    desk.clock.move(5)
    with desk.db.read() as work:
        assert backlog(work, at=desk.clock.at) == Backlog(2, 12.0)
        assert count_stuck(work) == 0


def test_a_parked_message_is_listed_with_its_cure_and_can_be_tried_again(desk):
    desk.post("card")
    desk.slack.fail("chat.postMessage", "not_in_channel")
    desk.run(1)
    with desk.db.read() as work:
        [row] = stuck(work)
        assert count_stuck(work) == 1
    assert (row.key, row.state, row.error) == ("card", "parked", "not_in_channel")
    assert row.cure == "Invite the bot to the channel."
    with desk.db.begin() as work:
        assert retry_parked(work, at=desk.clock.at, destination="marketing") == 0
        assert retry_parked(work, at=desk.clock.at, destination="sales") == 1
    desk.run(1)
    assert desk.slack.texts() == ["hello"]


def test_a_held_message_is_looked_for_at_once_when_asked(desk):
    desk.post("card")
    desk.slack.fail("chat.postMessage", "lost")
    desk.slack.fail("conversations.history", "missing_scope")
    desk.run(10)
    with desk.db.begin() as work:
        assert stuck(work)[0].state == "held"
        assert retry_parked(work, at=desk.clock.at) == 1
    desk.run(1)
    with desk.db.read() as work:
        assert stuck(work) == []


def test_it_is_known_when_everything_is_paused(desk):
    desk.post("card")
    desk.slack.fail("chat.postMessage", "invalid_auth")
    desk.run(0)
    with desk.db.read() as work:
        assert slack_paused_until(work, at=desk.clock.at) is not None
        after = desk.clock.at + timedelta(seconds=desk.settings.token_pause)
        assert slack_paused_until(work, at=after) is None


def test_old_payloads_are_blanked_and_what_stands_in_slack_stays(desk):
    with desk.db.begin() as work:
        desk.outbox.post(
            work,
            key="told",
            to="sales",
            view="frozen",
            args={"text": "Ada’s feedback"},
            subject="lead:42",
            at=desk.clock.at,
        )
    desk.post("card", "Ada")
    desk.run(2)
    keep = desk.settings.keep_payloads
    with desk.db.begin() as work:
        assert purge(work, at=desk.clock.at, keep=keep) == 0
    desk.clock.move(keep.total_seconds())
    with desk.db.begin() as work:
        assert purge(work, at=desk.clock.at, keep=keep) == 1
        assert purge(work, at=desk.clock.at, keep=keep) == 0
        desk.outbox.refresh_subject(work, subject="lead:42", at=desk.clock.at)
    desk.run(2)
    assert "Ada’s feedback" in desk.slack.texts()
    assert desk.row("told").args == {"purged": True}
    assert desk.row("told").state == "sent"


def test_an_erased_payload_takes_the_message_with_it(desk):
    with desk.db.begin() as work:
        desk.outbox.post(
            work, key="told", to="sales", view="frozen", args={"text": "Ada"}, at=desk.clock.at
        )
    desk.run(1)
    with desk.db.begin() as work:
        work.execute(update(outbox).values(args={}))
        desk.outbox.refresh(work, key="told", at=desk.clock.at)
    desk.run(1)
    assert desk.slack.messages == []
