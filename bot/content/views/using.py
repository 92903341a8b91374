"""The modal that gives a rep an asset: open it, copy it, say for whom and whether it helped."""

from collections.abc import Sequence

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    InputBlock,
    Option,
    PlainTextInput,
    SectionBlock,
    StaticSelectMenu,
)

from bot.content.domain.asset import ASSETS, Asset
from bot.content.views.library import ABOUT, kind_in_words, titled
from bot.content.views.request_card import lead_in_words
from bot.kit.blocks import OPTION_TEXT, mrkdwn, plain
from bot.kit.modals import View, modal
from bot.kit.text import cut
from bot.kit.wording import field
from bot.leads.domain.lead import Lead
from bot.leads.domain.numbers import value_for

COPIED = 3000
"""Characters a text input holds."""


def use_modal(
    asset: Asset,
    *,
    leads: Sequence[Lead] = (),
    lead: Lead | None = None,
    helped: bool | None = None,
    may_rate: bool = True,
) -> View:
    """Return an asset ready to be sent; `leads` are the rep's own, `lead` whom it is for already.

    `helped` is what the rep said of it before.
    """
    about = [titled(asset), field(asset.about, ABOUT), kind_in_words(asset)]
    blocks: list[Block] = [
        SectionBlock(mrkdwn("\n".join(filter(None, about))), block_id="asset"),
        InputBlock(
            plain("Ready to copy"),
            PlainTextInput(
                action_id="copy",
                multiline=bool(asset.social),
                initial_value=_to_copy(asset),
            ),
            block_id="copy",
            optional=True,
            hint=plain("Copy it from here. What you change here stays here."),
        ),
    ]
    if lead is not None:
        noted = f"Noted for {lead_in_words(lead)}."
        blocks.append(ContextBlock([mrkdwn(noted)], block_id="noted"))
    elif leads:
        blocks.append(_for_whom(leads))
    if may_rate:
        blocks += _did_it_help(asset, helped)
    note = {"asset": asset.id, "lead": lead.id if lead else None}
    return modal(f"Use {asset.number}", blocks, callback="content.used", submit="Done", note=note)


def _to_copy(asset: Asset) -> str:
    """Return the text and the link; where both are too long for the field, the text is cut."""
    if not asset.social:
        return asset.link
    if asset.link in asset.social:
        return asset.social
    return f"{cut(asset.social, COPIED - len(asset.link) - 2)}\n\n{asset.link}"


def _for_whom(leads: Sequence[Lead]) -> Block:
    options = [
        Option(plain(cut(f"{one.number} {_whom(one)}".strip(), OPTION_TEXT)), value_for(one.id))
        for one in leads
    ]
    menu = StaticSelectMenu(action_id="lead", options=options, placeholder=plain("None of these"))
    return InputBlock(plain("For which lead?"), menu, block_id="lead", optional=True)


def _whom(lead: Lead) -> str:
    if lead.erased:
        return ""
    return ", ".join(filter(None, [lead.name, lead.company])) or lead.email


def _did_it_help(asset: Asset, helped: bool | None) -> list[Block]:
    said = {None: "Sent it before? Say whether it helped.", True: "You said: it helped."}
    asks = said.get(helped, "You said: it did not help.")
    return [
        ContextBlock([mrkdwn(asks)], block_id="asks"),
        ActionsBlock([*rating_buttons(asset)], block_id="helped"),
    ]


def rating_buttons(asset: Asset) -> list[Button]:
    """Return 👍 and 👎."""
    return [
        Button(plain("👍 It helped"), action_id="content.helped", value=ASSETS.value_for(asset.id)),
        Button(
            plain("👎 Not really"), action_id="content.not_helped", value=ASSETS.value_for(asset.id)
        ),
    ]
