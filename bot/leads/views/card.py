"""The card of a lead: one message in the sales channel, kept true from its arrival to its end.

It mentions nobody, shows outside text escaped and cut, and never fetches a lead's link. Where
another organisation reads along it leaves everything personal out.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    Option,
    OverflowMenu,
    SectionBlock,
)

from bot.kit.blocks import dump, link, moment, mrkdwn, plain
from bot.kit.outbox.views import Message
from bot.kit.text import cut
from bot.kit.wording import LABEL, QUOTE, field, money
from bot.leads.definition.wording import unmet_in_words
from bot.leads.domain.lead import ENDED, WITH_SALES, Lead, RuleOutcome, Stage
from bot.leads.domain.numbers import value_for
from bot.leads.domain.reactions import mark, take_mark
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.sizes import size_in_words
from bot.leads.domain.steps import Step, legal_steps, may, stage_in_words
from bot.leads.domain.verdicts import Reason, Verdict
from bot.people.domain import Person

NO_BREAK = "\N{NO-BREAK SPACE}"
SHOWN_VERDICTS = 6
"""Reps whose verdicts a card names; the rest are counted."""


@dataclass(frozen=True, slots=True)
class RepVerdict:
    """What one rep thinks of the lead; `reason` and `comment` as they stand."""

    rep: str
    name: str
    verdict: Verdict
    reason: Reason | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card shows. `owner` and `ended_by` are names, empty for nobody.

    `previous` is the lead whose story this one continues. `shared` says that another
    organisation reads the channel.
    """

    lead: Lead
    owner: str = ""
    ended_by: str = ""
    verdicts: tuple[RepVerdict, ...] = ()
    previous: Lead | None = None
    shared: bool = False


def lead_card(facts: CardFacts, settings: LeadSettings, *, reader: Person | None = None) -> Message:
    """Return the card as it stands in the sales channel, or for one `reader`.

    They cannot react to it, and it has no button that would refuse them.
    """
    lead = facts.lead
    state = _state_lines(facts, settings)
    blocks: list[Block] = [SectionBlock(mrkdwn(_who(facts)), block_id="who")]
    if lead.message and _personal(facts):
        said = f"“{field(lead.message, QUOTE)}”"
        blocks.append(SectionBlock(mrkdwn(said), block_id="said"))
    if facts.previous:
        blocks.append(earlier_story(facts.previous, shared=facts.shared))
    if state:
        blocks.append(SectionBlock(mrkdwn("\n".join(state)), block_id="state"))
    blocks.append(_buttons(facts, reader))
    foot = _version(lead) if reader else _footer(lead, settings)
    blocks.append(ContextBlock([mrkdwn(foot)], block_id="foot"))
    return Message(text=cut(_spoken(facts, settings), 3000), blocks=dump(blocks))


def _personal(facts: CardFacts) -> bool:
    return not (facts.shared or facts.lead.erased)


def who_in_words(lead: Lead) -> str:
    """Return a lead's person for a sentence, escaped: "Ada Okafor, Northwind Freight"."""
    if lead.erased:
        return "Erased on request"
    named = [field(part) for part in (lead.name or lead.email, lead.company) if part]
    return ", ".join(named) or "somebody without a name"


def company_in_words(lead: Lead) -> str:
    """Return what a colleague calls the lead, escaped: its company, else its person."""
    if lead.erased:
        return lead.number
    return field(lead.company or lead.name or lead.email) or lead.number


_WHY_HIDDEN = "Others read this channel, so who it is stays private."


def _who(facts: CardFacts) -> str:
    lead = facts.lead
    if lead.erased:
        return f"*{lead.number}*\nErased on request: whose lead this was is no longer known here."
    if facts.shared:
        return "\n".join(
            filter(
                None,
                [
                    f"*{lead.number}*: a qualified lead. {_WHY_HIDDEN}",
                    _facts_line(lead),
                    f"{field(lead.source, LABEL)} · {moment(lead.received_at, style='{ago}')}",
                ],
            )
        )
    at = f" at *{field(lead.company)}*" if lead.company else ""
    role = f" · {field(lead.title)}" if lead.title else ""
    if not lead.title and at:
        at = f" ·{at.removeprefix(' at')}"
    lines = [f"*{field(lead.name or lead.email) or 'No name'}*{role}{at}", _facts_line(lead)]
    return "\n".join(filter(None, [*lines, _origin(lead)]))


def _facts_line(lead: Lead) -> str:
    """Segment, size and country, then the score, each with what it was measured by."""
    met = {outcome.rule: outcome for outcome in lead.judgement if outcome.met}
    known = [
        field(lead.segment, LABEL),
        f"{size_in_words(lead.employees, lead.extra.get('employees'))} people"
        if lead.employees is not None
        else "",
        field(lead.country, LABEL),
    ]
    size = next((met[rule] for rule in met if "employees" in rule or "size" in rule), None)
    if size and known[1] and size.wanted:
        known[1] += f" ({_rule(size)})"
    line = " · ".join(filter(None, known))
    score = _score(lead, next((met[rule] for rule in met if "score" in rule), None))
    return "  —  ".join(filter(None, [line, score]))


def _score(lead: Lead, met: RuleOutcome | None) -> str:
    """The score with the rule it met; a rule stands beside the score that it judged."""
    if lead.score is None:
        return ""
    if not met:
        return f"score {lead.score}"
    judged = "" if met.value in {"", str(lead.score)} else f"was {field(met.value, LABEL)} "
    return f"score {lead.score} ({judged}{_rule(met)})"


def _rule(met: RuleOutcome) -> str:
    """A rule as it was met; on a narrow screen its "≥" stays with its number."""
    words = field(met.wanted, LABEL)
    return words.replace("≥ ", f"≥{NO_BREAK}").replace("≤ ", f"≤{NO_BREAK}")


def _origin(lead: Lead) -> str:
    parts = [
        f"_{field(lead.campaign)}_" if lead.campaign else "",
        field(lead.source, LABEL) if lead.source != lead.campaign else "",
        moment(lead.received_at, style="{ago}"),
        link(lead.url, cut(_host(lead.url), LABEL)) if _host(lead.url) else "",
        f"came back {lead.came_back} ×" if lead.came_back else "",
    ]
    return " · ".join(filter(None, parts))


def _host(address: str) -> str:
    """The host that a link really goes to is its label, so that none is forged."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme in {"http", "https"} else ""


def earlier_story(previous: Lead, *, shared: bool) -> Block:
    """Return how the story that a lead continues ended, with the button that opens it."""
    ended = f", {moment(previous.ended_at, style='{date_short}')}" if previous.ended_at else ""
    why = f": {reason_in_words(previous.reason)}" if previous.reason and not shared else ""
    return SectionBlock(
        mrkdwn(f"Earlier story: {previous.number}, {stage_in_words(previous.stage)}{ended}{why}"),
        block_id="earlier",
        accessory=Button(
            plain(f"Open {previous.number}"), action_id="lead.open", value=value_for(previous.id)
        ),
    )


def reason_in_words(reason: Reason | str | None) -> str:
    """Return a reason as a sentence goes on: "wrong segment"."""
    return str(reason).replace("_", " ") if reason else ""


def _state_lines(facts: CardFacts, settings: LeadSettings) -> list[str]:
    """Who has it and what became of it; then what the reps think, in the sketch's one line."""
    parts = [_ownership(facts, settings), *_verdicts(facts, settings)]
    line = " · ".join(filter(None, parts))
    kept = _kept_because(lead) if (lead := facts.lead).stage is Stage.INQUIRY else ""
    return [part for part in (kept, _ending(facts, settings), line) if part]


def _kept_because(lead: Lead) -> str:
    unmet = "" if lead.erased else "; ".join(unmet_in_words(lead.judgement))
    return f"An inquiry, kept with marketing{unmet and f': {field(unmet, QUOTE)}'}"


def _ownership(facts: CardFacts, settings: LeadSettings) -> str:
    lead = facts.lead
    if not (facts.owner and lead.claimed_at) or lead.stage in ENDED:
        return ""
    words = f"{take_mark(settings)} {field(facts.owner)} since {_short(lead.claimed_at)}"
    if lead.contacted_at:
        words += f", contacted {_short(lead.contacted_at, after=lead.claimed_at)}"
    if lead.stage in {Stage.SALES_QUALIFIED, Stage.OPPORTUNITY}:
        words += f", *{stage_in_words(lead.stage).removeprefix('an ')}*"
    if lead.amount is not None:
        words += f" {money(lead.amount, settings.currency)}"
    return words


def _short(at: datetime, *, after: datetime | None = None) -> str:
    same_day = after is not None and at - after < timedelta(hours=12)
    return moment(at, style="{time}" if same_day else "{date_short_pretty} {time}")


def _ending(facts: CardFacts, settings: LeadSettings) -> str:
    lead = facts.lead
    if lead.stage not in ENDED:
        return ""
    words = f"*{stage_in_words(lead.stage).capitalize()}*"
    if lead.amount is not None:
        words += f" {money(lead.amount, settings.currency)}"
    who = facts.ended_by or facts.owner
    if who:
        words += f" · {field(who)}"
    if lead.ended_at:
        words += f", {moment(lead.ended_at, style='{date_short_pretty}')}"
    if lead.stage is Stage.RECYCLED and lead.recycle_on:
        words += f" · marketing is asked again on {lead.recycle_on:%d %b %Y}"
    return words + (f": {reason_in_words(lead.reason)}" if lead.reason else "")


def _verdicts(facts: CardFacts, settings: LeadSettings) -> list[str]:
    shown = [
        f"{mark(settings, one.verdict)} {field(one.name)}"
        + (f": {reason_in_words(one.reason)}" if one.reason and not facts.shared else "")
        for one in facts.verdicts[:SHOWN_VERDICTS]
    ]
    rest = len(facts.verdicts) - SHOWN_VERDICTS
    return [*shown, f"and {rest} more"] if rest > 0 else shown


def _buttons(facts: CardFacts, reader: Person | None) -> Block:
    lead = facts.lead
    value = value_for(lead.id)
    take = Button(plain("Take it"), action_id="lead.take", value=value, style="primary")
    rate = Button(plain("Rate"), action_id="lead.rate", value=value)
    reject = Button(plain("Reject"), action_id="lead.reject", value=value)
    update = Button(plain("Update"), action_id="lead.update", value=value)
    privately = Button(plain("Open it privately"), action_id="lead.open", value=value)
    elements: list[Button] = []
    if lead.erased:
        elements = [update] if lead.stage in WITH_SALES - {Stage.MQL} else []
    elif lead.stage is Stage.MQL:
        elements = [take, rate, reject]
    elif lead.stage in WITH_SALES:
        elements = [update, rate]
    elif lead.stage in ENDED:
        elements = [rate]
    if reader:
        refused = [] if legal_steps(lead, reader) else [update]
        refused += [] if may(reader, Step.TAKE, lead) else [take]
        refused += [] if may(reader, Step.REJECT, lead) else [reject]
        refused += [] if reader.is_rep else [rate]
        elements = [one for one in elements if one not in refused]
    if facts.shared:
        elements.append(privately)
    return ActionsBlock([*elements, _overflow(lead, reader)], block_id="do")


def _overflow(lead: Lead, reader: Person | None) -> OverflowMenu:
    options = [Option(plain("Trail"), value_for(lead.id, "trail"))]
    if not lead.erased:
        options.append(Option(plain("Contact details"), value_for(lead.id, "contact")))
    may_assign = reader is None or may(reader, Step.REASSIGN, lead)
    if lead.stage is Stage.MQL and not lead.erased and may_assign:
        options.append(Option(plain("Assign…"), value_for(lead.id, "assign")))
    if lead.stage in ENDED and not lead.erased and _may_reopen(lead, reader):
        options.append(Option(plain("Reopen"), value_for(lead.id, "reopen")))
    judged_by = plain(f"Definition v{lead.definition_version}")
    options.append(Option(judged_by, value_for(lead.id, "definition")))
    return OverflowMenu("lead.more", options)


def _may_reopen(lead: Lead, reader: Person | None) -> bool:
    if reader is None or reader.is_sales_manager:
        return True
    return reader.is_rep and lead.owner in {None, reader.id}


def _version(lead: Lead) -> str:
    return f"{lead.number}, definition v{lead.definition_version}"


def _footer(lead: Lead, settings: LeadSettings) -> str:
    if lead.stage not in WITH_SALES or lead.erased:
        return _version(lead)
    takes = [f"{take_mark(settings)} take"] if lead.stage is Stage.MQL else []
    rates = [f"{mark(settings, v)} {v}" for v in Verdict if mark(settings, v)]
    return f"{' · '.join([*takes, *rates])}   ·   {_version(lead)}"


def _spoken(facts: CardFacts, settings: LeadSettings) -> str:
    """What a screen reader or notification says: the card in sentences."""
    lead = facts.lead
    if lead.erased:
        who = f"{lead.number}, erased on request"
    elif facts.shared:
        who = f"{lead.number}, a qualified lead"
    else:
        at = f" at {field(lead.company)}" if lead.company else ""
        role = f", {field(lead.title)}" if lead.title else ""
        who = f"{field(lead.name or lead.email) or 'No name'}{role}{at}, {lead.number}"
    known = _facts_line(lead) if not lead.erased else ""
    return ". ".join(filter(None, [who, known, _standing(facts, settings)])) + "."


def _standing(facts: CardFacts, settings: LeadSettings) -> str:
    lead = facts.lead
    said = [f"{field(one.name)} rated it {one.verdict}" for one in facts.verdicts[:SHOWN_VERDICTS]]
    if lead.stage is Stage.MQL:
        standing = "" if lead.erased else "Waiting for someone to take it"
    elif lead.stage in ENDED:
        standing = _ending(facts, settings).replace("*", "")
    elif lead.stage is Stage.INQUIRY:
        standing = _kept_because(lead)
    else:
        standing = f"{field(facts.owner) or 'Somebody'} has it"
        if lead.stage is not Stage.ACCEPTED:
            standing += f", {stage_in_words(lead.stage)}"
        elif lead.contacted_at:
            standing += ", contacted"
    return ". ".join(filter(None, [standing, *said]))
