"""A request's card in the marketing channel, and the same for one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    Element,
    Option,
    OverflowMenu,
    SectionBlock,
)

from bot.content.domain.asset import Asset
from bot.content.domain.request import (
    DELIVERIES,
    QUESTIONS,
    REQUESTS,
    WORDS,
    Asker,
    Closing,
    Delivery,
    Opinion,
    Question,
    Request,
    State,
)
from bot.kit.blocks import dump, link, moment, mrkdwn, packed, plain
from bot.kit.outbox.views import Message
from bot.kit.text import cut
from bot.kit.wording import LABEL, QUOTE, field, listed
from bot.leads.domain.lead import Lead

SHOWN_QUESTIONS = 3
"""Questions that a card shows, the newest."""
ERASED_TOPIC = "erased on request"


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, by name, and for which lead."""

    asker: Asker
    name: str
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card shows. `owner` and `ended_by` are names, empty for nobody.

    `questions` are (question, who asked, who answered), oldest first; `opinions` are of the last
    delivery, with names. `shared` says that another organisation reads along.
    """

    request: Request
    asking: tuple[Asking, ...]
    today: date
    owner: str = ""
    ended_by: str = ""
    existing: tuple[Asset, ...] = ()
    questions: tuple[tuple[Question, str, str], ...] = ()
    delivery: Delivery | None = None
    opinions: tuple[tuple[Opinion, str], ...] = ()
    shared: bool = False


def topic_of(request: Request, *, most: int = 200) -> str:
    """Return what a request is about, escaped."""
    return field(request.topic, most) or ERASED_TOPIC


def day_in_words(day: date) -> str:
    """Return a day as a deadline is written: "Thu 26 Nov"."""
    return f"{day:%a} {day.day} {day:%b}"


def lead_in_words(lead: Lead, *, shared: bool = False) -> str:
    """Return how a request names the lead it is for, escaped: "L-42 Northwind Freight"."""
    if lead.erased or shared:
        return lead.number
    return f"{lead.number} {field(lead.company or lead.name or lead.email, LABEL)}".strip()


def label_of(address: str) -> str:
    """Return how a link is shown: where it leads, without what nobody reads."""
    parts = urlsplit(address)
    return cut(f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}", 60)


def request_card(
    facts: CardFacts, *, extra: Sequence[Element] = (), private: bool = False
) -> Message:
    """Return the card as it stands in the marketing channel, or for one reader.

    `extra` are buttons that only this reader has.
    """
    request = facts.request
    blocks: list[Block] = [SectionBlock(mrkdwn(_what(facts)), block_id="what")]
    if belief := _belief(facts):
        blocks.append(SectionBlock(mrkdwn(belief), block_id="belief"))
    blocks += [
        ContextBlock([mrkdwn(cut(line, 2000))], block_id=block)
        for block, line in (("tags", _tags(request)), ("existing", _existing(facts)))
        if line
    ]
    blocks += [
        SectionBlock(mrkdwn(text), block_id=f"state-{place}" if place else "state")
        for place, text in enumerate(packed(_state(facts)))
    ]
    if buttons := [*(() if private else _buttons(facts)), *extra]:
        blocks.append(ActionsBlock(list(buttons), block_id="do"))
    blocks.append(ContextBlock([mrkdwn(_foot(facts))], block_id="foot"))
    return Message(cut(_spoken(facts), 3000), dump(blocks))


def _what(facts: CardFacts) -> str:
    request = facts.request
    kind = f" · {field(request.format, LABEL)}" if request.format else ""
    late = " · *overdue*" if request.is_overdue(facts.today) else ""
    by = f"needed by *{day_in_words(request.needed_by)}*{late}" if request.is_waiting else ""
    whom = f"For {_for(facts)}" if facts.asking else "Nobody needs it any more"
    return f"*{topic_of(request)}*{kind}\n{' · '.join(filter(None, [whom, by]))}"


def _for(facts: CardFacts) -> str:
    """Say who asks, and for whom: "Rita Alvarez (L-42 Northwind Freight) and Tom Becker"."""
    return listed([_one_asking(one, shared=facts.shared) for one in facts.asking])


def _one_asking(one: Asking, *, shared: bool) -> str:
    whose = f" ({lead_in_words(one.lead, shared=shared)})" if one.lead else ""
    return f"{field(one.name, LABEL)}{whose}"


def _hides_words(facts: CardFacts) -> bool:
    """Tell whether what people wrote stays unsaid: others read along, and it is about a person."""
    return facts.shared and any(one.lead for one in facts.asking)


def _belief(facts: CardFacts) -> str:
    if not facts.request.belief or _hides_words(facts):
        return ""
    return f"The buyer should believe: “{field(facts.request.belief, WORDS)}”"


def _tags(request: Request) -> str:
    tags = [("Segment", request.segment), ("Buyer stage", request.stage)]
    return " · ".join(f"{name}: {field(tag, LABEL)}" for name, tag in tags if tag)


def _existing(facts: CardFacts) -> str:
    if not facts.request.is_waiting:
        return ""
    if not facts.existing:
        return "The library has nothing like it yet."
    there = [link(asset.link, cut(asset.title, 60)) for asset in facts.existing]
    return f"Exists already: {' · '.join(there)}"


def _state(facts: CardFacts) -> list[str]:
    lines = [_standing(facts)]
    if facts.request.state is State.OPEN and facts.opinions:
        lines += _unhappy(facts)
    if facts.request.state in {State.DELIVERED, State.CLOSED} and facts.opinions:
        lines.append(" · ".join(_opinion(facts, opinion, name) for opinion, name in facts.opinions))
    if not _hides_words(facts):
        lines += [_question(*one) for one in facts.questions[-SHOWN_QUESTIONS:]]
    return lines


def _standing(facts: CardFacts) -> str:
    request = facts.request
    if request.state is State.OPEN:
        return "*Waits for someone in marketing*"
    if request.state is State.CLAIMED:
        return f"✋ *{field(facts.owner, LABEL)}* has it since {_at(request.claimed_at)}"
    if request.closing is Closing.WITHDRAWN:
        return f"*Withdrawn* by {field(facts.ended_by, LABEL)}, {_at(request.closed_at)}"
    if request.closing is Closing.MERGED:
        return f"*Same as CR-{request.merged_into}*, which goes on for everybody who asked"
    if request.state is State.DECLINED:
        hidden = _hides_words(facts)
        why = f": {field(request.reason, WORDS)}" if request.reason and not hidden else ""
        return f"*Declined* by {field(facts.ended_by, LABEL)}, {_at(request.closed_at)}{why}"
    delivered = f"📦 Delivered by *{field(facts.owner, LABEL)}*, {_at(request.delivered_at)}"
    return f"{delivered}{_thing(facts)}"


def _thing(facts: CardFacts) -> str:
    delivery = facts.delivery
    if delivery is None:
        return ""
    note = f" “{field(delivery.note, WORDS)}”" if delivery.note and not _hides_words(facts) else ""
    return f": {link(delivery.link, label_of(delivery.link))}{note}"


def _unhappy(facts: CardFacts) -> list[str]:
    before = f"Delivered before{_thing(facts)}"
    said = [_opinion(facts, one, name) for one, name in facts.opinions if not one.helped]
    return [before, *said]


def _opinion(facts: CardFacts, opinion: Opinion, name: str) -> str:
    who = field(name, LABEL)
    if opinion.helped:
        return f"👍 It helped {who}"
    why = f": {field(opinion.why, QUOTE)}" if opinion.why and not _hides_words(facts) else ""
    return f"👎 It did not help {who}{why}"


def _question(question: Question, asked_by: str, answered_by: str) -> str:
    asked = f"❓ {field(asked_by, LABEL)}: “{field(question.question, QUOTE)}”"
    if not question.answer:
        return f"{asked} · no answer yet"
    return f"{asked} {field(answered_by, LABEL)}: “{field(question.answer, QUOTE)}”"


def _at(when: object) -> str:
    return moment(when) if hasattr(when, "astimezone") else "before"  # type: ignore[arg-type]


def _buttons(facts: CardFacts) -> list[Element]:
    request = facts.request
    value = REQUESTS.value_for(request.id)
    free = request.state is State.OPEN
    take = Button(plain("Take it"), action_id="request.take", value=value, style="primary")
    deliver = Button(
        plain("Deliver"),
        action_id="request.deliver",
        value=value,
        style=None if free else "primary",
    )
    more = OverflowMenu(
        "request.more",
        [
            *(
                [Option(plain("Hand over…"), REQUESTS.value_for(request.id, "hand"))]
                if request.is_waiting
                else []
            ),
            Option(plain("The whole story"), REQUESTS.value_for(request.id, "show")),
        ],
    )
    if request.is_waiting:
        return [
            *([take] if free else []),
            deliver,
            Button(plain("Ask back"), action_id="request.ask_back", value=value),
            Button(plain("Decline"), action_id="request.decline", value=value),
            Button(plain("Same as…"), action_id="request.same_as", value=value),
            more,
        ]
    offer = facts.delivery and facts.delivery.asset_id is None
    delivered = request.state is State.DELIVERED or request.closing is Closing.HELPED
    return [*([add_button(request)] if delivered and offer else []), more]


def add_button(request: Request) -> Button:
    """Return the button that puts what was delivered into the library."""
    return Button(
        plain("Add to the library"),
        action_id="content.add_delivered",
        value=REQUESTS.value_for(request.id),
    )


def asker_buttons(facts: CardFacts, *, reader: str) -> list[Element]:
    """Return what somebody who asked for it can do now: answer, take it back, say if it helped."""
    request, delivery = facts.request, facts.delivery
    if request.is_waiting:
        open_questions = [one.id for one, _, _ in facts.questions if not one.answer]
        answer = [
            Button(
                plain("Answer"),
                action_id="request.answer",
                value=QUESTIONS.value_for(question_id),
                style="primary",
            )
            for question_id in open_questions[-1:]
        ]
        return [*answer, withdraw_button(request)]
    if delivery is None or any(one.person == reader for one, _ in facts.opinions):
        return []
    return helped_buttons(delivery)


def helped_buttons(delivery: Delivery) -> list[Element]:
    """Return the two answers to "did it help?"."""
    value = DELIVERIES.value_for(delivery.id)
    return [
        Button(plain("👍 It helped"), action_id="request.helped", value=value),
        Button(plain("👎 Not really"), action_id="request.not_helped", value=value),
    ]


def withdraw_button(request: Request) -> Button:
    """Return the button by which somebody takes their own request back."""
    return Button(
        plain("Withdraw"), action_id="request.withdraw", value=REQUESTS.value_for(request.id)
    )


def _foot(facts: CardFacts) -> str:
    request = facts.request
    where = ""
    if facts.delivery and facts.delivery.asset_id:
        where = f" · in the library as A-{facts.delivery.asset_id}"
    return f"{request.number} · asked {_at(request.asked_at)}{where}"


def _spoken(facts: CardFacts) -> str:
    request = facts.request
    asks = f"{_for(facts) or 'Nobody'} asked for {topic_of(request)}"
    kind = f" ({field(request.format, LABEL)})" if request.format else ""
    by = f", needed by {day_in_words(request.needed_by)}" if request.is_waiting else ""
    standing = ". ".join(line.replace("*", "") for line in _state(facts))
    return f"{request.number}: {asks}{kind}{by}. {_belief(facts)} {standing}".replace("  ", " ")
