"""Leads in a list, each in one line with a button that opens it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slackblocks import ActionsBlock, Block, Button, ContextBlock, SectionBlock

from bot.kit.blocks import dump, mrkdwn, plain
from bot.kit.modals import View, modal
from bot.kit.outbox.views import Message
from bot.kit.wording import ago, counted, field, money, spoken
from bot.leads.domain.lead import Lead, Stage
from bot.leads.domain.numbers import value_for
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.steps import stage_in_words
from bot.leads.views.card import company_in_words, who_in_words

IN_A_LIST = 10
"""Leads a private list shows."""
A_PAGE = 20
"""Leads a page of "Browse all" shows."""
MINE, WAITING, BEHIND, FOUND = "mine", "open", "behind", "find"
"""How the lists that people ask for are named to "Browse all"; after the last stand the words."""
LONGEST_SEARCH = 500
"""Characters of a search that a button remembers."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A lead in a list, with its owner's name, empty for nobody."""

    lead: Lead
    owner: str = ""


def line_of(
    one: Listed, *, now: datetime | None, settings: LeadSettings, shared: bool = False
) -> str:
    """Return a lead in one line of mrkdwn: who, and how it stands.

    `now` is None in a message that stays: an age written into it would soon be wrong.
    """
    lead = one.lead
    who = "a qualified lead" if shared else f"*{who_in_words(lead)}*"
    score = f" · score {lead.score}" if lead.score is not None and not lead.erased else ""
    story = f" · continues L-{lead.previous_lead}" if lead.previous_lead else ""
    standing = _standing(one, now=now, settings=settings)
    return " · ".join(filter(None, [f"{lead.number} {who}{score}", standing])) + story


def _standing(one: Listed, *, now: datetime | None, settings: LeadSettings) -> str:
    lead = one.lead
    if lead.stage is Stage.MQL and lead.erased:
        return ""
    if lead.stage is Stage.MQL:
        since = ago(lead.announced_at or lead.received_at, now) if now else ""
        return f"waiting, came {since}" if since else "waiting"
    if lead.stage is Stage.ACCEPTED:
        words = "contacted" if lead.contacted_at else "not contacted yet"
    else:
        words = stage_in_words(lead.stage)
    if lead.amount is not None:
        words += f", {money(lead.amount, settings.currency)}"
    return f"{field(one.owner)}, {words}" if one.owner else words


def lead_list(
    heading: str,
    leads: Sequence[Listed],
    *,
    more: int,
    now: datetime,
    settings: LeadSettings,
    hint: str = "",
    browse: str = "",
) -> Message:
    """Return a private list under its heading (mrkdwn); `more` are not shown, `hint` says how.

    `browse` names the list to the button that shows them by pages.
    """
    lines = [line_of(one, now=now, settings=settings) for one in leads]
    blocks: list[Block] = [SectionBlock(mrkdwn(f"*{heading}*"), block_id="heading")]
    blocks += [_row(one, line) for one, line in zip(leads, lines, strict=True)]
    if more:
        if browse:
            blocks.append(browse_button(browse, len(leads) + more))
        rest = f"and {counted(more, 'lead')} more. {hint}".strip()
        blocks.append(ContextBlock([mrkdwn(rest)], block_id="more"))
    return Message(spoken([heading, *lines]), dump(blocks))


def _row(one: Listed, line: str) -> Block:
    return SectionBlock(
        mrkdwn(line),
        block_id=f"lead-{one.lead.id}",
        accessory=Button(plain("Open"), action_id="lead.open", value=value_for(one.lead.id)),
    )


def rows(
    leads: Sequence[Listed],
    *,
    now: datetime | None,
    settings: LeadSettings,
    shared: bool = False,
) -> list[Block]:
    """Return one row with an Open button for each lead."""
    return [_row(one, line_of(one, now=now, settings=settings, shared=shared)) for one in leads]


def browse_button(key: str, total: int | None = None) -> Block:
    """Return the button that opens the first page of the list that `key` names.

    Without `total` in a message that stays while the list goes on changing.
    """
    label = "Browse all" if total is None else f"Browse all {total:,}"
    browse = Button(plain(label), action_id="lead.browse", value=f"0 {key}")
    return ActionsBlock([browse], block_id="browse")


def browse_modal(
    key: str,
    leads: Sequence[Listed],
    *,
    title: str,
    page: int,
    total: int,
    now: datetime,
    settings: LeadSettings,
) -> View:
    """Return one page of the list that `key` names."""
    pages = max(1, -(-total // A_PAGE))
    blocks: list[Block] = [
        ContextBlock([mrkdwn(f"Page {page + 1} of {pages} · {total:,} leads")], block_id="where"),
        *rows(leads, now=now, settings=settings),
    ]
    if pages > 1:
        blocks.append(_page_buttons(key, page=page, pages=pages))
    return modal(title, blocks, note={"list": key, "page": page})


def _page_buttons(key: str, *, page: int, pages: int) -> Block:
    buttons = []
    if page > 0:
        buttons.append(
            Button(plain("Earlier"), action_id="lead.page.back", value=f"{page - 1} {key}")
        )
    if page + 1 < pages:
        buttons.append(Button(plain("Next"), action_id="lead.page.next", value=f"{page + 1} {key}"))
    return ActionsBlock(list(buttons), block_id="pages")


def short_name(lead: Lead) -> str:
    """Return how a sentence names a lead: "L-42 Northwind Freight"."""
    return f"{lead.number} {company_in_words(lead)}" if not lead.erased else lead.number
