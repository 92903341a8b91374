"""Assets as people see them: in a line, as a card, in a list, and ready to copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    Element,
    RichText,
    RichTextBlock,
    RichTextCodeBlock,
    SectionBlock,
)

from bot.content.domain.asset import ASSETS, Asset, State
from bot.content.domain.library import AssetCounts
from bot.kit.blocks import dump, link, mrkdwn, plain
from bot.kit.outbox.views import Message
from bot.kit.periods import in_words
from bot.kit.text import cut
from bot.kit.wording import LABEL, counted, field, spoken

TITLE = 110
"""Characters of a title that a line shows."""
ABOUT = 200
IN_A_LIST = 10
"""Assets a private list shows."""


def titled(asset: Asset, *, most: int = TITLE) -> str:
    """Return the title as a link, in bold."""
    return f"*{link(asset.link, cut(asset.title, most))}*"


def kind_in_words(asset: Asset) -> str:
    """Return what it is and whom it fits: "One-pager · Freight, Retail · decision"."""
    kind = asset.format.value
    tags = [kind[:1].upper() + kind[1:]]
    tags += [field(asset.segment, 2 * LABEL)] if asset.segments else []
    tags += [field(asset.industry, LABEL)] if asset.industry else []
    tags += [asset.stage] if asset.stages else []
    return " · ".join(tags)


def standing_in_words(asset: Asset, *, today: date) -> str:
    """Return how it fared and whether it may be sent: "used 12 times · 👍 5 👎 1"."""
    state = "" if asset.state is State.APPROVED else str(asset.state)
    old = asset.state is State.APPROVED and asset.review_by and asset.is_expired(today)
    warning = f"⚠️ not checked since {in_words(asset.review_by)}" if old and asset.review_by else ""
    return " · ".join(filter(None, [state, fared_in_words(asset), warning]))


def fared_in_words(asset: Asset) -> str:
    """Return how often it was used, and what reps said of it."""
    uses = f"used {_times(asset.uses)}" if asset.uses else ""
    return " · ".join(filter(None, [uses, rating_in_words(asset)]))


def rating_in_words(asset: Asset) -> str:
    """Return what reps said: "👍 5 👎 1"."""
    marks = [("👍", asset.helped), ("👎", asset.not_helped)]
    return " ".join(f"{mark} {count}" for mark, count in marks if count)


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def asset_line(asset: Asset, *, today: date, number: bool = False) -> str:
    """Return an asset in two or three lines of mrkdwn: its title, what it is, how it fared."""
    first = f"{asset.number} {titled(asset)}" if number else titled(asset)
    about = field(asset.about, ABOUT)
    second = " · ".join(filter(None, [kind_in_words(asset), standing_in_words(asset, today=today)]))
    return "\n".join(filter(None, [first, about, second]))


def plain_line(asset: Asset, *, today: date) -> str:
    """Return it in one line for who hears or cannot see the blocks, its link written out."""
    said = [kind_in_words(asset), standing_in_words(asset, today=today), address(asset)]
    return f"{field(asset.title, TITLE)}: {' · '.join(filter(None, said))}"


def address(asset: Asset) -> str:
    """Return the link written out, as a text of mrkdwn takes it."""
    return asset.link.replace("&", "&amp;")


def use_button(
    asset: Asset, *, path: str = "", label: str = "Use this", primary: bool = False
) -> Button:
    """Return the button that gives an asset; `path` says from where: "S12" a search, "L42" a lead.

    Its value is read by `ASSETS.read_value`.
    """
    value = ASSETS.value_for(asset.id, path)
    style = "primary" if primary else None
    return Button(plain(label), action_id="content.use", value=value, style=style)  # type: ignore[arg-type]


def ask_button(value: str, *, label: str = "Ask for content", primary: bool = False) -> Button:
    """Return the button that begins a request; `value` is "S12", "L42" or ""."""
    style = "primary" if primary else None
    return Button(plain(label), action_id="content.ask", value=value or None, style=style)  # type: ignore[arg-type]


def copyable(text: str, block_id: str) -> Block:
    """Return a text exactly as it is, in a box that is easy to copy from."""
    return RichTextBlock([RichTextCodeBlock([RichText(text)])], block_id=block_id)


@dataclass(frozen=True, slots=True)
class CardFacts:
    """An asset and what its card says of it."""

    asset: Asset
    owner: str
    """The owner's name; empty for marketing as a whole."""
    request: str = ""
    """The request it answered first: "CR-12"."""
    read_by: int = 0
    reps: int = 0
    may_change: bool = False


def asset_card(facts: CardFacts, *, today: date) -> Message:
    """Return an asset as its own card, for one person."""
    asset = facts.asset
    lines = [f"{asset.number} {titled(asset)}", field(asset.about, ABOUT), kind_in_words(asset)]
    story = [_state_in_words(asset, today), fared_in_words(asset)]
    owner = f"{field(facts.owner, LABEL)} owns it" if facts.owner else "Marketing owns it"
    told = [owner]
    if facts.request:
        told.append(f"made for {facts.request}")
    if asset.must_know:
        told.append(f"must-know, read by {facts.read_by} of {facts.reps} reps")
    blocks: list[Block] = [
        SectionBlock(mrkdwn("\n".join(filter(None, lines))), block_id="asset"),
        ContextBlock([mrkdwn(" · ".join(filter(None, [*story, *told])))], block_id="story"),
    ]
    if asset.social:
        blocks.append(copyable(asset.social, "social"))
    buttons: list[Element] = []
    if asset.state is State.APPROVED or (facts.may_change and asset.state is State.DRAFT):
        buttons.append(use_button(asset, primary=True))
    if facts.may_change:
        buttons += change_buttons(asset)
    if buttons:
        blocks.append(ActionsBlock(buttons, block_id="do"))
    text = spoken([*filter(None, lines), " · ".join(filter(None, [*story, *told])), address(asset)])
    return Message(text, dump(blocks))


def _state_in_words(asset: Asset, today: date) -> str:
    if asset.state is State.RETIRED:
        return "retired"
    if asset.state is State.DRAFT:
        return "a draft"
    if asset.review_by is None:
        return "approved by marketing"
    if asset.is_expired(today):
        return f"⚠️ approved, but not checked since {in_words(asset.review_by)}"
    return f"approved by marketing until {in_words(asset.review_by)}"


def change_buttons(asset: Asset) -> list[Element]:
    """Return what a marketer may do with it."""
    value = ASSETS.value_for(asset.id)
    if asset.state is State.RETIRED:
        return [Button(plain("Bring back"), action_id="content.edit", value=value)]
    edit = Button(plain("Edit"), action_id="content.edit", value=value)
    retire = Button(plain("Retire"), action_id="content.retire", value=value)
    return [edit, retire]


def library_list(
    assets: Sequence[Asset],
    counts: AssetCounts,
    *,
    today: date,
    page: int = 0,
    pages: int = 1,
    command: str,
    may_change: bool,
) -> Message:
    """Return a page of the library, newest first, with what stands in it in numbers."""
    heading = _in_numbers(counts, may_change=may_change)
    if not assets:
        add = f" `{command} add` puts something in." if may_change else ""
        return Message(
            f"The library is empty.{add}",
            dump([SectionBlock(mrkdwn(f"The library is empty.{add}"), block_id="empty")]),
        )
    blocks: list[Block] = [SectionBlock(mrkdwn(f"*The library* · {heading}"), block_id="heading")]
    lines = [asset_line(one, today=today, number=True) for one in assets]
    for one, line in zip(assets, lines, strict=True):
        show = Button(plain("Open"), action_id="content.show", value=ASSETS.value_for(one.id))
        blocks.append(SectionBlock(mrkdwn(line), block_id=f"asset-{one.id}", accessory=show))
    turns: list[Element] = []
    if page > 0:
        turns.append(Button(plain("Newer"), action_id="content.page.back", value=str(page - 1)))
    if page + 1 < pages:
        turns.append(Button(plain("Older"), action_id="content.page.next", value=str(page + 1)))
    if turns:
        blocks.append(ActionsBlock(turns, block_id="pages"))
    hint = f"`{command} find WORDS` searches it."
    blocks.append(ContextBlock([mrkdwn(hint)], block_id="hint"))
    said = [f"The library: {heading}", *(plain_line(one, today=today) for one in assets)]
    return Message(spoken(said), dump(blocks))


def _in_numbers(counts: AssetCounts, *, may_change: bool) -> str:
    said = [f"{counts.approved:,} approved"]
    if counts.expired:
        said.append(f"{counts.expired:,} of them not checked in time")
    if may_change and counts.draft:
        said.append(f"{counted(counts.draft, 'draft')}")
    if may_change and counts.retired:
        said.append(f"{counts.retired:,} retired")
    return ", ".join(said)
