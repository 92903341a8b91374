"""The form in which managers set the meeting up, and the dates they see before they save."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slackblocks import (
    Block,
    ContextBlock,
    InputBlock,
    Option,
    PlainTextInput,
    RadioButtonGroup,
    SectionBlock,
    StaticSelectMenu,
    TimePicker,
    UserMultiSelectMenu,
    UserSelectMenu,
)

from bot.kit.blocks import dump, escape, moment, mrkdwn, plain
from bot.kit.modals import modal
from bot.kit.wording import counted, field
from bot.meetings.domain.date_plan import Planned
from bot.meetings.domain.date_words import month_in_words
from bot.meetings.domain.dates import Series
from bot.meetings.domain.rule import in_words, read_rule
from bot.meetings.domain.setup import LENGTHS, LISTED, TEAMS, Form
from bot.meetings.views.invitation import place_in_words

FORM, PREVIEW = "meeting.setup", "meeting.setup_save"
DATES_SHOWN = 6
View = dict[str, Any]


def setup_form(form: Form, *, version: int, holidays_known: bool, mail: bool) -> View:
    """Return the form; `version` is what it was opened on, so that nobody overwrites unseen."""
    lengths = [Option(plain(_length(minutes)), str(minutes)) for minutes in LENGTHS]
    minutes = next((one for one in lengths if one.value == form.minutes), lengths[2])
    teams = [
        Option(plain("Both teams, and those named below"), TEAMS),
        Option(plain("Only those named below"), LISTED),
    ]
    holidays = (
        "Empty: those of your company (HOLIDAY_COUNTRY). Write none to avoid none."
        if holidays_known
        else "Empty: none, since HOLIDAY_COUNTRY is not set."
    )
    blocks: list[Block] = [
        InputBlock(
            plain("When do you meet?"),
            PlainTextInput(
                "meeting.rule",
                placeholder=plain("first Tuesday"),
                initial_value=form.rule or None,
                max_length=200,
            ),
            block_id="meeting.rule",
            hint=plain("first Tuesday, last Thursday, second working day, 15th, or an RRULE."),
        ),
        InputBlock(
            plain("At"), TimePicker("meeting.at", initial_time=form.at), block_id="meeting.at"
        ),
        _text("zone", "Time zone", form.zone, hint="The meeting stays at this time on the wall."),
        InputBlock(
            plain("For how long?"),
            StaticSelectMenu("meeting.minutes", lengths, initial_option=minutes),
            block_id="meeting.minutes",
        ),
        _text(
            "countries",
            "Not on public holidays of",
            form.countries,
            placeholder="DE, US",
            hint=f"{holidays} A meeting moves to the next working day.",
            optional=True,
        ),
        _text("place", "Place or link", form.place, optional=True),
        InputBlock(
            plain("Who is invited?"),
            RadioButtonGroup(
                "meeting.who", teams, initial_option=teams[1 if form.who == LISTED else 0]
            ),
            block_id="meeting.who",
        ),
        _people("people", "People named", form.people),
        *_consulted(form),
        InputBlock(
            plain("Who chairs?"),
            UserSelectMenu("meeting.chair", initial_user=form.chair or None),
            block_id="meeting.chair",
            optional=True,
            hint=plain("Empty: managers of sales and of marketing in turn."),
        ),
    ]
    if not mail:
        note = "Invitations are in Slack: no mail server is set up here (SMTP_HOST)."
        blocks.append(ContextBlock([mrkdwn(note)], block_id="meeting.no_mail"))
    return modal(
        "Strategy meeting",
        blocks,
        callback=FORM,
        submit="Show dates",
        note={"version": version},
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown before it is saved: the dates, and what stays as it was."""

    series: Series
    planned: Sequence[Planned]
    stays: Sequence[tuple[str, str, datetime]]
    """(period, state, start) of meetings that were moved or skipped, which stay so."""
    invited: int
    chair: str
    mail: bool


def preview(facts: Preview, form: Form, *, version: int) -> View:
    """Return the next six dates, with Save."""
    series = facts.series
    words = escape(in_words(read_rule(series.rule)))
    zone = escape(series.zone.key)
    rule = f"*{words[0].upper()}{words[1:]}, {series.at} in {zone}, {series.minutes} minutes.*"
    kept = {period: (state, starts_at) for period, state, starts_at in facts.stays}
    dates = [_date_line(one, series, kept) for one in facts.planned[:DATES_SHOWN]]
    number = counted(facts.invited, "person").replace("persons", "people")
    people = [f"{number[0].upper()}{number[1:]} invited"]
    if facts.chair:
        people.append(f"chaired by {field(facts.chair)}")
    said = [f"{', '.join(people)}."]
    if series.place:
        said.append(f"Where: {place_in_words(series.place)}.")
    said.append(
        "Invitations go out in Slack and by e-mail, with changes following."
        if facts.mail
        else "Invitations go out in Slack, with a calendar file."
    )
    blocks: list[Block] = [
        SectionBlock(mrkdwn(rule), block_id="meeting.rule_in_words"),
        SectionBlock(mrkdwn("\n".join(dates)), block_id="meeting.dates"),
        ContextBlock([mrkdwn(" ".join(said))], block_id="meeting.people_in_words"),
    ]
    return modal(
        "The next six dates",
        blocks,
        callback=PREVIEW,
        submit="Save",
        note={"version": version, "form": form.written()},
        close="Back",
    )


def saved(first: datetime | None, *, invited: bool) -> View:
    """Return what is said once it is saved."""
    sentence = "*It is set up.*"
    if first is not None:
        sentence += f" You meet next on {moment(first, style='{date_long_pretty}, {time}')}."
        sentence += (
            " Everybody is being invited." if invited else " Everybody is invited six weeks before."
        )
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Strategy meeting"},
        "close": {"type": "plain_text", "text": "Close"},
        "clear_on_close": True,
        "blocks": dump([SectionBlock(mrkdwn(sentence), block_id="meeting.saved")]),
    }


def _date_line(planned: Planned, series: Series, kept: dict[str, tuple[str, datetime]]) -> str:
    start = planned.starts_at.astimezone(series.zone)
    day = f"{start:%a} {start.day} {start:%B %Y, %H:%M}"
    if planned.period in kept:
        state, at = kept[planned.period]
        if state == "skipped":
            return f"• ~{day}~ {month_in_words(planned.period)} stays skipped"
        local = at.astimezone(series.zone)
        return (
            f"• {local:%a} {local.day} {local:%B %Y, %H:%M}"
            f" ({month_in_words(planned.period)} stays {state})"
        )
    why = f" (a working day later: {escape(planned.why)})" if planned.why else ""
    return f"• {day}{why}"


def _consulted(form: Form) -> list[Block]:
    rows = len(form.consulted) + 1
    blocks: list[Block] = []
    for row in range(rows):
        people, topic = form.consulted[row] if row < len(form.consulted) else ((), "")
        again = "" if row == 0 else f" ({row + 1})"
        blocks.append(
            _people(
                f"consulted{row}",
                f"Consulted only when it is their topic{again}",
                people,
                placeholder="Finance, legal, …",
            )
        )
        blocks.append(
            _text(
                f"topic{row}",
                f"Their topic{again}",
                topic,
                placeholder="target, budget",
                hint="They are invited when one of these words is on the agenda.",
                optional=True,
            )
        )
    return blocks


def _text(
    name: str,
    label: str,
    value: str,
    *,
    hint: str = "",
    placeholder: str = "",
    optional: bool = False,
) -> InputBlock:
    return InputBlock(
        plain(label),
        PlainTextInput(
            f"meeting.{name}",
            initial_value=value or None,
            placeholder=plain(placeholder) if placeholder else None,
            max_length=300,
        ),
        block_id=f"meeting.{name}",
        hint=plain(hint) if hint else None,
        optional=optional,
    )


def _people(
    name: str, label: str, people: Sequence[str], *, placeholder: str = "People"
) -> InputBlock:
    return InputBlock(
        plain(label),
        UserMultiSelectMenu(
            f"meeting.{name}",
            placeholder=plain(placeholder),
            initial_users=list(people) or None,
        ),
        block_id=f"meeting.{name}",
        optional=True,
    )


def _length(minutes: int) -> str:
    return {60: "1 hour", 90: "1½ hours", 120: "2 hours", 180: "3 hours"}.get(
        minutes, f"{minutes} minutes"
    )
