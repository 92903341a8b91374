"""The question to marketing on a recycled lead's day, kept true."""

from dataclasses import dataclass
from datetime import date

from slackblocks import ActionsBlock, Block, Button, SectionBlock

from bot.kit.blocks import dump, mrkdwn, plain
from bot.kit.outbox.views import Message
from bot.kit.wording import field, spoken
from bot.leads.domain.lead import Lead
from bot.leads.domain.numbers import value_for
from bot.leads.views.card import who_in_words


@dataclass(frozen=True, slots=True)
class AgainFacts:
    """The lead and the day asked about; `answered` tells what became of it, in plain text.

    `shared` says that another organisation reads the channel.
    """

    lead: Lead
    day: date
    recycled_by: str = ""
    word: str = ""
    answered: str = ""
    shared: bool = False


def lead_again(facts: AgainFacts) -> Message:
    """Return the question, or what was answered."""
    lead = facts.lead
    who = lead.number if facts.shared else f"*{who_in_words(lead)}* ({lead.number})"
    asked = f"{who} rested with you until {facts.day:%d %b %Y}."
    if lead.erased:
        asked = f"{lead.number}: erased on request."
    elif facts.recycled_by:
        word = f": ‘{field(facts.word, 200)}’" if facts.word and not facts.shared else "."
        asked += f" {field(facts.recycled_by)} had given it back{word}"
    open_question = not facts.answered and not lead.erased
    said = field(facts.answered, 300) or ("Send it to sales again?" if open_question else "")
    sentence = f"{asked} {said}".strip()
    blocks: list[Block] = [SectionBlock(mrkdwn(sentence), block_id="asked")]
    if open_question:
        value = value_for(lead.id)
        send = Button(plain("Send again"), action_id="lead.again", value=value, style="primary")
        later = Button(plain("Not now"), action_id="lead.not_now", value=value)
        blocks.append(ActionsBlock([send, later], block_id="answer"))
    return Message(spoken([sentence]), dump(blocks))
