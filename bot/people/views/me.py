"""The modal in which people set their own working time."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from slackblocks import (
    CheckboxGroup,
    ContextBlock,
    DatePicker,
    InputBlock,
    ModalView,
    Option,
    TimePicker,
)

from bot.kit.blocks import escape, mrkdwn, plain
from bot.people.domain import Absence, Person, WorkingTime
from bot.people.domain.working_time import DAY_NAMES, write_days, write_hours

CALLBACK = "people.me"
DAYS, OPENS, CLOSES = "people.days", "people.opens", "people.closes"
KEPT, FIRST, LAST = "people.absences", "people.first", "people.last"
SHOWN_ABSENCES = 10
"""As many checkboxes as Slack takes."""


def me(person: Person, own: WorkingTime, company: WorkingTime, *, today: date) -> dict[str, Any]:
    """Return the modal with a person's days, hours and absences from `today` on."""
    absences = coming(own.absences, today)
    days = [Option(plain(name), str(number)) for number, name in enumerate(DAY_NAMES)]
    blocks = [
        ContextBlock(
            [
                mrkdwn(
                    f"You are {person.role_in_words}. "
                    f"Your time zone is {escape(own.zone.key)}, as in your Slack profile."
                )
            ],
            block_id="people.who",
        ),
        InputBlock(
            plain("Working days"),
            CheckboxGroup(DAYS, days, initial_options=[days[day] for day in sorted(own.days)]),
            block_id=DAYS,
        ),
        InputBlock(
            plain("From"), TimePicker(OPENS, initial_time=f"{own.opens:%H:%M}"), block_id=OPENS
        ),
        InputBlock(
            plain("Until"),
            TimePicker(CLOSES, initial_time=f"{own.closes:%H:%M}"),
            block_id=CLOSES,
            hint=plain(
                f"The company works {write_days(company.days)}, "
                f"{write_hours(company.opens, company.closes)}; public holidays are off."
            ),
        ),
        *([_kept(absences)] if absences else []),
        InputBlock(plain("Away from"), DatePicker(FIRST), block_id=FIRST, optional=True),
        InputBlock(
            plain("Away until"),
            DatePicker(LAST),
            block_id=LAST,
            optional=True,
            hint=plain("The last day off. Nobody is reminded or counted as late while away."),
        ),
    ]
    return ModalView(
        title=plain("Your working time"),
        blocks=list(blocks),
        submit=plain("Save"),
        close=plain("Cancel"),
        callback_id=CALLBACK,
        private_metadata=json.dumps({"absences": [_write_absence(one) for one in absences]}),
    ).to_dict()


def coming(absences: Sequence[Absence], today: date) -> list[Absence]:
    """Return the absences that the modal shows: the next ones, not those that are over."""
    return [one for one in sorted(absences) if one.last >= today][:SHOWN_ABSENCES]


def unticked(note: dict[str, Any], ticked: Sequence[str] | None) -> list[Absence]:
    """Return the absences that the modal showed and the person unticked.

    One that was not shown, added meanwhile or beyond the tenth, is not removed.
    """
    shown: list[str] = note.get("absences", [])
    return [_read_absence(value) for value in shown if value not in (ticked or [])]


def _write_absence(absence: Absence) -> str:
    return f"{absence.first.isoformat()}/{absence.last.isoformat()}"


def _read_absence(value: str) -> Absence:
    first, _, last = value.partition("/")
    return Absence(date.fromisoformat(first), date.fromisoformat(last))


def _kept(absences: Sequence[Absence]) -> InputBlock:
    options = [Option(plain(_span(absence)), _write_absence(absence)) for absence in absences]
    return InputBlock(
        plain("Absences (untick to remove)"),
        CheckboxGroup(KEPT, options, initial_options=list(options)),
        block_id=KEPT,
        optional=True,
    )


def _span(absence: Absence) -> str:
    first, last = (f"{day:%a} {day.day} {day:%b %Y}" for day in (absence.first, absence.last))
    return first if first == last else f"{first} – {last}"
