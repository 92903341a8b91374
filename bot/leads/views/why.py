"""The one message that asks a rep why they rated a lead low, then thanks, and follows them."""

from dataclasses import dataclass

from slackblocks import ActionsBlock, Block, Button, Element, Option, SectionBlock, StaticSelectMenu

from bot.kit.blocks import dump, mrkdwn, plain
from bot.kit.outbox.views import Message
from bot.kit.wording import LABEL, field
from bot.leads.domain.lead import Lead
from bot.leads.domain.numbers import value_for
from bot.leads.domain.reactions import mark
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.verdicts import LIKELIEST, Reason, StandingVerdict
from bot.leads.views.card import company_in_words, reason_in_words


@dataclass(frozen=True, slots=True)
class WhyFacts:
    """The lead, and the rep's verdict as it stands; None once the row is gone.

    `thanked_by` are the names of the marketers who said thanks.
    """

    lead: Lead
    verdict: StandingVerdict | None
    thanked_by: tuple[str, ...] = ()


def lead_why(facts: WhyFacts, settings: LeadSettings) -> Message:
    """Return the message as the rep's verdict now wants it."""
    lead, standing = facts.lead, facts.verdict
    about = f"{company_in_words(lead)} ({lead.number})" if not lead.erased else lead.number
    if lead.erased:
        return _said(f"{about} was erased on request; nothing more is asked.", lead)
    if standing is None or standing.verdict is None:
        return _said(f"You took your verdict on {about} back. Nothing more is asked.", lead)
    rated = f"{mark(settings, standing.verdict)}"
    if not standing.verdict.wants_reason:
        return _said(f"You rate {about} {rated} now. Thanks, nothing more is asked.", lead)
    thanks = "".join(f" {field(name, LABEL)} thanks you." for name in facts.thanked_by)
    if standing.reason is None:
        return _asked(f"You rated {about} {rated}.{thanks} What was wrong?", lead)
    sees = f"Thanks. Marketing sees: {reason_in_words(standing.reason)}."
    if standing.comment:
        sees += f" ‘{field(standing.comment, 300)}’"
    word = "Change the word" if standing.comment else "Add a word"
    return _said(f"{about} {rated}  {sees}{thanks}", lead, word=word)


def _said(sentence: str, lead: Lead, *, word: str = "") -> Message:
    blocks: list[Block] = [SectionBlock(mrkdwn(sentence), block_id="said")]
    if word:
        add = Button(plain(word), action_id="lead.word", value=value_for(lead.id))
        blocks.append(ActionsBlock([add], block_id="word"))
    return Message(text=sentence, blocks=dump(blocks))


def _asked(sentence: str, lead: Lead) -> Message:
    return Message(
        text=sentence,
        blocks=dump(
            [
                SectionBlock(mrkdwn(sentence), block_id="asked"),
                ActionsBlock(reason_elements("lead.why", lead.id), block_id="reasons"),
            ]
        ),
    )


def reason_elements(action: str, lead_id: int, verb: str = "") -> list[Element]:
    """Return the likeliest reasons as buttons and the rest in a select.

    Each carries "wrong_segment L42", or with a `verb` "reject:wrong_segment L42".
    """
    prefix = f"{verb}:" if verb else ""
    buttons: list[Element] = [
        Button(
            plain(reason.label),
            action_id=f"{action}.{reason}",
            value=value_for(lead_id, f"{prefix}{reason}"),
        )
        for reason in LIKELIEST
    ]
    rest = StaticSelectMenu(
        action_id=f"{action}.rest",
        placeholder=plain("Something else"),
        options=[
            Option(plain(reason.label), value_for(lead_id, f"{prefix}{reason}"))
            for reason in Reason
            if reason not in LIKELIEST
        ],
    )
    return [*buttons, rest]
