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

    house.client.answers["conversations.history"] = channel_history(
        on_card(("fire", [RITA]), ts="1764000009.000100"),
        on_card(("-1", [RITA])),
        {"ts": "1763999999.000100", "text": "chat"},
    )
    ReactionSweep(house, a_room(house.clock), a_page=1).sweep()
    calls = house.client.called("conversations.history")
    assert [call["oldest"] for call in calls] == ["1764000000.000100"] * 2
    assert (verdict(db, first), verdict(db, second)) == (Verdict.POOR, Verdict.GREAT)


def channel_history(*messages):
    """History as Slack keeps it: newest first, by pages of `limit` from `latest` to `oldest`."""

    def answer(arguments):
        latest = arguments.get("latest") or "9"
        some = [one for one in messages if arguments["oldest"] <= one["ts"] <= latest]
        some.sort(key=lambda one: one["ts"], reverse=True)
        limit = int(arguments["limit"])
        return {"messages": some[:limit], "has_more": len(some) > limit}

    return answer


def busy_channel(db, *, cards, chat):
    """Open cards, oldest first, each rated by Rita and followed by `chat` other messages."""
    numbers, messages = [], []
    for card in range(cards):
        ts = f"1764{card:06d}.000100"
        numbers.append(a_saved_lead(db, at=ts))
        messages.append(on_card(("fire", [RITA]), ts=ts))
        messages += [{"ts": f"1764{card:06d}.0002{n:02d}", "text": "chat"} for n in range(chat)]
    return numbers, channel_history(*messages)


def rated(db, numbers):
    return [lead_id for lead_id in numbers if verdict(db, lead_id)]


def test_a_sweep_that_was_cut_short_is_gone_on_with_by_the_next(house, db):
    numbers, history = busy_channel(db, cards=10, chat=2)
    house.client.answers["conversations.history"] = history
    small = ReactionSweep(house, a_room(house.clock), a_page=3, most_pages=4)
    for reached in (numbers[6:], numbers[2:], numbers):
        small.sweep()
        assert rated(db, numbers) == reached


def test_what_is_left_of_the_calls_begins_anew_at_the_newest(house, db):
    numbers, history = busy_channel(db, cards=5, chat=2)
    house.client.answers["conversations.history"] = history
    small = ReactionSweep(house, a_room(house.clock), a_page=3, most_pages=4)
    small.sweep()
    newest = a_saved_lead(db, at="1765000000.000100")
    house.client.answers["conversations.history"] = channel_history(
        *history({"oldest": "0", "limit": 99})["messages"],
        on_card(("-1", [TOM]), ts="1765000000.000100"),
    )
    small.sweep()
    assert rated(db, numbers) == numbers
    assert verdict(db, newest, TOM) is Verdict.POOR
    assert len(house.client.called("conversations.history")) == 8


def test_no_page_is_read_that_has_no_open_card(house, db):
    numbers, history = busy_channel(db, cards=3, chat=90)
    house.client.answers["conversations.history"] = history
    ReactionSweep(house, a_room(house.clock), a_page=10).sweep()
    assert rated(db, numbers) == numbers
    assert len(house.client.called("conversations.history")) == 3


def test_a_card_that_was_deleted_in_slack_holds_nothing_up(house, db):
    numbers, _ = busy_channel(db, cards=3, chat=0)
    house.client.answers["conversations.history"] = channel_history(
        on_card(("fire", [RITA]), ts="1764000000.000100")
    )
    ReactionSweep(house, a_room(house.clock), a_page=1).sweep()
    assert rated(db, numbers) == numbers[:1]


def test_after_slack_had_enough_the_next_sweep_goes_on_there(house, db):
    numbers, history = busy_channel(db, cards=4, chat=2)
    small = ReactionSweep(house, a_room(house.clock), a_page=3)
    enough = {"ok": False, "error": "ratelimited"}
    calls = house.client.calls

    def two_pages(arguments):
        return history(arguments) if len(calls) <= 2 else enough

    house.client.answers["conversations.history"] = two_pages
    small.sweep()
    assert rated(db, numbers) == numbers[2:]
    calls.clear()
    small.sweep()
    assert rated(db, numbers) == numbers


def test_an_empty_page_is_not_taken_for_the_end(house, db):
    numbers, history = busy_channel(db, cards=3, chat=0)
    pages = [{"messages": [], "has_more": True}]
    house.client.answers["conversations.history"] = lambda arguments: (
        pages.pop() if pages else history(arguments)
    )
    ReactionSweep(house, a_room(house.clock)).sweep()
    assert rated(db, numbers) == numbers[:2]


def test_what_slack_refuses_otherwise_is_begun_anew(house, db):
    numbers, history = busy_channel(db, cards=3, chat=0)
    answers = [{"ok": False, "error": "internal_error"}, history({"oldest": "0", "limit": 1})]
    house.client.answers["conversations.history"] = lambda _arguments: answers.pop()
    small = ReactionSweep(house, a_room(house.clock), a_page=1)
    small.sweep()
    house.client.answers["conversations.history"] = history
    house.client.calls.clear()
    small.sweep()
    latest = [call["latest"] for call in house.client.called("conversations.history")]
    assert latest == ["1764000002.000100", "1764000001.000100", "1764000000.000100"]
    assert rated(db, numbers) == numbers


def test_when_slack_has_had_enough_the_rest_waits(house, db):
    a_saved_lead(db)
    sweep(house, **{"conversations.history": {"ok": False, "error": "ratelimited"}})
    assert len(house.client.calls) == 1


def test_without_open_cards_slack_is_not_asked(house, db):
    sweep(house)
    assert house.client.calls == []
