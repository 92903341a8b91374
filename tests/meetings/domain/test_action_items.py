from datetime import UTC, date, datetime

import pytest

from bot.kit.errors import Refusal
from bot.meetings.domain.action_items import (
    ActionItem,
    ActionState,
    action_words,
    due_date,
    must_be_open,
)

FRIDAY = date(2026, 12, 4)


def an_action(**rest) -> ActionItem:
    return ActionItem(
        **{
            "id": 7,
            "occurrence_id": 1,
            "point": "",
            "what": "Send the list",
            "owner": "U0TOM",
            "due": FRIDAY,
            "success": "",
            "state": ActionState.OPEN,
            "by": "U0MAYA",
            "at": datetime(2026, 12, 1, 9, tzinfo=UTC),
            **rest,
        }
    )


def test_how_an_action_stands_is_said_in_words():
    assert an_action().number == "ACT-7"
    assert an_action().standing(FRIDAY) == "due 4 Dec"
    assert an_action().standing(date(2026, 12, 5)) == "1 day late"
    assert an_action().standing(date(2026, 12, 7)) == "3 days late"
    assert an_action(state=ActionState.DONE).standing(date(2027, 1, 1)) == "done"
    assert an_action(state=ActionState.CANNOT).standing(FRIDAY) == "can't be done"
    gone = an_action(state=ActionState.CANNOT, reason="no access")
    assert gone.standing(FRIDAY) == "can't be done: no access"


def test_only_what_is_open_is_late():
    assert an_action().days_late(date(2026, 12, 11)) == 7
    assert an_action().days_late(FRIDAY) == 0
    assert an_action(state=ActionState.DONE).days_late(date(2026, 12, 11)) == 0


def test_what_is_closed_is_changed_no_more():
    must_be_open(an_action())
    for state in (ActionState.DONE, ActionState.CANNOT):
        with pytest.raises(Refusal, match="ACT-7"):
            must_be_open(an_action(state=state))


def test_a_date_can_be_kept_or_is_refused():
    assert due_date(FRIDAY, today=FRIDAY) == FRIDAY
    with pytest.raises(Refusal, match="passed"):
        due_date(FRIDAY, today=date(2026, 12, 5))
    with pytest.raises(Refusal, match="two years"):
        due_date(date(2036, 1, 1), today=FRIDAY)


def test_what_people_write_becomes_one_line():
    assert action_words(" Send\nthe \u202elist ", missing="What?") == "Send the list"
    with pytest.raises(Refusal, match=r"What\?"):
        action_words(" \u200b ", missing="What?")
    with pytest.raises(Refusal, match="300"):
        action_words("x" * 301, missing="What?")
