"""What is longest and worst in everything people write still fits into Slack and pings nobody."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.meetings.domain.action_items import LONGEST, ActionItem, ActionState
from bot.meetings.domain.agenda import Line, Point, Slot, Wanted
from bot.meetings.domain.attendance import Attendance
from bot.meetings.domain.dates import Occurrence, State
from bot.meetings.domain.minutes import Note, NoteKind
from bot.meetings.domain.running import Outcome, Run, RunPoint
from bot.meetings.views.action_items import (
    ActionList,
    actions_answer,
    cannot_form,
    home_section,
    new_date_form,
    reminder,
    week_late,
    yours,
)
from bot.meetings.views.agenda import (
    AgendaFacts,
    Droppable,
    add_form,
    agenda_message,
    code_blocks,
    not_this_time_form,
    private_agenda,
    whole_agenda,
)
from bot.meetings.views.invitation import Change, InvitationFacts, change_message
from bot.meetings.views.invitation import invitation_message as invitation
from bot.meetings.views.minutes import MinutesFacts, minutes_markdown, minutes_message
from bot.meetings.views.running import RunningFacts, action_form, decision_form, running_message
from fakeslack.blockkit import check_message, check_view

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
MANY = 120
WORST = [
    "&" * LONGEST,
    ("<!channel> <@U0SAM> <https://x.example|y> *b* `c` " * 10)[:LONGEST],
    "\u202e" + "ж" * (LONGEST - 1),
    "a" * LONGEST,
    " ",
]


@pytest.fixture(params=WORST, ids=["ampersands", "commands", "backwards", "one word", "nothing"])
def text(request) -> str:
    return request.param


def an_occurrence(text: str, state: State = State.PLANNED) -> Occurrence:
    return Occurrence(
        id=10**14,
        series=1,
        period="2026-12",
        starts_at=AT,
        ends_at=AT + timedelta(hours=1),
        state=state,
        place=text,
        reason=text,
        invited_at=AT,
        changed_at=AT,
    )


def an_action(number: int, text: str, state: ActionState) -> ActionItem:
    return ActionItem(
        id=10**14 + number,
        occurrence_id=1,
        point=text,
        what=text,
        owner="U0TOM",
        due=date(2026, 12, 4),
        success=text,
        state=state,
        by="U0SAM",
        at=AT,
        reason=text,
        moved=12,
    )


def some_actions(text: str) -> tuple[ActionItem, ...]:
    states = list(ActionState)
    return tuple(an_action(n, text, states[n % len(states)]) for n in range(MANY))


def an_agenda(text: str, **rest) -> AgendaFacts:
    lines = tuple(Line(text, "https://example.com/" + "&" * 900) for _ in range(40))
    slots = tuple(
        Slot(
            Point(
                key=f"own:{number}",
                title=text,
                wanted=Wanted.DECIDE,
                presents=text,
                lines=lines,
                item=number,
                votes=10**6,
            ),
            5 if number < 100 else 0,
        )
        for number in range(1, MANY)
    )
    return AgendaFacts(an_occurrence(text), BERLIN, slots, chair=text, left_off=3, **rest)


def a_run(text: str, *, over: bool) -> Run:
    points = tuple(
        RunPoint(
            position=number,
            key=f"own:{number}",
            title=text,
            wanted=Wanted.DISCUSS,
            presents=text,
            minutes=5,
            began_at=AT if number == 0 else None,
            outcome=Outcome.NOT_REACHED if over else None,
        )
        for number in range(MANY)
    )
    ended = AT + timedelta(hours=1) if over else None
    return Run(1, started_at=AT, ended_at=ended, points=points)


def some_notes(text: str) -> tuple[Note, ...]:
    kinds = list(NoteKind)
    made = {"occurrence_id": 1, "point": text, "text": text, "by": "U0SAM", "at": AT}
    return tuple(Note(id=n, kind=kinds[n % len(kinds)], **made) for n in range(MANY))


def stands(message) -> None:
    assert check_message(message.blocks) == []
    assert 0 < len(message.text) <= 4000
    for ping in ("<!channel", "<@U0SAM", "<https://x.example"):
        assert ping not in f"{message.text} {message.blocks}"


def opens(view) -> None:
    assert check_view(view) == []
    assert len(view.get("private_metadata", "")) <= 3000


def test_agendas(text):
    for begun in (False, True):
        facts = an_agenda(text, begun=begun)
        stands(agenda_message(facts, command="/meeting"))
        stands(private_agenda(facts))
        opens(whole_agenda(facts))
    off = AgendaFacts(an_occurrence(text, State.SKIPPED), BERLIN, ())
    stands(agenda_message(off, command="/meeting"))


def test_forms(text):
    opens(add_form(text=text * 20, address="https://example.com/" + "a" * 900, nonce="a" * 16))
    some = [Droppable(f"own:{number}", text, dropped=number % 2 == 0) for number in range(MANY)]
    opens(not_this_time_form(an_occurrence(text), some))
    point = a_run(text, over=False).points[0]
    opens(decision_form(point, {"meeting": "1 M1"}))
    opens(action_form(point, {"meeting": "1 M1"}, due=date(2026, 12, 4)))
    opens(cannot_form(an_action(1, text, ActionState.OPEN)))
    opens(new_date_form(an_action(1, text, ActionState.OPEN), suggested=date(2026, 12, 4)))


def test_a_running_meeting(text):
    for over in (False, True):
        facts = RunningFacts(
            occurrence=an_occurrence(text),
            run=a_run(text, over=over),
            now=AT,
            chair=text,
            mentions=tuple(f"U{number:010}" for number in range(MANY)),
            lines=tuple(Line(text) for _ in range(MANY)),
            notes=some_notes(text),
            actions=some_actions(text),
            owners={"U0TOM": text},
            place=text,
            first=(text,) * MANY,
            has_targets=True,
        )
        stands(running_message(facts, command="/meeting"))


def test_minutes(text):
    facts = MinutesFacts(
        occurrence=an_occurrence(text),
        run=a_run(text, over=True),
        zone=BERLIN,
        today=date(2026, 12, 20),
        chair=text,
        came=(text,) * MANY,
        notes=some_notes(text),
        actions=some_actions(text),
        owners={"U0TOM": text},
    )
    stands(minutes_message(facts))
    blocks = code_blocks(minutes_markdown(facts))
    assert check_message(blocks, ephemeral=True) == []


def test_actions(text):
    some = ActionList(some_actions(text), date(2026, 12, 20), {"U0TOM": text}, mine="U0TOM")
    stands(yours(some, chair=text))
    stands(actions_answer("All actions", some, command="/meeting"))
    assert check_message(home_section(some, command="/meeting")) == []
    for state in ActionState:
        stands(reminder(an_action(1, text, state), date(2026, 12, 20)))
        stands(week_late(an_action(1, text, state), date(2026, 12, 20), text))


def test_invitations(text):
    going = Attendance(going=(text,) * MANY, cannot=(text,) * MANY, silent=7)
    for state in State:
        facts = InvitationFacts(an_occurrence(text, state), BERLIN, going, chair=text, by=text)
        stands(invitation(facts))
        for change in Change:
            stands(change_message(change, facts, was=AT, sequence=0))
