"""The modals of asking: search first, then what was found, then the form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    DatePicker,
    InputBlock,
    Option,
    PlainTextInput,
    SectionBlock,
    StaticSelectMenu,
)

from bot.content.domain.asset import ASSETS, Asset
from bot.content.domain.request import (
    TOPIC,
    WORDS,
    Request,
)
from bot.content.domain.search import Query
from bot.content.domain.tags import BuyerStage, Format
from bot.content.views.library import copyable
from bot.content.views.request_card import (
    day_in_words,
    topic_of,
    withdraw_button,
)
from bot.kit.blocks import OPTION_TEXT, link, mrkdwn, plain
from bot.kit.modals import View, modal
from bot.kit.text import cut
from bot.kit.wording import LABEL, counted, field
from bot.leads.domain.lead import Lead
from bot.leads.domain.numbers import value_for

LEADS = 25
"""Own leads that the form offers."""


@dataclass(frozen=True, slots=True)
class Path:
    """What the modals of one asking remember: ids only, and all of it is checked again."""

    lead: int | None = None
    searches: tuple[int, ...] = ()
    found: tuple[int, ...] = ()

    @property
    def note(self) -> dict[str, Any]:
        """As a view keeps it."""
        return {"lead": self.lead, "searches": self.searches[-20:], "found": self.found[-20:]}


def read_path(note: dict[str, Any]) -> Path:
    """Read what a view kept; whatever is none of it is left out."""
    return Path(
        lead=note["lead"] if _is_id(note.get("lead")) else None,
        searches=tuple(filter(_is_id, _several(note.get("searches")))),
        found=tuple(filter(_is_id, _several(note.get("found")))),
    )


def _several(value: object) -> list[Any]:
    return value[:20] if isinstance(value, list) else []


def _is_id(value: object) -> bool:
    return type(value) is int and 0 < value < 10**15


def look_form(path: Path, *, lead: Lead | None = None, words: str = "") -> View:
    """The first step: a few words, which the library is asked for."""
    whom = f" for {_plain_lead(lead)}" if lead else ""
    asked = PlainTextInput(
        action_id="words",
        max_length=150,
        initial_value=words or None,
        focus_on_load=True,
        placeholder=plain("customs ROI one-pager"),
    )
    blocks: list[Block] = [
        InputBlock(
            plain(f"What do you need{whom}?", 150),
            asked,
            block_id="words",
            hint=plain("The library is searched first. What is not there, marketing makes."),
        )
    ]
    return modal(
        "Request content",
        blocks,
        callback="content.look",
        submit="Search",
        note=path.note,
        close="Cancel",
    )


def matches_form(path: Path, words: str, assets: Sequence[Asset], *, near: bool) -> View:
    """The second step: what is there already. One tap ends it, the other goes on to the form."""
    said = f"“{field(words, 80)}”"
    heading = (
        f"Nothing is quite {said}; this comes closest:" if near else f"In the library for {said}:"
    )
    blocks: list[Block] = [SectionBlock(mrkdwn(heading), block_id="heading")]
    for asset in assets:
        helps = Button(
            plain("This helps"),
            action_id="content.this_helps",
            value=ASSETS.value_for(asset.id),
        )
        blocks.append(
            SectionBlock(mrkdwn(match_line(asset)), block_id=f"asset-{asset.id}", accessory=helps)
        )
    again = Button(plain("Other words"), action_id="content.look_again", value="again")
    blocks.append(ActionsBlock([again], block_id="again"))
    return modal(
        "Already there?",
        blocks,
        callback="content.still_need",
        submit="Still need it",
        note={**path.note, "words": cut(words, 150)},
        close="Cancel",
    )


def match_line(asset: Asset) -> str:
    """Return an asset as somebody weighs it: title, tags, and what colleagues made of it."""
    tags = [str(asset.format), asset.segment, asset.stage]
    line = " · ".join(field(tag, LABEL) for tag in tags if tag)
    used = f"used {counted(asset.uses, 'time')}" if asset.uses else "not used yet"
    liked = f" · 👍 {asset.helped}" if asset.helped else ""
    disliked = f" · 👎 {asset.not_helped}" if asset.not_helped else ""
    return f"*{link(asset.link, cut(asset.title, 100))}*\n{line}\n{used}{liked}{disliked}"


def helped_modal(asset: Asset) -> View:
    """What "This helps" ends with: the thing itself and its text, ready to copy."""
    blocks: list[Block] = [
        SectionBlock(mrkdwn(f"*{link(asset.link, cut(asset.title, 150))}*"), block_id="thing")
    ]
    if asset.link:
        blocks.append(copyable(asset.link, "link"))
    if asset.social:
        blocks.append(SectionBlock(mrkdwn("To send along:"), block_id="hint"))
        blocks.append(copyable(asset.social, "text"))
    counts = "It counts as used, so that marketing sees what helps. Nothing was asked for."
    blocks.append(ContextBlock([mrkdwn(counts)], block_id="counts"))
    return modal("Good", blocks)


def request_form(
    path: Path,
    query: Query,
    *,
    day: date,
    leads: Sequence[Lead],
    heading: str = "",
) -> View:
    """The form: only what and by when are needed, and what was searched for stands there already.

    `leads` are those it may be for.
    """
    blocks: list[Block] = []
    if heading:
        blocks.append(SectionBlock(mrkdwn(heading), block_id="heading"))
    blocks += [
        InputBlock(
            plain("What do you need?"),
            PlainTextInput(
                action_id="topic",
                max_length=TOPIC,
                initial_value=cut(query.words, TOPIC) or None,
                placeholder=plain("One-pager: what customs paperwork costs"),
            ),
            block_id="topic",
        ),
        InputBlock(
            plain("Needed by"),
            DatePicker(action_id="needed_by", initial_date=day.isoformat()),
            block_id="needed_by",
        ),
        InputBlock(
            plain("What should the buyer believe?"),
            PlainTextInput(
                action_id="belief",
                multiline=True,
                max_length=WORDS,
                placeholder=plain("Switching pays for itself within a quarter"),
            ),
            block_id="belief",
            optional=True,
        ),
        _select(
            "format",
            "Format",
            [(str(one), str(one).capitalize()) for one in Format],
            chosen=query.format or "",
        ),
        InputBlock(
            plain("Segment"),
            PlainTextInput(
                action_id="segment",
                max_length=100,
                initial_value=cut(query.segment, 100) or None,
                placeholder=plain("Freight forwarders"),
            ),
            block_id="segment",
            optional=True,
        ),
        _select(
            "stage",
            "Buyer stage",
            [(str(one), str(one).capitalize()) for one in BuyerStage],
            chosen=query.stage or "",
        ),
    ]
    if leads:
        offered = [(value_for(one.id), _plain_lead(one)) for one in leads[:LEADS]]
        chosen = value_for(path.lead) if path.lead else ""
        blocks.append(_select("lead", "For which lead?", offered, chosen=chosen))
    return modal(
        "Ask marketing",
        blocks,
        callback="content.file",
        submit="Ask",
        note=path.note,
        close="Cancel",
    )


def _plain_lead(lead: Lead) -> str:
    if lead.erased:
        return f"{lead.number} (erased on request)"
    who = ", ".join(filter(None, [lead.company, lead.name])) or lead.email
    return f"{lead.number} {who}"


def _select(
    name: str, label: str, offered: Sequence[tuple[str, str]], *, chosen: str = ""
) -> Block:
    options = {value: Option(plain(text, OPTION_TEXT), value) for value, text in offered}
    menu = StaticSelectMenu(
        action_id=name, options=list(options.values()), initial_option=options.get(chosen)
    )
    return InputBlock(plain(label), menu, block_id=name, optional=True)


def filed_modal(request: Request) -> View:
    """What the form ends with."""
    text = (
        f"*{request.number} {topic_of(request)}* is with marketing, needed by "
        f"*{day_in_words(request.needed_by)}*.\nYou get it as a direct message."
    )
    blocks: list[Block] = [
        SectionBlock(mrkdwn(text), block_id="filed"),
        ActionsBlock([withdraw_button(request)], block_id="do"),
    ]
    return modal("Asked", blocks)
