"""The modals about one lead: update, the forms of single steps, rate, a word, the trail."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    DatePicker,
    DividerBlock,
    InputBlock,
    Option,
    PlainTextInput,
    RadioButtonGroup,
    SectionBlock,
    StaticSelectMenu,
    UserSelectMenu,
)

from bot.kit.blocks import mrkdwn, plain
from bot.kit.modals import View, modal
from bot.kit.text import cut
from bot.kit.wording import QUOTE, field, money
from bot.leads.domain.lead import Lead
from bot.leads.domain.numbers import value_for
from bot.leads.domain.reactions import mark
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.steps import NEEDS_AMOUNT, Step, stage_in_words
from bot.leads.domain.verdicts import Opinion, Reason, StandingVerdict, Verdict, stated_in
from bot.leads.views.card import reason_in_words, who_in_words
from bot.leads.views.why import reason_elements

RESTS = timedelta(days=90)
"""How long a recycled lead rests unless the rep picks another day."""
TAKE_BACK = "none"
"""The choice that takes a stated verdict back."""


def note_of(lead: Lead, **more: Any) -> dict[str, Any]:
    """Return what a modal about a lead remembers: ids, all checked again at submit, and words."""
    return {"lead": lead.id, **more}


def _heading(lead: Lead, sentence: str = "") -> Block:
    said = f"*{who_in_words(lead)}*" + (f"\n{sentence}" if sentence else "")
    return SectionBlock(mrkdwn(said), block_id="heading")


def update_modal(lead: Lead, steps: Sequence[Step], *, owner: str, settings: LeadSettings) -> View:
    """Return the steps that are legal for this person and this lead, a button each."""
    standing = f"{lead.number} is {stage_in_words(lead.stage)}"
    if lead.contacted_at and lead.stage.value == "accepted":
        standing += " and contacted"
    if owner:
        standing += f", with {field(owner)}"
    if lead.amount is not None:
        standing += f", {money(lead.amount, settings.currency)}"
    blocks: list[Block] = [_heading(lead, f"{standing}. What happened?"), DividerBlock("line")]
    blocks += [
        SectionBlock(
            mrkdwn(step.about),
            block_id=f"step-{step}",
            accessory=Button(
                plain(step.label), action_id=f"lead.step.{step}", value=value_for(lead.id)
            ),
        )
        for step in steps
    ]
    return modal(f"Update {lead.number}", blocks, callback="lead.update", note=note_of(lead))


_DONE = {
    Step.TAKE: "is yours.",
    Step.CONTACTED: "is marked as contacted.",
    Step.SALES_QUALIFIED: "is sales qualified.",
    Step.HAND_BACK: "is nobody's again and waits for someone.",
}


def done_modal(lead: Lead, step: Step, *, word: bool = False) -> View:
    """Return what the modal says once the step is made; `word` offers to add one."""
    because = f": {reason_in_words(lead.reason)}" if lead.reason else ""
    done = _DONE.get(step, f"is {stage_in_words(lead.stage)}{because}.")
    blocks: list[Block] = [_heading(lead, f"{lead.number} {done}")]
    if word:
        add = Button(plain("Add a word"), action_id="lead.word", value=value_for(lead.id))
        blocks.append(ActionsBlock([add], block_id="word"))
    return modal(lead.number, blocks, note=note_of(lead))


def reason_modal(
    lead: Lead, step: Step, *, rated_for: Reason | None = None, comment: str = ""
) -> View:
    """Ask why a lead is rejected or disqualified: one tap, and it is done.

    Who gave a reason for their verdict already, `rated_for`, finds it first. What was typed before
    the question is kept with the reason, as long as it shows here.
    """
    asked = "Why? One tap, and it is done. Marketing sees the reason."
    kept = cut(comment, QUOTE)
    if kept:
        asked += f"\nYour words go with it: ‘{field(kept, QUOTE)}’"
    blocks: list[Block] = [_heading(lead, asked)]
    if rated_for:
        same = Button(
            plain(f"As in your verdict: {reason_in_words(rated_for)}"),
            action_id="lead.because.same",
            value=value_for(lead.id, f"{step}:{rated_for}"),
            style="primary",
        )
        blocks.append(ActionsBlock([same], block_id="same"))
    reasons = reason_elements("lead.because", lead.id, verb=step)
    blocks.append(ActionsBlock(reasons, block_id="reasons"))
    note = note_of(lead, comment=kept) if kept else note_of(lead)
    return modal(f"{step.label} {lead.number}", blocks, note=note)


def step_form(lead: Lead, step: Step, *, today: date, settings: LeadSettings) -> View:
    """Return the form of a step that needs an amount, a day or a rep."""
    blocks: list[Block] = [_heading(lead, step.about)]
    if step is Step.RECYCLE:
        day = DatePicker(action_id="until", initial_date=(today + RESTS).isoformat())
        blocks.append(InputBlock(plain("Ask marketing again on"), day, block_id="until"))
    elif step is Step.REASSIGN:
        rep = UserSelectMenu(action_id="to", placeholder=plain("A sales rep"))
        blocks.append(InputBlock(plain("New owner"), rep, block_id="to"))
    else:
        amount = PlainTextInput(
            action_id="amount",
            max_length=30,
            placeholder=plain("12,500"),
            initial_value=_as_typed(lead),
        )
        blocks.append(
            InputBlock(
                plain(f"Amount in {settings.currency}"),
                amount,
                block_id="amount",
                optional=step not in NEEDS_AMOUNT,
            )
        )
    blocks.append(_comment())
    note = note_of(lead, step=str(step))
    submit = "Assign" if step is Step.REASSIGN and lead.owner is None else step.label
    return modal(lead.number, blocks, callback="lead.step", submit=submit, note=note)


def _as_typed(lead: Lead) -> str | None:
    return None if lead.amount is None else f"{lead.amount:.2f}".removesuffix(".00")


def _comment(text: str = "", *, optional: bool = True) -> Block:
    words = PlainTextInput(
        action_id="comment", multiline=True, max_length=500, initial_value=text or None
    )
    return InputBlock(plain("A word, if you like"), words, block_id="comment", optional=optional)


def rate_modal(
    lead: Lead,
    standing: StandingVerdict | None,
    settings: LeadSettings,
    said: Collection[Opinion] = (),
) -> View:
    """Return the form of a verdict, filled with the one that stands, which follows from `said`."""
    now = standing.verdict if standing else None
    options = {verdict: _verdict_option(verdict, settings) for verdict in Verdict}
    choices = list(options.values())
    hint = None
    if stated_in(said):
        choices.append(_take_back(said))
    elif now:
        hint = plain("Your reaction on the card says so. Take the reaction away to take it back.")
    radio = RadioButtonGroup("verdict", choices, initial_option=options[now] if now else None)
    reasons = {reason: Option(plain(reason.label), str(reason)) for reason in Reason}
    chosen = reasons[standing.reason] if standing and standing.reason else None
    select = StaticSelectMenu(
        action_id="reason",
        options=list(reasons.values()),
        initial_option=chosen,
        placeholder=plain("Only for poor and bad"),
    )
    blocks: list[Block] = [
        _heading(lead),
        InputBlock(plain("How good was it?"), radio, block_id="verdict", hint=hint),
        InputBlock(plain("What was wrong?"), select, block_id="reason", optional=True),
        _comment(standing.comment if standing else ""),
    ]
    return modal(
        f"Rate {lead.number}",
        blocks,
        callback="lead.rate",
        submit="Save",
        note=note_of(lead),
    )


def _take_back(said: Collection[Opinion]) -> Option:
    if any(one.present and one.origin != "stated" for one in said):
        after = plain("Take mine back; my reaction counts again.")
        return Option(plain("As I reacted"), TAKE_BACK, description=after)
    return Option(plain("No verdict"), TAKE_BACK, description=plain("Take mine back."))


def _verdict_option(verdict: Verdict, settings: LeadSettings) -> Option:
    label = f"{mark(settings, verdict)} {verdict.value.capitalize()}".strip()
    return Option(plain(label), str(verdict), description=plain(verdict.sentence))


def word_modal(lead: Lead, text: str = "") -> View:
    """Return the form in which a rep adds a word to their verdict or their decision."""
    blocks: list[Block] = [_heading(lead), _comment(text, optional=True)]
    return modal(
        f"A word on {lead.number}", blocks, callback="lead.word", submit="Save", note=note_of(lead)
    )
