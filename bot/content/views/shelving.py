"""The form by which marketers put an asset into the library and change it there."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from slackblocks import (
    Block,
    CheckboxGroup,
    DatePicker,
    Element,
    InputBlock,
    Option,
    PlainTextInput,
    RadioButtonGroup,
    SectionBlock,
    StaticMultiSelectMenu,
    StaticSelectMenu,
    UserSelectMenu,
)

from bot.content.domain.asset import MOST_TAGS, TAG, TEXT, TITLE, Asset, Details, State
from bot.content.domain.tags import BuyerStage, Format
from bot.content.views.library import asset_line
from bot.kit.blocks import mrkdwn, plain
from bot.kit.modals import View, modal

SEGMENTS = MOST_TAGS * (TAG + len(", "))
"""Characters of all segments together: none is lost when a piece is edited."""
APPROVED, DRAFT, MUST_KNOW = "approved", "draft", "must_know"


def shelve_form(
    details: Details, *, asset: Asset | None = None, segments: Sequence[str] = ()
) -> View:
    """Return the form, filled with `details`; `asset` when it is there and changes.

    Its block ids are the names of the fields. `segments` are those in use, as a hint.
    """
    blocks: list[Block] = [
        _input("title", "Title", _text("title", details.title, TITLE, "Customs in half the time")),
        _input(
            "link",
            "Link",
            _text("link", details.link, 2000, "https://example.com/customs-one-pager"),
            optional=True,
        ),
        _input("format", "Format", _choice("format", Format, details.format if asset else None)),
        _input(
            "segments",
            "Segments",
            _text("segments", ", ".join(details.segments), SEGMENTS, "SaaS, Retail"),
            optional=True,
            hint=_in_use(segments),
        ),
        _input(
            "stages",
            "Buyer stages",
            _choices("stages", BuyerStage, details.stages),
            optional=True,
            hint="None means all of them.",
        ),
        _input(
            "industry",
            "Industry",
            _text("industry", details.industry, TAG, "Logistics"),
            optional=True,
        ),
        _input(
            "about",
            "What it says, in one line",
            _text(
                "about", details.about, TEXT, "Where the two days a week go, and how to save one"
            ),
            optional=True,
        ),
        _input(
            "social",
            "Text to send or post with it",
            _text("social", details.social, TEXT, "Two days a week, lost to paperwork?", long=True),
            optional=True,
            hint="A rep copies it with one tap.",
        ),
        _input(
            "owner",
            "Owner",
            UserSelectMenu(action_id="owner"),
            optional=True,
            hint="Is asked whether it is still right. Nobody means marketing's managers.",
        ),
        _input(
            "review_by",
            "Look at it again by",
            DatePicker(
                action_id="review_by",
                initial_date=details.review_by.isoformat() if details.review_by else None,
            ),
            optional=True,
        ),
        _input("state", "May reps send it?", _standing(details)),
        _input("must_know", "For sales", _must_know(details), optional=True),
    ]
    title, submit = ("Add to the library", "Add") if asset is None else (asset.number, "Save")
    if asset is not None and asset.state is State.RETIRED:
        back = mrkdwn("It is retired. Saving brings it back.")
        blocks.insert(0, SectionBlock(back, block_id="retired"))
    note = {"asset": asset.id, "was": asset.fingerprint} if asset else {"asset": None}
    view = modal(title, blocks, callback="content.shelve", submit=submit, close="Cancel", note=note)
    if details.owner:
        # The library of blocks knows no initial user.
        owner = next(block for block in view["blocks"] if block["block_id"] == "owner")
        owner["element"]["initial_user"] = details.owner
    return view


def shelved_modal(asset: Asset, *, is_new: bool, today: date) -> View:
    """Return what became of an asset that was added or changed."""
    said = "is in the library" if is_new else "is changed"
    then = {
        State.DRAFT: " Reps do not find it until it is approved.",
        State.APPROVED: " Sales hears of it on the next working morning."
        if asset.announced_on is None
        else "",
    }.get(asset.state, "")
    line = asset_line(asset, today=today)
    blocks: list[Block] = [
        SectionBlock(mrkdwn(f"{asset.number} {said}.{then}"), block_id="said"),
        SectionBlock(mrkdwn(line), block_id="asset"),
    ]
    return modal("The library", blocks)


def _input(
    name: str, label: str, element: Element, *, optional: bool = False, hint: str = ""
) -> Block:
    return InputBlock(
        plain(label),
        element,
        block_id=name,
        optional=optional,
        hint=plain(hint) if hint else None,
    )


def _text(name: str, value: str, most: int, example: str, *, long: bool = False) -> Element:
    return PlainTextInput(
        action_id=name,
        initial_value=value[:most] or None,
        max_length=most,
        multiline=long,
        placeholder=plain(example, 150),
    )


def _options(choices: type[StrEnum]) -> dict[str, Option]:
    return {one: Option(plain(one.capitalize()), str(one)) for one in choices}


def _choice(name: str, choices: type[StrEnum], chosen: StrEnum | None) -> Element:
    options = _options(choices)
    return StaticSelectMenu(
        action_id=name,
        options=list(options.values()),
        initial_option=options[chosen] if chosen else None,
        placeholder=plain("What kind of thing it is"),
    )


def _choices(name: str, choices: type[StrEnum], chosen: Sequence[StrEnum]) -> Element:
    options = _options(choices)
    return StaticMultiSelectMenu(
        name,
        list(options.values()),
        initial_options=[options[one] for one in chosen] or None,
        placeholder=plain("All of them"),
    )


def _standing(details: Details) -> Element:
    yes = Option(plain("Yes, marketing approves it"), APPROVED)
    no = Option(plain("Not yet, it is a draft"), DRAFT)
    return RadioButtonGroup("state", [yes, no], initial_option=yes if details.approved else no)


def _must_know(details: Details) -> Element:
    must = Option(
        plain("Must-know"),
        MUST_KNOW,
        description=plain("Reps confirm with “Got it”, and you see who has."),
    )
    return CheckboxGroup("must_know", [must], initial_options=[must] if details.must_know else None)


def _in_use(segments: Sequence[str]) -> str:
    known = f" In use: {', '.join(segments)}." if segments else ""
    return f"Separated by commas; none means all of them.{known}"[:2000]
