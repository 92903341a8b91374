"""The story of a request: a line in its card's thread, a direct message, the whole for a reader."""

from dataclasses import dataclass

from slackblocks import ActionsBlock, Block, Button, ContextBlock, Element, SectionBlock

from bot.content.domain.asset import Asset
from bot.content.domain.request import REQUESTS, WORDS, Delivery, Question, Request, Step
from bot.content.views.request_card import day_in_words, label_of, topic_of
from bot.kit.blocks import dump, link, moment, mrkdwn, packed, plain
from bot.kit.outbox.views import Message
from bot.kit.wording import LABEL, counted, field

STORY_BLOCKS = 30
"""Blocks that a story takes at most, beside its card's."""


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step, and whatever its sentence names. `who` and `person` are names.

    `hidden`: what people wrote stays unsaid, since others read along.
    """

    request: Request
    step: Step
    who: str
    person: str = ""
    question: Question | None = None
    delivery: Delivery | None = None
    asset: Asset | None = None
    hidden: bool = False


def sentence(facts: StepFacts) -> str:
    """Return a step in one line of mrkdwn."""
    step, who = facts.step, field(facts.who, LABEL)
    said = "" if facts.hidden or not step.words else f" “{field(step.words, WORDS)}”"
    other = REQUESTS.name(step.other) if step.other else ""
    return {
        "asked": lambda: f"{who} asked for it.",
        "taken": lambda: f"✋ {who} took it.",
        "handed": lambda: f"{who} handed it to {field(facts.person, LABEL)}.",
        "freed": lambda: f"{field(facts.person, LABEL)} has left marketing. It waits for someone.",
        "question": lambda: f"❓ {who} asks back{_question(facts)}",
        "answered": lambda: f"{who} answers{_answer(facts)}",
        "delivered": lambda: f"📦 {who} delivered it{_thing(facts)}",
        "declined": lambda: f"{who} declined it:{said}" if said else f"{who} declined it.",
        "withdrawn": lambda: _withdrawn(who, step.other or 0),
        "merged": lambda: f"{who}: this is the same as {other}, which goes on for all who asked.",
        "joined": lambda: f"{who}: {other} asks for the same. Whoever asked for it gets this too.",
        "helped": lambda: f"👍 It helped {who}.",
        "not_helped": lambda: f"👎 It did not help {who}:{said}" if said else f"👎 Not for {who}.",
        "added": lambda: f"{who} put it into the library{_as_asset(facts)}.",
    }.get(step.kind, lambda: f"{who}: {step.kind.replace('_', ' ')}.")()


def _question(facts: StepFacts) -> str:
    if facts.hidden or not facts.question or not facts.question.question:
        return "."
    return f": “{field(facts.question.question, WORDS)}”"


def _answer(facts: StepFacts) -> str:
    if facts.hidden or not facts.question or not facts.question.answer:
        return "."
    return f": “{field(facts.question.answer, WORDS)}”"


def _thing(facts: StepFacts) -> str:
    delivery = facts.delivery
    if delivery is None:
        return "."
    note = f" “{field(delivery.note, WORDS)}”" if delivery.note and not facts.hidden else ""
    return f": {link(delivery.link, label_of(delivery.link))}{note}"


def _withdrawn(who: str, left: int) -> str:
    if not left:
        return f"{who} withdrew it."
    still = "still needs" if left == 1 else "still need"
    return f"{who} does not need it any more; {counted(left, 'other')} {still} it."


def _as_asset(facts: StepFacts) -> str:
    if facts.asset is None:
        return ""
    return f" as {facts.asset.number} “{field(facts.asset.title, LABEL)}”"


def request_step(facts: StepFacts) -> Message:
    """Return a step as a line in the thread of its card."""
    line = sentence(facts)
    return Message(
        text=f"{facts.request.number}: {line}",
        blocks=dump([SectionBlock(mrkdwn(line), block_id="line")]),
    )


def request_news(facts: StepFacts) -> Message:
    """Return a step as one person concerned is told it, with the way on."""
    request = facts.request
    line = sentence(facts)
    about = f"*{request.number} {topic_of(request, most=100)}*"
    by = ""
    if facts.step.kind in {"handed", "not_helped"} and request.is_waiting:
        by = f"\nNeeded by *{day_in_words(request.needed_by)}*."
    text = f"{about}\n{line}{by}"
    blocks: list[Block] = [
        SectionBlock(mrkdwn(text), block_id="news"),
        ActionsBlock(_ways_on(facts), block_id="do"),
    ]
    if facts.step.kind == "not_helped" and request.is_waiting:
        blocks.append(
            ContextBlock([mrkdwn("It waits for someone in marketing again.")], block_id="again")
        )
    return Message(text=text.replace("*", "").replace("\n", ". "), blocks=dump(blocks))


def _ways_on(facts: StepFacts) -> list[Element]:
    request = facts.request
    follow = facts.step.other if facts.step.kind == "merged" else None
    value = REQUESTS.value_for(request.id)
    show = Button(
        plain("Show"), action_id="request.show", value=REQUESTS.value_for(follow or request.id)
    )
    if facts.step.kind in {"handed", "answered"} and request.is_waiting:
        deliver = Button(plain("Deliver"), action_id="request.deliver", value=value)
        return [deliver, show]
    if facts.step.kind == "not_helped" and request.is_waiting and not request.owner:
        take = Button(plain("Take it"), action_id="request.take", value=value, style="primary")
        return [take, show]
    return [show]


def story_lines(steps: list[StepFacts]) -> list[Block]:
    """Return the steps of a whole story, first to last, each dated in the reader's zone."""
    lines = [f"{moment(one.step.at)}  {sentence(one)}" for one in steps]
    blocks: list[Block] = [
        ContextBlock([mrkdwn(text)], block_id=f"story-{place}")
        for place, text in enumerate(packed(lines))
    ]
    return blocks[-STORY_BLOCKS:]
