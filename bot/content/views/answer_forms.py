"""The modals of an answer: marketing's, and the rep's word on what was asked back or delivered."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    InputBlock,
    Option,
    PlainTextInput,
    RadioButtonGroup,
    SectionBlock,
    StaticSelectMenu,
    UserSelectMenu,
)

from bot.content.domain.request import (
    DELIVERIES,
    QUESTIONS,
    REQUESTS,
    WORDS,
    Delivery,
    Question,
    Request,
)
from bot.content.views.request_card import add_button, topic_of
from bot.kit.blocks import OPTION_TEXT, mrkdwn, plain
from bot.kit.modals import View, modal
from bot.kit.text import cut
from bot.kit.wording import LABEL, field

OTHERS = 100
"""Requests that "Same as…" offers."""


class Miss(StrEnum):
    """Why something delivered did not help, one tap each."""

    GENERIC = "too generic"
    AUDIENCE = "wrong audience"
    OLD = "out of date"
    OTHER_THING = "not what was asked for"
    LATE = "too late"
    ELSE = "something else"


def _about(request: Request, sentence: str = "") -> Block:
    said = f"*{request.number} {topic_of(request)}*" + (f"\n{sentence}" if sentence else "")
    return SectionBlock(mrkdwn(said), block_id="about")


def note_of(request: Request) -> dict[str, Any]:
    """Return what a form about a request remembers; it is checked again at submit."""
    return {"request": REQUESTS.value_for(request.id)}


def deliver_form(request: Request) -> View:
    """Ask for the thing itself."""
    blocks: list[Block] = [
        _about(request),
        InputBlock(
            plain("Link"),
            PlainTextInput(
                action_id="link",
                max_length=2000,
                focus_on_load=True,
                placeholder=plain("https://example.com/one-pager"),
            ),
            block_id="link",
        ),
        InputBlock(
            plain("A word, if you like"),
            PlainTextInput(action_id="note", multiline=True, max_length=WORDS),
            block_id="note",
            optional=True,
        ),
    ]
    return modal(
        f"Deliver {request.number}",
        blocks,
        callback="request.deliver",
        submit="Deliver",
        note=note_of(request),
        close="Cancel",
    )


def delivered_modal(request: Request, delivery: Delivery, told: str) -> View:
    """What delivering ends with; one tap more puts it into the library."""
    blocks: list[Block] = [_about(request, told)]
    if delivery.asset_id is None:
        blocks.append(ActionsBlock([add_button(request)], block_id="do"))
    return modal("Delivered", blocks)


def decline_form(request: Request) -> View:
    """Ask why not."""
    return _sentence(
        request,
        "decline",
        title=f"Decline {request.number}",
        submit="Decline",
        name="reason",
        label="Why not?",
        example="The pricing deck says this on page 4: https://…",
        hint="Whoever asked reads it.",
    )


def ask_back_form(request: Request, asker: str) -> View:
    """Ask for the question."""
    return _sentence(
        request,
        "ask_back",
        title=f"Ask about {request.number}",
        submit="Ask",
        name="question",
        label=f"What do you want to know from {cut(asker, 60)}?",
        example="Which country is it about?",
        hint="They answer by a direct message; the card shows it.",
    )


def _sentence(
    request: Request,
    verb: str,
    *,
    title: str,
    submit: str,
    name: str,
    label: str,
    example: str,
    hint: str,
) -> View:
    words = PlainTextInput(
        action_id=name,
        multiline=True,
        max_length=WORDS,
        focus_on_load=True,
        placeholder=plain(example, 150),
    )
    blocks: list[Block] = [
        _about(request),
        InputBlock(plain(label, 150), words, block_id=name, hint=plain(hint)),
    ]
    return modal(
        title,
        blocks,
        callback=f"request.{verb}",
        submit=submit,
        note=note_of(request),
        close="Cancel",
    )


def hand_form(request: Request) -> View:
    """Ask who gets it."""
    who = UserSelectMenu(action_id="to", placeholder=plain("A marketer"))
    blocks: list[Block] = [
        _about(request),
        InputBlock(plain("New owner"), who, block_id="to", hint=plain("They are told.")),
    ]
    return modal(
        f"Hand over {request.number}",
        blocks,
        callback="request.hand",
        submit="Hand over",
        note=note_of(request),
        close="Cancel",
    )


def same_as_form(request: Request, others: Sequence[Request]) -> View:
    """Ask which other request asks for the same."""
    offered = [
        (
            REQUESTS.value_for(one.id),
            cut(f"{one.number} {one.topic or 'erased on request'}", OPTION_TEXT),
        )
        for one in others[:OTHERS]
    ]
    options = [Option(plain(text, OPTION_TEXT), value) for value, text in offered]
    blocks: list[Block] = [
        _about(request, "The other one goes on for everybody who asked for either."),
        InputBlock(
            plain("Same as"),
            StaticSelectMenu(action_id="other", options=options),
            block_id="other",
        ),
    ]
    return modal(
        f"{request.number}: same as",
        blocks,
        callback="request.same_as",
        submit="Merge",
        note=note_of(request),
        close="Cancel",
    )


def answer_form(request: Request, question: Question, asked_by: str) -> View:
    """Ask for the answer to what marketing asked back."""
    asks = f"{field(asked_by, LABEL)} asks: “{field(question.question, WORDS)}”"
    answer = PlainTextInput(
        action_id="answer",
        multiline=True,
        max_length=WORDS,
        focus_on_load=True,
        initial_value=question.answer or None,
    )
    blocks: list[Block] = [
        _about(request, asks),
        InputBlock(plain("Your answer"), answer, block_id="answer"),
    ]
    return modal(
        f"Answer for {request.number}",
        blocks,
        callback="request.answer",
        submit="Send",
        note={"question": QUESTIONS.value_for(question.id)},
        close="Cancel",
    )


def not_helped_form(request: Request, delivery: Delivery) -> View:
    """Ask why what was delivered did not help: one tap, a word is optional."""
    radio = RadioButtonGroup(
        "miss", [Option(plain(str(one).capitalize()), str(one)) for one in Miss]
    )
    blocks: list[Block] = [
        _about(request, f"What did not fit? {request.number} then waits with marketing again."),
        InputBlock(plain("It was"), radio, block_id="miss"),
        InputBlock(
            plain("A word, if you like"),
            PlainTextInput(action_id="why", multiline=True, max_length=WORDS),
            block_id="why",
            optional=True,
        ),
    ]
    return modal(
        "What was missing?",
        blocks,
        callback="request.not_helped",
        submit="Tell marketing",
        note={"delivery": DELIVERIES.value_for(delivery.id)},
        close="Cancel",
    )


def reason_in_words(miss: str, word: str) -> str:
    """Return why something did not help as it is kept: "too generic: needs German numbers"."""
    return ": ".join(filter(None, [miss if miss in set(Miss) else "", word]))


def said_modal(title: str, request: Request, sentence: str) -> View:
    """Return a modal that only says what happened; `sentence` is mrkdwn."""
    return modal(title, [_about(request, sentence)])
