import pytest

from bot.kit.outbox.pacing import SLACK, SlotTaken, posts_to


def test_a_channel_gets_one_post_a_second(desk):
    for number in range(4):
        desk.post(f"card {number}")
    assert desk.send() == 1
    desk.clock.move(0.5)
    assert desk.send() == 0
    desk.clock.move(0.5)
    assert desk.send() == 1
    desk.run(2)
    assert len(desk.slack.messages) == 4


def test_a_paced_channel_does_not_hold_up_another(desk):
    for number in range(4):
        desk.post(f"card {number}")
    desk.post("campaign", to="marketing")
    assert desk.send() == 2


def test_edits_may_come_in_a_burst_and_then_at_their_rate(make_desk):
    desk = make_desk(update_burst=3)
    for number in range(6):
        desk.post(f"card {number}")
    desk.run(6)
    for number in range(6):
        desk.show(f"card {number}", "taken")
    assert desk.send() == 3
    desk.clock.move(desk.settings.update_interval)
    assert desk.send() == 1
    desk.run(10)
    assert desk.slack.texts() == ["taken"] * 6


def test_the_sender_knows_when_it_may_go_on(desk):
    desk.post("one")
    desk.post("two")
    desk.send()
    assert desk.sender.claims.free_at == pytest.approx(desk.clock.timestamp() + 1)


def test_a_slot_is_won_once(desk):
    pace, at = desk.sender.pace, desk.clock.at
    with desk.db.begin() as work:
        pace.take(work, posts_to("sales"), at=at)
    with pytest.raises(SlotTaken), desk.db.begin() as work:
        pace.take(work, posts_to("sales"), at=at)


def test_a_claim_that_loses_its_slot_is_rolled_back(desk, monkeypatch):
    desk.post("one")

    def lost(*_args, **_rest):
        raise SlotTaken("post:sales")

    monkeypatch.setattr(desk.sender.pace, "take", lost)
    assert desk.sender.claim() is None
    assert desk.row("one").state == "waiting"
    assert desk.row("one").first_dispatched_at is None


def test_a_longer_pause_is_not_cut_short(desk):
    pace, at = desk.sender.pace, desk.clock.at
    with desk.db.begin() as work:
        pace.pause(work, SLACK, at=at, seconds=60)
        pace.pause(work, SLACK, at=at, seconds=5)
    with desk.db.read() as work:
        assert pace.now(work, at=at).until == pytest.approx(at.timestamp() + 60)
    with desk.db.begin() as work:
        pace.resume(work, SLACK)
    with desk.db.read() as work:
        assert not pace.now(work, at=at).slack


def test_names_long_past_are_forgotten(desk):
    with desk.db.begin() as work:
        desk.sender.pace.take(work, posts_to("U0RITA"), at=desk.clock.at)
    desk.clock.move(4000)
    with desk.db.begin() as work:
        desk.sender.pace.forget(work, at=desk.clock.at)
    with desk.db.begin() as work:
        desk.sender.pace.take(work, posts_to("U0RITA"), at=desk.clock.at)
