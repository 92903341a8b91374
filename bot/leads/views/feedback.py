"""Low verdicts as marketing reads them, its answers, and what the reps are told of these."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    CheckboxGroup,
    ContextBlock,
    Element,
    InputBlock,
    Option,
    PlainTextInput,
    SectionBlock,
)

from bot.kit.blocks import dump, mention, mrkdwn, plain
from bot.kit.commands import Reply
from bot.kit.errors import Refusal
from bot.kit.modals import modal
from bot.kit.outbox.views import Message
from bot.kit.text import cut
from bot.kit.wording import LABEL, QUOTE, counted, field, listed
from bot.leads.domain.campaigns import Campaign
from bot.leads.domain.feedback import Answer, AnswerKind, Judged, TurnedDown
from bot.leads.domain.reactions import mark
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.verdicts import Reason
from bot.leads.views.campaign import campaign_name, why

LONGEST_SENTENCE = 300
"""Characters a marketer may write; enough for a sentence, short enough to be read."""
CHOICES = 10
"""Checkboxes of one group, at most."""
OWNERS = 30
"""Campaigns whose owners one answer lists."""
NO_REASON = "none"
"""The choice that stands for verdicts without a reason."""

_VALUE = re.compile(r"L(\d{1,15}) ([UW][A-Z0-9]{1,30})")


def line_value(lead_id: int, rep: str) -> str:
    """Return what a button about a verdict carries: "L42 U0TOM"."""
    return f"L{lead_id} {rep}"


def read_line_value(value: str) -> tuple[int, str]:
    """Return the (lead, rep) that a button about a verdict carries; Refusal for anything else."""
    found = _VALUE.fullmatch(value)
    if not found:
        raise Refusal("This button belongs to a verdict that is not here any more.")
    return int(found[1]), found[2]


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """What a line shows. `rep` is a name; `mentions` a Slack id, for the first line of a thread.

    `turned_down` is how the rep turned the lead down, while it is; a low verdict tells why itself.
    `reopened` says that they did, have never rated it, and it goes on. `answers` are (answer, the
    marketer's name), first to last.
    """

    judged: Judged
    rep: str
    turned_down: TurnedDown | None = None
    reopened: bool = False
    answers: tuple[tuple[Answer, str], ...] = ()
    mentions: str | None = None
    shared: bool = False


def verdict_line(facts: VerdictLine, settings: LeadSettings) -> Message:
    """Return a verdict as a line in the thread of its campaign's message."""
    judged = facts.judged
    said = _said(facts, settings)
    first = f"{mention(facts.mentions)} {said}" if facts.mentions else said
    answers = [_answer(facts, answer, by) for answer, by in facts.answers]
    blocks: list[Block] = [SectionBlock(mrkdwn(first), block_id="line")]
    if answers:
        blocks.append(ContextBlock([mrkdwn(cut("\n".join(answers), 2000))], block_id="answers"))
    buttons = _buttons(facts)
    if judged.is_low and buttons:
        blocks.append(ActionsBlock(buttons, block_id="answer"))
    return Message(text=cut(" · ".join([first, *answers]), 3000), blocks=dump(blocks))


def _said(facts: VerdictLine, settings: LeadSettings) -> str:
    judged = facts.judged
    lead = judged.number
    if judged.about and not facts.shared:
        lead = f"{lead} {field(judged.about)}"
    who = "" if facts.shared else f" — {field(facts.rep, LABEL)}"
    if judged.is_low:
        return f"{_mark(judged, settings)}{lead}: {why(judged.reason)}{who}{_quoted(facts)}"
    if facts.turned_down:
        kind, reason = facts.turned_down.kind, why(facts.turned_down.reason)
        return f"{lead} {kind}: {reason}{who}{_quoted(facts)}"
    if judged.verdict is None:
        return f"~{lead}{who}~ {'reopened' if facts.reopened else 'taken back'}"
    return f"{_mark(judged, settings)}{lead}: now rated {judged.verdict}{who}"


def _mark(judged: Judged, settings: LeadSettings) -> str:
    return f"{mark(settings, judged.verdict)} " if judged.verdict else ""


def _quoted(facts: VerdictLine) -> str:
    said = facts.judged.comment
    if facts.turned_down and not facts.judged.is_low:
        said = facts.turned_down.comment
    return f": ‘{field(said, QUOTE)}’" if said and not facts.shared else ""


def _answer(facts: VerdictLine, answer: Answer, by: str) -> str:
    if facts.shared:
        return {
            AnswerKind.THANKS: "Thanked",
            AnswerKind.DISPUTE: "Disputed",
            AnswerKind.CHANGED: "Something was changed",
        }[answer.kind]
    marketer = field(by, LABEL)
    sentence = field(answer.sentence, LONGEST_SENTENCE)
    if answer.kind is AnswerKind.THANKS:
        return f"{marketer} thanked {field(facts.rep, LABEL)}"
    if answer.kind is AnswerKind.DISPUTE:
        return f"{marketer} disputes this" + (f": ‘{sentence}’" if sentence else "")
    return f"Changed: {sentence} ({marketer})"


def _buttons(facts: VerdictLine) -> list[Element]:
    given = {answer.kind for answer, _ in facts.answers}
    value = line_value(facts.judged.lead_id, facts.judged.rep)
    offered = (
        (AnswerKind.THANKS, "Thanks"),
        (AnswerKind.CHANGED, "We changed something"),
        (AnswerKind.DISPUTE, "Dispute"),
    )
    return [
        Button(plain(label), action_id=f"feedback.{kind}", value=value)
        for kind, label in offered
        if kind not in given and not (kind is AnswerKind.DISPUTE and facts.judged.erased)
    ]


def dispute_form(judged: Judged, rep: str) -> dict[str, Any]:
    """Return the modal that asks what marketing sees differently."""
    lead = f"{judged.number} {field(judged.about)}".strip()
    blocks = [
        SectionBlock(
            mrkdwn(
                f"{field(rep, LABEL)} rated {lead} {judged.verdict}: {why(judged.reason)}. "
                "Your sentence goes to the lead's trail and to the next strategy meeting, "
                "and the rep reads it once."
            ),
            block_id="about",
        ),
        _sentence("What do you see differently?", "They are the budget holder: see their title."),
    ]
    return _form("feedback.dispute", "Dispute a verdict", "Dispute", blocks, judged)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """How many unanswered low verdicts of a campaign gave a reason; None for "no reason yet"."""

    reason: Reason | None
    verdicts: int

    @property
    def value(self) -> str:
        """What its checkbox carries."""
        return self.reason.value if self.reason else NO_REASON


def changed_form(
    judged: Judged, campaign: Campaign, unanswered: Sequence[Unanswered]
) -> dict[str, Any]:
    """Return the modal that asks what was changed and whose feedback that answers.

    The reason of the verdict whose button was pressed is chosen already.
    """
    own = judged.reason.value if judged.reason else NO_REASON
    first = [one for one in unanswered if one.value == own]
    rest = [one for one in unanswered if one.value != own]
    options = {
        one.value: Option(
            plain(f"{why(one.reason).capitalize()}: {counted(one.verdicts, 'verdict')}", 75),
            one.value,
        )
        for one in [*first, *rest][:CHOICES]
    }
    blocks = [
        SectionBlock(
            mrkdwn(
                f"*{campaign_name(campaign)}*\nEvery rep whose feedback this answers is told once."
            ),
            block_id="about",
        ),
        _sentence("What did you change?", "Forwarders are out of the audience from today"),
        InputBlock(
            plain("Which feedback does it answer?"),
            CheckboxGroup(
                "reasons",
                list(options.values()),
                initial_options=[options[own]] if own in options else None,
            ),
            block_id="reasons",
        ),
    ]
    return _form("feedback.changed", "We changed something", "Tell them", blocks, judged)


def _sentence(label: str, example: str) -> InputBlock:
    return InputBlock(
        plain(label),
        PlainTextInput("sentence", max_length=LONGEST_SENTENCE, placeholder=plain(example, 150)),
        block_id="sentence",
        hint=plain("One sentence."),
    )


def _form(
    callback: str, title: str, submit: str, blocks: list[Block], judged: Judged
) -> dict[str, Any]:
    return modal(
        title,
        blocks,
        callback=callback,
        submit=submit,
        note={"verdict": line_value(judged.lead_id, judged.rep)},
    )


def told_of_change(
    answer: Answer,
    marketer: str,
    campaign: Campaign,
    own: Sequence[Judged],
    *,
    others: int,
    settings: LeadSettings,
) -> Message:
    """Return what a rep is told when something changed because of what they said.

    `own` are the rep's verdicts that it answers, `others` how many more reps it answers.
    """
    text = (
        f"Your feedback changed something in *{campaign_name(campaign)}*: "
        f"{field(answer.sentence, LONGEST_SENTENCE).rstrip('.')} ({field(marketer, LABEL)})."
    )
    if others:
        text += f" {counted(others, 'other rep').capitalize()} had said the same."
    blocks: list[Block] = [SectionBlock(mrkdwn(text), block_id="told")]
    if own:
        said = " · ".join(_own_words(one, settings) for one in own[:3])
        rest = f" and {len(own) - 3} more" if len(own) > 3 else ""
        blocks.append(ContextBlock([mrkdwn(f"You had rated {said}{rest}.")], block_id="own"))
    return Message(text=text, blocks=dump(blocks))


def told_of_dispute(answer: Answer, marketer: str, judged: Judged, *, command: str) -> Message:
    """Return what a rep is told, once, when marketing sees a verdict differently.

    `command` is how people here type "/lead".
    """
    lead = f"{judged.number} {field(judged.about)}".strip()
    rated = f"your {judged.verdict} for {lead}" if judged.verdict else f"your verdict on {lead}"
    sentence = field(answer.sentence, LONGEST_SENTENCE)
    text = f"{field(marketer, LABEL)} sees {rated} differently" + (
        f": ‘{sentence}’" if sentence else "."
    )
    foot = (
        "Your verdict stands. The next strategy meeting hears both sides; "
        f"`{command} rate {judged.number}` changes it."
    )
    blocks: list[Block] = [
        SectionBlock(mrkdwn(text), block_id="told"),
        ContextBlock([mrkdwn(foot)], block_id="foot"),
    ]
    return Message(text=text, blocks=dump(blocks))


def _own_words(judged: Judged, settings: LeadSettings) -> str:
    """The number without the company: this message speaks of several leads, any may be erased."""
    if judged.verdict is None or not judged.is_low:
        return judged.number
    rated = f"{judged.number} {mark(settings, judged.verdict)}"
    return f"{rated}: {why(judged.reason)}" if judged.reason else rated


def answered_words(verdicts: Sequence[Judged], names: Iterable[str]) -> str:
    """Return what the marketer reads after "Tell them"."""
    told = listed(sorted(field(name, LABEL) for name in names))
    leads = listed(sorted({one.number for one in verdicts}, key=lambda n: int(n[2:]))[:8])
    once = "is told once" if len({one.rep for one in verdicts}) == 1 else "are told once each"
    return f"{told} {once}, when they work. It answers their verdicts on {leads}."


def owners_answer(
    campaigns: Sequence[Campaign], names: Mapping[str, str], *, command: str
) -> Reply:
    """Return the list of campaigns and their owners, newest first."""
    hint = f"`{command} campaign-owner CAMPAIGN @person` changes it."
    if not campaigns:
        return Reply(f"No campaigns yet: the first lead makes the first. {hint}")
    lines = [
        f"{campaign_name(one)}: {field(names[one.owner], LABEL) if one.owner else 'nobody'}"
        for one in campaigns[:OWNERS]
    ]
    if len(campaigns) > OWNERS:
        lines.append(f"and {len(campaigns) - OWNERS} older ones")
    return Reply("\n".join(["*Who looks after which campaign*", *lines, hint]))
