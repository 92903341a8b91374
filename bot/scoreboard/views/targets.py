"""The shared targets: the list with its chart, the form, and the section of the Home tab."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ConfirmationDialogue,
    ContextBlock,
    DatePicker,
    HeaderBlock,
    InputBlock,
    Option,
    PlainTextInput,
    SectionBlock,
    StaticSelectMenu,
    UserSelectMenu,
)

from bot.kit.blocks import dump, mrkdwn, plain
from bot.kit.charts import ChartFacts, Series, chart
from bot.kit.modals import View, modal
from bot.kit.outbox.views import Message
from bot.kit.periods import in_words
from bot.kit.wording import field, spoken
from bot.scoreboard.domain.metrics import Metric, Unit, rounded, said
from bot.scoreboard.domain.offered import OTHER
from bot.scoreboard.domain.spans import Span
from bot.scoreboard.domain.targets import Course, Target, TargetProgress

SET = "target.set"
CHANGE = "target.change"
END = "target.end"
CALLBACK = "target.save"
LISTED = 12
"""Targets that a list shows; each takes two blocks."""
IN_HOME = 5
_MARKS = {
    Course.REACHED: "✅",
    Course.AHEAD: "🟢",
    Course.BEHIND: "🟠",
    Course.MISSED: "⚪",
    Course.UNKNOWN: "⚪",
    Course.NOT_BEGUN: "⚪",
}


@dataclass(frozen=True, slots=True)
class TargetList:
    """The targets and the names of who answers for them; `may_set` for a manager's buttons."""

    shown: Sequence[TargetProgress]
    names: Mapping[str, str]
    command: str
    may_set: bool = False


def target_list(facts: TargetList) -> Message:
    """Return the targets with their progress, in words and as a chart."""
    if not facts.shown:
        return _none_yet(facts)
    blocks: list[Block] = [HeaderBlock(plain("Shared targets"), block_id="targets")]
    lines = []
    for one in facts.shown[:LISTED]:
        words = _words(one, facts.names)
        lines.append(words)
        blocks.append(SectionBlock(mrkdwn(words), block_id=f"target-{one.target.id}"))
        if facts.may_set:
            blocks.append(_buttons(one.target))
    more = len(facts.shown) - LISTED
    ending = [*([f"{more} more are in the export."] if more > 0 else []), _hint(facts)]
    blocks.append(ContextBlock([mrkdwn(" · ".join(ending))], block_id="hint"))
    if facts.may_set:
        blocks.append(ActionsBlock([_set_button()], block_id="set"))
    drawn = target_chart(facts.shown)
    top, rest = dump(blocks[:1]), dump(blocks[1:])
    return Message(
        spoken(["Shared targets", *lines]), [*top, *drawn, *rest], [*top, *rest] if drawn else []
    )


def target_chart(shown: Sequence[TargetProgress]) -> list[dict[str, Any]]:
    """Return how far each running target is, in percent of its goal, beside where it should be.

    Only what adds up has a pace; rates and times are said in words.
    """
    drawn = [one for one in shown if one.metric.of.adds_up and one.course is not Course.NOT_BEGUN]
    if not drawn:
        return []
    return chart(
        ChartFacts(
            title="So far, and due by now, in % of the goal",
            labels=tuple(f"{_short(one)}" for one in drawn[:LISTED]),
            series=(
                Series("So far", tuple(_of_goal(one, one.value) for one in drawn[:LISTED])),
                Series("Should be", tuple(_of_goal(one, one.pace) for one in drawn[:LISTED])),
            ),
        ),
        block_id="targets-chart",
    )


def _of_goal(one: TargetProgress, value: float | None) -> float | None:
    return None if value is None else rounded(100 * value / one.goal)


_SHORT_NAMES = {Metric.QUALIFIED: "Qualified", Metric.SALES_QUALIFIED: "Sales qual."}


def _short(one: TargetProgress) -> str:
    name = _SHORT_NAMES.get(one.metric, one.metric.of.name)
    span = one.target.span
    words = {
        "month": f"{span.first:%b}",
        "quarter": f"Q{(span.first.month + 2) // 3}",
        "year": str(span.first.year),
    }
    return f"{name}, {words.get(span.unit or '', span.words)}"


def _words(one: TargetProgress, names: Mapping[str, str]) -> str:
    target = one.target
    owners = " and ".join(
        field(names.get(owner, owner)) for owner in (target.sales_owner, target.marketing_owner)
    )
    return f"{_line(one)}\n{_sentence(one.words)}. {_days(one)}{owners} answer for it."


def _line(one: TargetProgress) -> str:
    return f"{_MARKS[one.course]} *{one.metric.of.name}*, {one.target.span.words}"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _days(one: TargetProgress) -> str:
    left = one.of_days - one.days
    if one.course is Course.NOT_BEGUN or left <= 0:
        return ""
    return f"{rounded(left)} of {one.of_days} working days left. "


def _buttons(target: Target) -> Block:
    value = str(target.id)
    sure = ConfirmationDialogue(
        title=plain("End this target?"),
        text=plain("It is shown no more. What was set and changed stays in the export."),
        confirm=plain("End it"),
        deny=plain("Keep it"),
    )
    return ActionsBlock(
        [
            Button(plain("Change"), action_id=CHANGE, value=value),
            Button(plain("End"), action_id=END, value=value, confirm=sure),
        ],
        block_id=f"target-{target.id}-buttons",
    )


def _set_button() -> Button:
    return Button(plain("Set a target"), action_id=SET, value="new")


def _hint(facts: TargetList) -> str:
    if facts.may_set:
        return "Pace counts working days. `smarketing export targets` has the history."
    return "Pace counts working days. Managers of either team set targets."


def _none_yet(facts: TargetList) -> Message:
    words = "There are no shared targets yet."
    words += (
        " A target is a number both teams own for a month, a quarter, a year or longer."
        if facts.may_set
        else " Managers of either team set them."
    )
    blocks: list[Block] = [SectionBlock(mrkdwn(words), block_id="none")]
    if facts.may_set:
        blocks.append(ActionsBlock([_set_button()], block_id="set"))
    return Message(words, dump(blocks))


def target_form(
    *,
    metrics: Sequence[Metric],
    spans: Mapping[str, Span],
    currency: str,
    opened: date,
    target: Target | None = None,
) -> View:
    """Return the form that sets a target, or changes the number and owners of one that is there.

    `opened` is the day that "this month" is said on, which may be over when the form is sent.
    """
    blocks: list[Block] = []
    if target is None:
        blocks += [
            InputBlock(
                plain("What"),
                StaticSelectMenu(
                    action_id="metric",
                    options=[
                        Option(
                            plain(one.of.name), one.value, description=plain(_unit(one, currency))
                        )
                        for one in metrics
                    ],
                ),
                block_id="metric",
            ),
            InputBlock(
                plain("When"),
                StaticSelectMenu(action_id="span", options=_span_options(spans)),
                block_id="span",
                hint=plain("A target of each length may stand beside the others."),
            ),
            InputBlock(
                plain("From"), DatePicker(action_id="first"), block_id="first", optional=True
            ),
            InputBlock(
                plain("To"),
                DatePicker(action_id="last"),
                block_id="last",
                optional=True,
                hint=plain("Only for days of your own; the last day counts too."),
            ),
        ]
    else:
        words = f"*{target.metric.of.name}*, {target.span.words}"
        blocks.append(SectionBlock(mrkdwn(words), block_id="about"))
    blocks += [
        InputBlock(
            plain("Number"),
            PlainTextInput(
                action_id="goal",
                max_length=30,
                initial_value=_as_typed(target) if target else None,
                placeholder=plain("100, 90 %, 250,000, 45 min"),
            ),
            block_id="goal",
        ),
        _owner("sales_owner", "Answers for it in sales", target.sales_owner if target else None),
        _owner(
            "marketing_owner",
            "Answers for it in marketing",
            target.marketing_owner if target else None,
        ),
    ]
    return modal(
        "Change the target" if target else "Set a target",
        blocks,
        callback=CALLBACK,
        submit="Save",
        note={"target": target.id if target else 0, "opened": opened.isoformat()},
    )


def _span_options(spans: Mapping[str, Span]) -> list[Option]:
    words = {name: f"{_NAMES.get(name, '')}{span.words}" for name, span in spans.items()}
    return [
        *(Option(plain(text), name) for name, text in words.items()),
        Option(plain("Other days, chosen below"), OTHER),
    ]


_NAMES = {
    "this-month": "This month: ",
    "next-month": "Next month: ",
    "this-quarter": "This quarter: ",
    "next-quarter": "Next quarter: ",
    "this-year": "This year: ",
    "next-year": "Next year: ",
    "2-years": "Two years: ",
    "3-years": "Three years: ",
    "5-years": "Five years: ",
}


def _unit(metric: Metric, currency: str) -> str:
    return {
        Unit.COUNT: "a number",
        Unit.PERCENT: "in percent, at least",
        Unit.MONEY: f"in {currency}",
        Unit.MINUTES: "in working time, at most",
        Unit.POINTS: "from 1 to 5, at least",
    }[metric.of.unit]


def _owner(name: str, label: str, chosen: str | None) -> Block:
    menu = UserSelectMenu(action_id=name, initial_user=chosen or None, placeholder=plain("Who"))
    return InputBlock(plain(label), menu, block_id=name)


def _as_typed(target: Target) -> str:
    return said(target.goal, target.metric.of.unit).removesuffix(" of 5")


def set_words(target: Target, currency: str, *, changed: bool = False) -> str:
    """Return that a target stands: "Qualified leads, November 2026: at least 100."."""
    goal = said(target.goal, target.metric.of.unit, currency=currency)
    verb = "Changed" if changed else "Set"
    return f"{verb}: {target.metric.of.name}, {target.span.words}, {target.is_reached_by} {goal}."


def said_modal(words: str) -> View:
    """Return what the form says once it was sent (mrkdwn)."""
    return modal("Shared target", [SectionBlock(mrkdwn(words), block_id="done")])


def told_owner(target: Target, setter: str, other: str, currency: str) -> Message:
    """Tell somebody that they now answer for a target, with whom, and who said so."""
    goal = said(target.goal, target.metric.of.unit, currency=currency)
    days = f"{in_words(target.span.first)} to {in_words(target.span.last)}"
    who = (
        f"{field(setter)} set it and answers for it with you"
        if setter == other
        else f"{field(setter)} named you and {field(other)} as the two who answer for it"
    )
    words = (
        f"*{target.metric.of.name}*, {target.span.words}: {target.is_reached_by} {goal}.\n"
        f"{who}, {days}."
    )
    return Message(spoken([words]), dump([SectionBlock(mrkdwn(words), block_id="told")]))


def home_targets(shown: Sequence[TargetProgress], *, command: str) -> list[dict[str, Any]]:
    """Return the running targets in a line each, for the Home tab; nothing without any."""
    running = [one for one in shown if one.course is not Course.NOT_BEGUN][:IN_HOME]
    if not running:
        return []
    lines = [f"{_line(one)} · {one.words}" for one in running]
    blocks: list[Block] = [
        HeaderBlock(plain("Shared numbers"), block_id="scoreboard"),
        SectionBlock(mrkdwn("\n".join(lines)), block_id="scoreboard-targets"),
        ContextBlock(
            [mrkdwn(f"`{command} target` shows all, `{command} report` the funnel.")],
            block_id="scoreboard-hint",
        ),
    ]
    return dump(blocks)
