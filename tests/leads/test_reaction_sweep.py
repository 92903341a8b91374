import pytest

from bot.leads.actions.claim import claim_lead
from bot.leads.domain.verdicts import Verdict
from bot.leads.reaction_sweep import ReactionSweep
from bot.leads.store.verdicts import standing_verdict
from tests.leads.scene import (
    CARD_TS,
    MARK,
    NOON,
    PRIYA,
    RITA,
    SALES,
    TOM,
    a_floor,
    a_room,
    a_saved_lead,
    owned,
    reaction,
    story,
    the_lead_now,
)

NOW = NOON.timestamp()


@pytest.fixture
def house(db):
    return a_floor(db)


def on_card(*reactions, ts=CARD_TS):
    """A message as conversations.history gives it: reactions as (name, who) or (name, who, count)."""
    return {
        "ts": ts,
        "reactions": [
            {
                "name": name,
                "users": [one.id for one in who],
                "count": count[0] if count else len(who),
            }
            for name, who, *count in reactions
        ],
    }


def sweep(house, *messages, **answers):
    house.client.answers["conversations.history"] = {"messages": list(messages)}
    house.client.answers.update(answers)
    ReactionSweep(house, a_room(house.clock)).sweep()


def verdict(db, lead_id, rep=RITA):
    with db.read() as work:
        standing = standing_verdict(work, lead_id=lead_id, rep=rep.id)
    return standing.verdict if standing else None


def test_what_was_missed_is_added_and_what_is_gone_is_removed(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("+1", by=TOM.id, at=NOW - 600))
    sweep(house, on_card(("-1::skin-tone-2", [RITA]), ("fire", [MARK])))
    assert verdict(db, lead_id) is Verdict.POOR
    assert verdict(db, lead_id, TOM) is None
    assert verdict(db, lead_id, MARK) is None


def test_a_second_sweep_changes_nothing(house, db):
    lead_id = a_saved_lead(db)
    seen = on_card(("-1", [RITA]), ("hand", [TOM]))
    sweep(house, seen)
    house.clock.move(minutes=15)
    before = story(db, lead_id)
    sweep(house, seen)
    assert story(db, lead_id) == before


def test_an_event_that_is_newer_than_what_was_seen_stays(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("-1", by=RITA.id, at=NOW + 1))
    sweep(house, on_card())
    assert verdict(db, lead_id) is Verdict.POOR


def test_a_stated_verdict_is_not_swept_away(house, db):
    lead_id = a_saved_lead(db)
    house.command(f"/lead rate {lead_id} good", by=RITA.id)
    house.clock.move(minutes=15)
    sweep(house, on_card())
    assert verdict(db, lead_id) is Verdict.GOOD


def test_the_first_hand_in_slacks_list_takes_the_lead_and_the_next_is_told(house, db):
    lead_id = a_saved_lead(db)
    sweep(house, on_card(("raised_hand", [MARK, PRIYA, TOM])))
    assert the_lead_now(db, lead_id).owner == PRIYA.id
    (told,) = house.client.called("chat.postEphemeral")
    assert (told["user"], told["channel"]) == (TOM.id, SALES)
    assert "Priya Nair took" in told["text"]


def test_a_hand_that_was_lowered_unheard_releases_the_lead(house, db):
    lead_id = a_saved_lead(db)
    house.event(reaction("hand", by=RITA.id, at=NOW - 600))
    sweep(house, on_card())
    assert the_lead_now(db, lead_id).owner is None


def test_who_took_it_by_button_keeps_it_without_a_hand(house, db):
    lead_id = a_saved_lead(db)
    with db.begin() as work:
        claim_lead(a_room(), work, lead_id=lead_id, by=RITA, at=NOON)
    house.clock.move(minutes=15)
    sweep(house, on_card())
    assert the_lead_now(db, lead_id).owner == RITA.id


def test_when_slack_lists_fewer_people_than_it_counts_they_are_asked_for(house, db):
    lead_id = a_saved_lead(db)
    whole = {"message": on_card(("-1", [RITA, TOM, PRIYA]))}
    sweep(house, on_card(("-1", [RITA], 3)), **{"reactions.get": whole})
    (call,) = house.client.called("reactions.get")
    assert (call["channel"], call["timestamp"]) == (SALES, CARD_TS)
    assert verdict(db, lead_id, PRIYA) is Verdict.POOR


def test_history_is_read_by_pages_back_to_the_oldest_open_card(house, db):
    first = a_saved_lead(db, at="1764000000.000100")
    second = a_saved_lead(db, at="1764000009.000100", **owned(TOM.id))
    a_saved_lead(db, at="1700000000.000100", stage="won", ended_at=NOON.replace(year=2025))

    def history(arguments):
        if not arguments.get("cursor"):
            return {
                "messages": [on_card(("fire", [RITA]), ts="1764000009.000100")],
                "response_metadata": {"next_cursor": "more"},
            }
        return {"messages": [on_card(("-1", [RITA])), {"ts": "1.1", "text": "chat"}]}

    house.client.answers["conversations.history"] = history
    ReactionSweep(house, a_room(house.clock)).sweep()
    calls = house.client.called("conversations.history")
    assert [call["oldest"] for call in calls] == ["1764000000.000100"] * 2
    assert (verdict(db, first), verdict(db, second)) == (Verdict.POOR, Verdict.GREAT)


def test_when_slack_has_had_enough_the_rest_waits(house, db):
    a_saved_lead(db)
    sweep(house, **{"conversations.history": {"ok": False, "error": "ratelimited"}})
    assert len(house.client.calls) == 1


def test_without_open_cards_slack_is_not_asked(house, db):
    sweep(house)
    assert house.client.calls == []
