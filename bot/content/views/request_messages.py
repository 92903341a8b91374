"""Messages and lists of requests: the thing itself, a question, a reminder, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import ActionsBlock, Block, Button, ContextBlock, Element, SectionBlock

from bot.content.domain.request import (
    QUESTIONS,
    REQUESTS,
    WORDS,
    Closing,
    Delivery,
    Opinion,
    Question,
    Request,
    State,
)
from bot.content.views.request_card import (
    add_button,
    day_in_words,
    helped_buttons,
    label_of,
    topic_of,
)
from bot.kit.blocks import dump, link, mrkdwn, plain
from bot.kit.outbox.views import Message
from bot.kit.wording import LABEL, counted, field, spoken

IN_A_LIST = 10
"""Requests a list shows."""


def request_delivered(
    request: Request, delivery: Delivery, by: str, *, opinion: Opinion | None
) -> Message:
    """Bring the thing itself, and ask once whether it helped; afterwards, what was said."""
    thing = link(delivery.link, label_of(delivery.link))
    text = f"*{topic_of(request)}* is here: {thing}"
    said = f"{field(by, LABEL)}: “{field(delivery.note, WORDS)}”" if delivery.note else ""
    whose = said or f"From {field(by, LABEL)}"
    yes, no = helped_buttons(delivery)
    buttons = [yes, no]
    asks = "Did it help?"
    if opinion and opinion.helped:
        asks, buttons = "👍 You said that it helped. Thank you.", [no]
    elif opinion:
        why = f": {field(opinion.why, WORDS)}" if opinion.why else ""
        asks, buttons = f"👎 You said that it did not help{why}. {_what_now(request)}", [yes]
    blocks: list[Block] = [
        SectionBlock(mrkdwn(f"{text}\n{whose} · {request.number}"), block_id="thing"),
        SectionBlock(mrkdwn(asks), block_id="helped"),
        ActionsBlock(buttons, block_id="do"),
    ]
    return Message(
        text=f"{topic_of(request)} is here: {delivery.link}. {whose}. {asks}", blocks=dump(blocks)
    )


def _what_now(request: Request) -> str:
    if request.is_waiting:
        return f"{request.number} waits with marketing again."
    return "Marketing sees it."


def request_question(request: Request, question: Question, by: str) -> Message:
    """Ask whoever asked something back; afterwards, what they answered."""
    about = f"*{request.number} {topic_of(request, most=100)}*"
    asks = f"{field(by, LABEL)} asks: “{field(question.question, WORDS)}”"
    value = QUESTIONS.value_for(question.id)
    blocks: list[Block] = [SectionBlock(mrkdwn(f"{about}\n{asks}"), block_id="question")]
    said = ""
    if question.answer:
        said = f"You answered: “{field(question.answer, WORDS)}”"
        blocks.append(ContextBlock([mrkdwn(said)], block_id="answer"))
    if request.is_waiting:
        label = "Answer again" if question.answer else "Answer"
        answer = Button(
            plain(label),
            action_id="request.answer",
            value=value,
            style=None if question.answer else "primary",
        )
        blocks.append(ActionsBlock([answer], block_id="do"))
    return Message(
        text=f"{request.number} {topic_of(request, most=100)}: {asks} {said}".strip(),
        blocks=dump(blocks),
    )


def request_reminder(request: Request, *, still_theirs: bool) -> Message:
    """Remind the owner of the day it is needed by; afterwards, that it is done."""
    about = f"*{request.number} {topic_of(request, most=100)}*"
    value = REQUESTS.value_for(request.id)
    if still_theirs:
        text = f"{about} is needed by *{day_in_words(request.needed_by)}*, and you have it."
        buttons: list[Element] = [
            Button(plain("Deliver"), action_id="request.deliver", value=value, style="primary"),
            Button(plain("Hand over"), action_id="request.hand", value=value),
            Button(plain("Show"), action_id="request.show", value=value),
        ]
    else:
        text = f"{about}: {_settled(request)}."
        buttons = [Button(plain("Show"), action_id="request.show", value=value)]
    blocks: list[Block] = [
        SectionBlock(mrkdwn(text), block_id="reminder"),
        ActionsBlock(buttons, block_id="do"),
    ]
    return Message(text=text.replace("*", ""), blocks=dump(blocks))


def _settled(request: Request) -> str:
    if request.is_waiting:
        return "somebody else has it now" if request.owner else "it waits for someone"
    if request.closing is Closing.WITHDRAWN:
        return "it was withdrawn"
    if request.closing is Closing.MERGED:
        return f"it goes on as CR-{request.merged_into}"
    return "it was declined" if request.state is State.DECLINED else "it is delivered"


def told_asker(request: Request, sentence: str, *, offer: bool) -> Message:
    """Return what somebody who just delivered reads; `offer`: one tap puts it into the library."""
    text = f"*{request.number} {topic_of(request, most=100)}* is delivered. {sentence}"
    blocks: list[Block] = [SectionBlock(mrkdwn(text), block_id="told")]
    if offer:
        blocks.append(ActionsBlock([add_button(request)], block_id="do"))
    return Message(text.replace("*", ""), dump(blocks))


@dataclass(frozen=True, slots=True)
class Listed:
    """A request in a list: its owner's and first asker's names, and whom else it is for."""

    request: Request
    owner: str = ""
    asker: str = ""


def line_of(one: Listed, *, today: date) -> str:
    """Return a request in one line of mrkdwn: what, by when, and how it stands."""
    request = one.request
    late = " · *overdue*" if request.is_overdue(today) else ""
    by = f" · by {day_in_words(request.needed_by)}{late}" if request.is_waiting else ""
    who = f" · {field(one.asker, LABEL)} asks" if one.asker and request.is_waiting else ""
    return f"{request.number} *{topic_of(request, most=80)}*{by}{who} · {standing(one)}"


def standing(one: Listed) -> str:
    """Return how a request stands in a few words."""
    request = one.request
    if request.state is State.OPEN:
        return "waits for someone"
    if request.state is State.CLAIMED:
        return f"✋ {field(one.owner, LABEL)}"
    if request.closing is Closing.HELPED:
        return "delivered, it helped"
    if request.state is State.DELIVERED:
        return f"delivered by {field(one.owner, LABEL)}"
    return _settled(request).removeprefix("it was ").removeprefix("it ")


def request_row(one: Listed, *, today: date, may_take: bool) -> Block:
    """Return a request as a row with the one button that helps on."""
    request = one.request
    value = REQUESTS.value_for(request.id)
    button = Button(plain("Show"), action_id="request.show", value=value)
    if may_take and request.state is State.OPEN:
        button = Button(plain("Take it"), action_id="request.take", value=value)
    return SectionBlock(
        mrkdwn(line_of(one, today=today)), block_id=f"request-{request.id}", accessory=button
    )


def request_list(
    heading: str,
    requests: Sequence[Listed],
    *,
    more: int,
    today: date,
    may_take: bool,
    hint: str = "",
) -> Message:
    """Return a list under its heading (mrkdwn); `more` are not shown."""
    blocks: list[Block] = [SectionBlock(mrkdwn(f"*{heading}*"), block_id="heading")]
    blocks += [request_row(one, today=today, may_take=may_take) for one in requests]
    if more:
        rest = f"and {counted(more, 'request')} more. {hint}".strip()
        blocks.append(ContextBlock([mrkdwn(rest)], block_id="more"))
    lines = [line_of(one, today=today) for one in requests]
    return Message(spoken([heading, *lines]), dump(blocks))
