"""Lists about the definition: its versions, its contradictions, the leads that change sides."""

from collections.abc import Mapping, Sequence

from slackblocks import ActionsBlock, Block, Button, ContextBlock, Element, SectionBlock

from bot.kit.blocks import dump, moment, mrkdwn, plain
from bot.kit.modals import View, modal
from bot.kit.outbox.views import Message
from bot.kit.wording import counted, spoken
from bot.kit.wording import field as shown
from bot.leads.definition.contradictions import Contradicted
from bot.leads.definition.versions import Standing, VersionStory
from bot.leads.definition.wording import unmet_in_words
from bot.leads.domain.numbers import value_for
from bot.leads.domain.settings import LeadSettings
from bot.leads.views.definition import LINE, ChangedSide, VersionFacts, version_button
from bot.leads.views.lists import Listed, line_of

A_PAGE = 20
"""Leads a page of them all shows."""
VERSIONS = 15
"""Versions that the history shows; older ones open by their number."""


def history_message(
    stories: Sequence[VersionStory], names: Mapping[str, str], *, command: str
) -> Message:
    """Return all versions, newest first, each with the button that opens it."""
    newest = sorted(stories, key=lambda one: -one.version)
    lines = [_history_line(one, names) for one in newest[:VERSIONS]]
    blocks: list[Block] = [
        SectionBlock(mrkdwn("*Every definition so far*"), block_id="heading"),
        *(
            SectionBlock(
                mrkdwn(line),
                block_id=f"v{one.version}",
                accessory=version_button("Open", "definition.read", one.version),
            )
            for one, line in zip(newest, lines, strict=False)
        ),
    ]
    if len(newest) > VERSIONS:
        rest = f"Older ones open by their number: `{command} definition v1`."
        blocks.append(ContextBlock([mrkdwn(rest)], block_id="more"))
    return Message(spoken(["Every definition so far", *lines]), dump(blocks))


def _history_line(story: VersionStory, names: Mapping[str, str]) -> str:
    when = story.in_force_from or story.created_at
    day = f"{moment(when, style='{date_short}')}"
    until = moment(story.in_force_until, style="{date_short}") if story.in_force_until else ""
    stands = {
        Standing.IN_FORCE: f"in force since {day}",
        Standing.PAST: f"in force {day} to {until}",
        Standing.PROPOSED: f"proposed {day}, waits for signatures",
        Standing.REFUSED: f"proposed {day}, refused",
        Standing.REPLACED: f"proposed {day}, replaced",
    }[story.standing]
    who = shown(names.get(story.proposed_by, "")) if story.proposed_by else ""
    why = f"\n{shown(story.why, 150)}{f' — {who}' if who else ''}" if story.why else ""
    return f"*v{story.version}*  {stands}{why}"


def contradicted_message(found: Sequence[Contradicted], *, since: str) -> Message:
    """Return the rules that verdicts speak against; `since` is the period in words."""
    if not found:
        said = f"No verdict contradicts the definition {since}."
        return Message(said, dump([SectionBlock(mrkdwn(said), block_id="said")]))
    of = f"{found[0].of:,} verdict{'' if found[0].of == 1 else 's'}"
    heading = f"*What verdicts contradict* {since}: leads that met every rule, and sales says no"
    lines = [f"• {shown(one.words, LINE)} — {one.count:,} of {of}" for one in found]
    about = "Wrong segment speaks against the segments, no need against the score, and so on."
    blocks: list[Block] = [
        SectionBlock(mrkdwn("\n".join([heading, *lines])), block_id="said"),
        ContextBlock([mrkdwn(about)], block_id="about"),
    ]
    return Message(spoken([heading, *lines, about]), dump(blocks))


def sides_modal(
    facts: VersionFacts,
    some: Sequence[ChangedSide],
    *,
    side: str,
    page: int,
    settings: LeadSettings,
) -> View:
    """Return a page of the leads that change to one side: "leave" or "enter"."""
    counts = facts.tested.counts if facts.tested else None
    leave, enter = (counts.leave, counts.enter) if counts else (0, 0)
    total = leave if side == "leave" else enter
    pages = max(1, -(-total // A_PAGE))
    said = "would not qualify any more" if side == "leave" else "would qualify now"
    where = f" · page {page + 1} of {pages:,}" if pages > 1 else ""
    blocks: list[Block] = [
        SectionBlock(
            mrkdwn(f"*{counted(total, 'lead').capitalize()}* {said}{where}"), block_id="where"
        )
    ]
    other = ("enter", enter) if side == "leave" else ("leave", leave)
    turns = _turns(facts.version, side, page, pages, other)
    if turns:
        blocks.append(ActionsBlock(turns, block_id="pages"))
    for one in some:
        line = line_of(Listed(one.lead), now=None, settings=settings)
        why = "; ".join(unmet_in_words(one.unmet)) or "it has changed since"
        blocks.append(
            SectionBlock(
                mrkdwn(f"{line}\n{shown(why, 300)}"),
                block_id=f"lead-{one.lead.id}",
                accessory=Button(
                    plain("Open"), action_id="lead.open", value=value_for(one.lead.id)
                ),
            )
        )
    return modal("Leads that change sides", blocks, note={"version": facts.version})


def _turns(version: int, side: str, page: int, pages: int, other: tuple[str, int]) -> list[Element]:
    turns: list[Element] = []
    if page > 0:
        turns.append(
            version_button("Earlier", "definition.sides.back", version, more=f"{side} {page - 1}")
        )
    if page + 1 < pages:
        turns.append(
            version_button("Next", "definition.sides.next", version, more=f"{side} {page + 1}")
        )
    if other[1]:
        words = "do not qualify any more" if other[0] == "leave" else "qualify now"
        label = f"The {other[1]:,} that {words}"
        turns.append(version_button(label, "definition.sides.other", version, more=f"{other[0]} 0"))
    return turns
