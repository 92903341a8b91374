"""What a search found, where it was made: privately, or in the modal of "Find content"."""

from collections.abc import Sequence
from datetime import date

from slackblocks import (
    ActionsBlock,
    Block,
    ContextBlock,
    Element,
    InputBlock,
    Option,
    PlainTextInput,
    SectionBlock,
    StaticSelectMenu,
)

from bot.content.domain.asset import Asset
from bot.content.domain.library import Found
from bot.content.domain.search import Query
from bot.content.domain.tags import BuyerStage, Format
from bot.content.views.library import ask_button, asset_line, plain_line, use_button
from bot.kit.blocks import OPTION_TEXT, dump, mrkdwn, plain
from bot.kit.modals import View, modal
from bot.kit.outbox.views import Message
from bot.kit.text import cut
from bot.kit.wording import LABEL, counted, field, listed, spoken

SHOWN = 5
"""Matches shown at once."""


def query_in_words(query: Query) -> str:
    """Return what was looked for, escaped: “customs”, SaaS, the decision stage."""
    said = [
        f"“{field(query.words, 60)}”" if query.words else "",
        field(query.segment, LABEL),
        f"the {query.stage} stage" if query.stage else "",
        f"format {query.format}" if query.format else "",
    ]
    return ", ".join(filter(None, said))


def found_message(
    found: Found,
    *,
    search_id: int,
    today: date,
    drafts: Sequence[tuple[Asset, str]] = (),
    is_rep: bool = True,
) -> Message:
    """Return what a search found, each match ready to use, and the way on when nothing fits.

    `drafts` are what marketing works on that would fit, with who does.
    """
    path = f"S{search_id}" if search_id else ""
    heading = _heading(found)
    blocks: list[Block] = [SectionBlock(mrkdwn(heading), block_id="heading")]
    lines = [heading]
    for place, one in enumerate(found.assets):
        button = use_button(one, path=path, primary=place == 0 and not found.near)
        line = asset_line(one, today=today)
        blocks.append(SectionBlock(mrkdwn(line), block_id=f"asset-{one.id}", accessory=button))
        lines.append(plain_line(one, today=today))
    notes = [_in_the_works(drafts)] if drafts else []
    if found.read_as and found.assets:
        notes.append(_read_as(found))
    if found.count > len(found.exact):
        rest = counted(found.count - len(found.exact), "more piece").capitalize()
        notes.append(f"{rest}. Another word narrows it down.")
    blocks += [
        ContextBlock([mrkdwn(note)], block_id=f"note-{place}") for place, note in enumerate(notes)
    ]
    if is_rep:
        label = "Not what you need? Ask" if found.exact else "Ask for content"
        ask: Element = ask_button(path, label=label, primary=not found.exact)
        blocks.append(ActionsBlock([ask], block_id="ask"))
    return Message(spoken([*lines, *notes]), dump(blocks))


def _heading(found: Found) -> str:
    what = query_in_words(found.query)
    if found.exact:
        return f"*{counted(found.count, 'piece').capitalize()}* for {what}"
    if found.assets:
        return f"*Nothing has all of {what}.* This comes closest:"
    return (
        f"*Nothing in the library for {what} yet.* Ask for it, and marketing makes it; "
        "what is looked for in vain, they see either way."
    )


def _read_as(found: Found) -> str:
    taken = [f"“{field(word, LABEL)}” as “{field(meant, LABEL)}”" for word, meant in found.read_as]
    return f"Read {listed(taken)}."


def _in_the_works(drafts: Sequence[tuple[Asset, str]]) -> str:
    said = [
        f"{one.number} {field(one.title, LABEL)}" + (f" ({field(owner, LABEL)})" if owner else "")
        for one, owner in drafts
    ]
    return f"In the works, not approved yet: {listed(said)}."


def find_form(
    query: Query | None = None, found: Message | None = None, *, segments: Sequence[str] = ()
) -> View:
    """Return the modal that searches; once it has, what was found stands above its fields."""
    query = query or Query()
    words = PlainTextInput(
        action_id="words",
        max_length=150,
        initial_value=query.words or None,
        focus_on_load=found is None,
        placeholder=plain("customs one-pager"),
    )
    blocks: list[Block] = [
        InputBlock(plain("What are you looking for?"), words, block_id="words", optional=True)
    ]
    if segments or query.segment:
        some = list(dict.fromkeys([*([query.segment] if query.segment else []), *segments]))[:100]
        blocks.append(_select("segment", "Segment", some, query.segment))
    blocks.append(_select("stage", "Buyer stage", list(BuyerStage), query.stage or ""))
    blocks.append(_select("format", "Format", list(Format), query.format or ""))
    view = modal(
        "Find content",
        blocks,
        callback="content.find",
        submit="Find" if found is None else "Find again",
    )
    if found is not None:
        view["blocks"] = [*found.blocks, {"type": "divider", "block_id": "again"}, *view["blocks"]]
    return view


def _select(name: str, label: str, choices: Sequence[str], chosen: str) -> Block:
    options = {one: Option(plain(cut(one, OPTION_TEXT)), cut(one, OPTION_TEXT)) for one in choices}
    menu = StaticSelectMenu(
        action_id=name,
        options=list(options.values()),
        initial_option=options.get(chosen),
        placeholder=plain("Any"),
    )
    return InputBlock(plain(label), menu, block_id=name, optional=True)
