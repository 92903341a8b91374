"""The morning's list of leads that wait too long, and the managers' private note."""

from dataclasses import dataclass
from datetime import date

from slackblocks import Block, Button, ContextBlock, SectionBlock

from bot.kit.blocks import dump, moment, mrkdwn, plain
from bot.kit.outbox.views import Message
from bot.kit.periods import in_words
from bot.kit.wording import LABEL, counted, field, spoken
from bot.leads.domain.lead import ENDED, WITH_SALES, Lead, Stage
from bot.leads.domain.numbers import value_for
from bot.leads.domain.steps import stage_in_words
from bot.leads.views.card import who_in_words
from bot.leads.views.lists import BEHIND, browse_button


@dataclass(frozen=True, slots=True)
class Standing:
    """A lead as it stands now, and its owner's name, empty for nobody.

    `has_left` says that the owner is no rep any more.
    """

    lead: Lead
    owner: str = ""
    has_left: bool = False

    @property
    def is_orphaned(self) -> bool:
        """Whether it is still with sales, where its owner is no longer."""
        return self.has_left and self.lead.stage in WITH_SALES and not self.lead.erased

    @property
    def waits(self) -> bool:
        """Whether it still waits for an owner, for another one, or for the first contact."""
        lead = self.lead
        unowned = lead.stage is Stage.MQL
        untouched = lead.stage is Stage.ACCEPTED and not lead.contacted_at
        return (unowned or untouched or self.is_orphaned) and not lead.erased


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """One morning's list. `is_over` once a later morning has come.

    `unlisted` leads were left behind beside those listed, of which `more` still wait.
    """

    day: date
    leads: tuple[Standing, ...]
    unlisted: int = 0
    more: int = 0
    is_over: bool = False
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Overdue:
    """What the managers are told of one day."""

    leads: tuple[Standing, ...]
    more: int = 0


def left_behind(facts: LeftBehind) -> Message:
    """Return one morning's list."""
    if facts.is_over:
        return _over(facts)
    waiting = sum(one.waits for one in facts.leads) + facts.more
    wait = "waits" if waiting == 1 else "wait"
    title = f"{_upper(counted(waiting, 'lead'))} {wait} too long"
    title = f"*{title}*" if waiting else "*All taken care of*"
    blocks: list[Block] = [SectionBlock(mrkdwn(title), block_id="title")]
    lines = []
    for one in facts.leads:
        line = _line(one, shared=facts.shared)
        lines.append(line)
        block_id = f"lead-{one.lead.id}"
        blocks.append(SectionBlock(mrkdwn(line), block_id=block_id, accessory=_button(one)))
    if facts.more:
        lines.append(f"and {facts.more:,} more")
        blocks += _and_more(lines[-1])
    return Message(spoken([title, *lines]), dump(blocks))


def _and_more(line: str) -> list[Block]:
    return [ContextBlock([mrkdwn(line)], block_id="more"), browse_button(BEHIND)]


def _over(facts: LeftBehind) -> Message:
    all_of_them = len(facts.leads) + facts.unlisted
    waiting = sum(one.waits for one in facts.leads) + facts.more
    still = {0: "none of them does any more", all_of_them: "all of them still do"}.get(
        waiting, f"{waiting:,} of them still {'does' if waiting == 1 else 'do'}"
    )
    were = counted(all_of_them, "lead")
    text = f"{in_words(facts.day)}: {were} waited too long that morning; {still}."
    return Message(text=text, blocks=dump([ContextBlock([mrkdwn(text)], block_id="over")]))


def _upper(words: str) -> str:
    return words[0].upper() + words[1:]


def _line(one: Standing, *, shared: bool) -> str:
    lead = one.lead
    who = lead.number if shared else f"*{lead.number}* {who_in_words(lead)}"
    if lead.stage in ENDED:
        return f"{who} · {stage_in_words(lead.stage)}"
    if lead.stage is Stage.MQL and lead.announced_at:
        return f"{who} · nobody's since {moment(lead.announced_at)}"
    owner = field(one.owner, LABEL) or "Somebody"
    if one.is_orphaned:
        return f"{who} · {owner} has left sales; give it to somebody"
    if one.waits and lead.claimed_at:
        return f"{who} · {owner} since {moment(lead.claimed_at)}, not contacted yet"
    return f"{who} · {owner}, {'contacted' if lead.contacted_at else stage_in_words(lead.stage)}"


def _button(one: Standing) -> Button | None:
    value = value_for(one.lead.id)
    if not one.waits:
        return None
    if one.is_orphaned:
        return _assign(one)
    if one.lead.stage is Stage.MQL:
        return Button(plain("Take it"), action_id="lead.take", value=value)
    return Button(plain("I contacted them"), action_id="lead.step.contacted", value=value)


def _assign(one: Standing) -> Button:
    value = value_for(one.lead.id)
    return Button(plain("Assign"), action_id="lead.step.reassign", value=value)


def overdue(facts: Overdue) -> Message:
    """Return the private note to a sales manager: each lead is named once, ever."""
    title = _overdue_title(facts)
    blocks: list[Block] = [SectionBlock(mrkdwn(f"*{title}*"), block_id="title")]
    lines = []
    for one in facts.leads:
        lines.append(_line(one, shared=False))
        assign = _assign(one) if one.waits else None
        block_id = f"lead-{one.lead.id}"
        blocks.append(SectionBlock(mrkdwn(lines[-1]), block_id=block_id, accessory=assign))
    if facts.more:
        lines.append(f"and {facts.more:,} more")
        blocks += _and_more(lines[-1])
    foot = "You are told of each lead once. Give one to a rep with Assign."
    blocks.append(ContextBlock([mrkdwn(foot)], block_id="foot"))
    return Message(spoken([title, *lines]), dump(blocks))


def _overdue_title(facts: Overdue) -> str:
    orphaned = sum(one.is_orphaned for one in facts.leads)
    late = sum(one.waits for one in facts.leads) - orphaned + facts.more
    said = []
    if late:
        verb = "is" if late == 1 else "are"
        said.append(f"{_upper(counted(late, 'lead'))} {verb} more than a working day overdue.")
    if orphaned:
        verb = "belongs" if orphaned == 1 else "belong"
        said.append(f"{_upper(counted(orphaned, 'lead'))} {verb} to somebody who has left.")
    return " ".join(said) or "All taken care of."
