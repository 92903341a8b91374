"""What the scoreboard, content and the definition bring to the agenda."""

from collections.abc import Sequence

from bot.content.domain.request import Request
from bot.content.queries.gaps import gaps
from bot.content.queries.requests import content_numbers, overdue_requests
from bot.kit.text import cut
from bot.kit.wording import counted, listed
from bot.leads.definition.queries import contradictions, proposal_waiting, version_story
from bot.meetings.domain.agenda import Line, Point, Wanted
from bot.meetings.queries.asking import SHORT, Asking
from bot.people.domain import Team
from bot.scoreboard.domain.metrics import minutes_said
from bot.scoreboard.domain.promises import PromiseKept
from bot.scoreboard.domain.targets import Course, TargetProgress
from bot.scoreboard.queries.numbers import SharedNumber, shared_numbers
from bot.scoreboard.queries.promises import promises
from bot.scoreboard.queries.targets import targets

SHOWN = 6
WISHES = 3
"""Topics of a kind that the point on content names."""
MORE_THAN_ONE_VOICE = 2
"""Verdicts from which on a rule is worth the room's time."""


def the_numbers(asking: Asking) -> list[Point]:
    """The shared numbers since the meeting before, beside the usual, and how the targets stand."""
    board = asking.room.scoreboard
    if board is None:
        return []
    work, settings, at = asking.work, board.settings, asking.at
    numbers = [
        one for one in shared_numbers(work, settings, asking.period, at) if _says_something(one)
    ]
    aims = targets(work, settings, at)
    if not numbers and not aims:
        return []
    behind = sum(one.course in {Course.BEHIND, Course.MISSED} for one in aims)
    known = behind + sum(one.course in {Course.AHEAD, Course.REACHED} for one in aims)
    title = "The shared numbers"
    if known:
        title += f": {behind} of {counted(known, 'target')} behind" if behind else ", on course"
    return [
        Point(
            key="numbers",
            title=title,
            wanted=Wanted.DISCUSS if behind else Wanted.INFORM,
            presents=asking.heads(Team.SALES, Team.MARKETING),
            floor=4,
            enough=12,
            weight=88,
            lines=(*map(_target_line, aims[:SHOWN]), *map(_number_line, numbers)),
        )
    ]


def _says_something(one: SharedNumber) -> bool:
    return bool(one.value) or bool(one.previous)


def _number_line(one: SharedNumber) -> Line:
    beside = [
        f"{words} {one.said(value)}"
        for words, value in (("before", one.previous), ("usual", one.average4))
        if value is not None
    ]
    said = f"{one.name}: {one.said(one.value)}"
    return Line(f"{said} ({', '.join(beside)})" if beside else said)


def _target_line(one: TargetProgress) -> Line:
    name = f"{one.metric.of.name}, {one.target.span.words}"
    return Line(f"Target {name}: {one.words}")


def the_promises(asking: Asking) -> list[Point]:
    """The promises of both teams: how often each was kept and missed."""
    board = asking.room.scoreboard
    if board is None:
        return []
    found = promises(asking.work, board.settings, asking.period, asking.at)
    made = [one for one in found if one.kept or one.missed]
    if not made:
        return []
    missed = sum(one.missed for one in made)
    of = sum(one.kept + one.missed for one in made)
    said = f"{missed} of {of} missed" if missed else f"all {of} kept"
    return [
        Point(
            key="promises",
            title=f"Promises, both ways: {said}",
            wanted=Wanted.DISCUSS if missed else Wanted.INFORM,
            presents=asking.heads(Team.SALES, Team.MARKETING),
            floor=3,
            enough=8,
            weight=58 if missed else 38,
            lines=tuple(map(_promise_line, made)),
        )
    ]


def _promise_line(one: PromiseKept) -> Line:
    who = one.team.value.capitalize()
    usual = f", median {minutes_said(one.median_minutes)}" if one.median_minutes is not None else ""
    return Line(
        f"{who}: {one.promise.words.lower()} within {minutes_said(one.limit_minutes)}: "
        f"{one.kept} kept, {one.missed} missed{usual}"
    )


def the_content(asking: Asking) -> list[Point]:
    """Content: what is overdue, what is wanted most, what is missing."""
    late = overdue_requests(asking.work, asking.at, asking.room.people)
    # Those wanted most are often looked for in vain as well, and are told once.
    missing = gaps(asking.work, asking.period, most=2 * WISHES)
    wanted = missing.wanted[:WISHES]
    numbers = content_numbers(asking.work, asking.period)
    if not (late or wanted or missing.not_found or numbers.asked or numbers.answered):
        return []
    lines = [
        Line(
            f"{numbers.asked} asked for · {numbers.answered} answered · "
            f"{numbers.declined} declined · {numbers.open_now} open now"
        )
    ]
    lines += _late_lines(asking, late)
    # What people typed may name somebody; another organisation reads none of it.
    if wanted and not asking.shared:
        said = listed([f"{cut(one.topic, 60)} ({one.words})" for one in wanted])
        lines.append(Line(f"Wanted most: {said}"))
    named = {one.topic.casefold() for one in wanted}
    in_vain = [one for one in missing.not_found if one[0].casefold() not in named]
    if in_vain and not asking.shared:
        said = listed([f"{cut(words, 60)} ({count})" for words, count in in_vain[:WISHES]])
        lines.append(Line(f"Looked for and not found: {said}"))
    if missing.empty:
        said = listed([f"{cut(segment, 40)} · {stage}" for segment, stage in missing.empty[:3]])
        lines.append(Line(f"Nothing in the library for {said}"))
    title = "Content"
    if late:
        title = f"Content: {counted(len(late), 'request')} overdue"
    elif numbers.asked:
        title = f"Content: {counted(numbers.asked, 'request')} asked for"
    return [
        Point(
            key="content",
            title=title,
            wanted=Wanted.DISCUSS if late or wanted else Wanted.INFORM,
            presents=asking.heads(Team.MARKETING),
            floor=3,
            enough=8,
            weight=52 if late else 42,
            lines=tuple(lines),
        )
    ]


def _late_lines(asking: Asking, late: Sequence[Request]) -> list[Line]:
    named = asking.names(one.owner for one in late if one.owner)
    lines = []
    for one in late[:SHOWN]:
        # What a rep wrote may name the lead it is for.
        topic = "" if asking.shared else f" {cut(one.topic, SHORT)}"
        owner = named[one.owner] if one.owner else "nobody has it"
        due = f"{one.needed_by.day} {one.needed_by:%b}"
        lines.append(Line(f"{one.number}{topic}: needed by {due} · {owner}"))
    if len(late) > SHOWN:
        lines.append(Line(f"and {len(late) - SHOWN} more overdue"))
    return lines


def the_definition(asking: Asking) -> list[Point]:
    """A proposal that waits for signatures, and the rules that verdicts speak against most."""
    points = []
    proposal = proposal_waiting(asking.work)
    if proposal:
        story = version_story(asking.work, proposal.version)
        signed = asking.names(one.person for one in proposal.signed_by)
        # The rules, and why they are to change, stay private where others read along.
        why = story.why if story and not asking.shared else ""
        lines = [Line(f"Why: {cut(why, SHORT)}")] if why else []
        lines.append(
            Line(f"Signed by {listed(sorted(signed.values()))}" if signed else "Not signed")
        )
        points.append(
            Point(
                key=f"definition:{proposal.version}",
                title=f"Definition of a qualified lead: proposal v{proposal.version}",
                wanted=Wanted.DECIDE,
                presents=asking.name(proposal.proposed_by),
                floor=5,
                enough=12,
                weight=76,
                lines=tuple(lines),
            )
        )
    found = [
        one
        for one in contradictions(asking.work, asking.period)
        if one.count >= MORE_THAN_ONE_VOICE
    ]
    if found:
        points.append(
            Point(
                key="contradictions",
                title=f"Verdicts speak against {counted(len(found), 'rule')} of the definition",
                wanted=Wanted.DISCUSS,
                presents=asking.heads(Team.MARKETING),
                floor=3,
                enough=6,
                weight=33,
                lines=tuple(
                    Line(f"“{one.words}”: {one.count} of {one.of} verdicts speak against it")
                    for one in found[: 0 if asking.shared else SHOWN]
                ),
            )
        )
    return points
