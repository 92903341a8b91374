"""The definition as people read it: a version, its story, and what a proposal would change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from slackblocks import (
    ActionsBlock,
    Block,
    Button,
    ContextBlock,
    Element,
    SectionBlock,
)

from bot.kit.blocks import dump, escape, moment, mrkdwn, packed, plain
from bot.kit.outbox.views import Message
from bot.kit.text import cut
from bot.kit.wording import counted, listed, spoken
from bot.kit.wording import field as shown
from bot.leads.definition.counts import Backtest, counts_in_words
from bot.leads.definition.domain import Definition
from bot.leads.definition.versions import (
    Known,
    Proposal,
    Standing,
    VersionStory,
    teams_managed,
    teams_to_sign_for,
)
from bot.leads.definition.wording import (
    definition_in_words,
    unmet_in_words,
    what_changed,
)
from bot.leads.domain.lead import Lead, RuleOutcome
from bot.leads.views.card import company_in_words
from bot.people.domain import Person, Team

LINE = 600
"""Characters of a rule that a message shows; a long list of competitors is in the export."""
WHY = 500
IN_A_MESSAGE = 5
"""Leads to each side that the proposer's message names; the rest are in "See them all"."""
MINUTE = "{date_short} {time}"


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What a version shows to one reader. `names` are those of everybody in its story.

    `before` is the version it differs from: the one before it in force, or for a proposal the one
    it was held against. `knows` says that the reader said so. `leaving` and `entering` are the
    newest leads that change sides, for the proposer alone. `waits` is a newer proposal that waits.
    """

    story: VersionStory
    names: Mapping[str, str]
    reader: Person
    before: Definition | None = None
    known: Mapping[Team, Known] = field(default_factory=dict)
    knows: bool = False
    tested: Backtest | None = None
    leaving: tuple["ChangedSide", ...] = ()
    entering: tuple["ChangedSide", ...] = ()
    waits: Proposal | None = None

    @property
    def version(self) -> int:
        """The version's number."""
        return self.story.version


@dataclass(frozen=True, slots=True)
class ChangedSide:
    """A lead that a proposal judges otherwise, and the rules it fails, by whichever fails it."""

    lead: Lead
    unmet: tuple[RuleOutcome, ...]


def version_message(facts: VersionFacts, *, days: int, command: str) -> Message:
    """Return a version with its story and what its reader can do about it.

    `days` is how far back a backtest looks; `command` is "/smarketing".
    """
    if facts.story.standing is Standing.PROPOSED:
        return _proposed(facts, days=days, command=command)
    story = facts.story
    heading = f"*Definition of a qualified lead, v{story.version}*"
    stands = _stands(facts)
    rules = _rules(story.definition)
    blocks: list[Block] = [
        SectionBlock(mrkdwn(f"{heading}\n{stands}"), block_id="heading"),
        *_in_sections(rules),
    ]
    why = _why(facts)
    changed = _changed(facts)
    blocks += _sections(why=why, changed=changed)
    known = _known(facts)
    foot = [line for line in (known, _waits(facts)) if line]
    if foot:
        blocks.append(ContextBlock([mrkdwn("\n".join(foot))], block_id="foot"))
    blocks += _buttons(facts)
    lines = [heading, stands, *rules, why, changed, *foot]
    return Message(spoken(filter(None, lines)), dump(blocks))


def _sections(**texts: str) -> list[Block]:
    return [
        SectionBlock(mrkdwn(part), block_id=f"{name}-{place}" if place else name)
        for name, text in texts.items()
        for place, part in enumerate(packed(text.splitlines()))
    ]


def _stands(facts: VersionFacts) -> str:
    story = facts.story
    if story.standing is Standing.REFUSED and story.ending:
        who = _name(facts, story.ending.by)
        return f"Refused by {who}, {_day(story.ending.at)}: ‘{shown(story.ending.why, WHY)}’"
    if story.standing is Standing.REPLACED and story.ending:
        who = _name(facts, story.ending.by)
        return f"Never in force: {who} proposed a newer one, {_day(story.ending.at)}."
    since = f"In force since {_day(story.in_force_from)}" if story.in_force_from else ""
    if story.in_force_until and story.in_force_from:
        since = f"In force from {_day(story.in_force_from)} to {_day(story.in_force_until)}"
    signed = [f"{_name(facts, one.person)} ({one.team})" for one in story.signatures]
    if not signed:
        return f"{since}. Nobody had to sign it."
    return f"{since}, signed by {listed(signed)}."


def _rules(definition: Definition) -> list[str]:
    """Return every rule, whole: this is what both teams sign."""
    lines = [f"• {escape(line)}" for line in definition_in_words(definition)]
    if not lines:
        return ["Every inquiry qualifies: no rule asks for anything."]
    return ["An inquiry qualifies when", *lines]


def _in_sections(lines: list[str]) -> list[Block]:
    return [
        SectionBlock(mrkdwn(text), block_id=f"rules-{place}")
        for place, text in enumerate(packed(lines))
    ]


def _why(facts: VersionFacts) -> str:
    story = facts.story
    if not story.why:
        return ""
    if not story.proposed_by:
        return shown(story.why, WHY)
    return f"*Why*  {shown(story.why, WHY)} — {_name(facts, story.proposed_by)}"


def _changed(facts: VersionFacts) -> str:
    if facts.before is None:
        return ""
    return changes_in_words(facts.before, facts.story.definition)


def changes_in_words(before: Definition, now: Definition) -> str:
    """Return what differs, as mrkdwn; empty when nothing does."""
    lines = [f"• {shown(one.words, LINE)}" for one in what_changed(before, now)]
    return "\n".join([f"*What changed from v{before.version}*", *lines]) if lines else ""


def _known(facts: VersionFacts) -> str:
    return known_in_words(facts.known)


def known_in_words(known: Mapping[Team, Known]) -> str:
    """Return how many of each team said that they know it: "sales 3 of 12, marketing 1 of 4"."""
    counts = [f"{team} {one.know} of {one.of}" for team, one in known.items() if one.of]
    return f"“I know it”: {', '.join(counts)}" if counts else ""


def _waits(facts: VersionFacts) -> str:
    if facts.waits is None:
        return ""
    return f"v{facts.waits.version} is proposed and waits for signatures."


def _buttons(facts: VersionFacts) -> list[Block]:
    buttons: list[Element] = []
    story = facts.story
    if story.standing is Standing.IN_FORCE:
        if not facts.knows:
            buttons.append(
                version_button("I know it", "definition.know", story.version, primary=True)
            )
        if facts.reader.is_manager:
            buttons.append(version_button("Propose a change", "definition.propose", story.version))
        buttons.append(
            version_button("What contradicts it", "definition.contradicted", story.version)
        )
    if facts.waits:
        name = f"Read v{facts.waits.version}"
        buttons.append(version_button(name, "definition.read", facts.waits.version))
    if story.standing is Standing.REFUSED and facts.reader.is_manager:
        buttons.append(version_button("Propose again", "definition.propose", story.version))
    buttons.append(version_button("All versions", "definition.history", story.version))
    return [ActionsBlock(buttons, block_id="do")]


def version_button(
    label: str, action: str, version: int, *, more: str = "", primary: bool = False
) -> Button:
    """Return a button about a version; its value is "v3", or "v3 leave 0" with `more`."""
    return Button(
        plain(label),
        action_id=action,
        value=f"v{version} {more}".strip(),
        style="primary" if primary else None,
    )


def _proposed(facts: VersionFacts, *, days: int, command: str) -> Message:
    story, test = facts.story, facts.tested
    who = _name(facts, story.proposed_by or "")
    heading = f"*Definition v{story.version}* is proposed by {who}, {_day(story.created_at)}."
    changed = _changed(facts).replace("*What changed from", "*What would change from")
    tested = _tested(test, days=days)
    signed = _signatures(facts)
    sides = _sides(facts)
    texts = {"why": _why(facts), "changed": changed, "tested": tested, "sides": sides}
    blocks: list[Block] = [SectionBlock(mrkdwn(heading), block_id="heading"), *_sections(**texts)]
    blocks.append(ContextBlock([mrkdwn(signed)], block_id="signed"))
    blocks.append(ActionsBlock(_to_do(facts), block_id="do"))
    shows = f"{command} definition v{story.version} shows it."
    return Message(spoken(filter(None, [heading, *texts.values(), signed, shows])), dump(blocks))


def _tested(test: Backtest | None, *, days: int) -> str:
    if test is None or not test.is_done:
        return f"It is being tried on the leads of the last {days} days; signing waits for that."
    if test.failed:
        return (
            f"It could not be tried on the leads of the last {days} days, so it can't be signed. "
            f"{escape(test.failed)} Propose it once more, and tell your operator."
        )
    said = f"*Tried on the leads there are*\n{counts_in_words(test.counts, days=days)}"
    if test.counts.erased:
        left = f"{counted(test.counts.erased, 'erased lead')} left out"
        said += f" ({left})"
    return said


def _signatures(facts: VersionFacts) -> str:
    parts = []
    for team in Team:
        signed = facts.story.signed_for(team)
        parts.append(
            f"{team.capitalize()}: signed by {_name(facts, signed.person)}, {moment(signed.at)}"
            if signed
            else f"{team.capitalize()}: not signed yet"
        )
    return " · ".join(parts)


def _sides(facts: VersionFacts) -> str:
    test = facts.tested
    if test is None or not test.has_result or not (facts.leaving or facts.entering):
        return ""
    lines = []
    for heading, count, some in (
        ("Would not qualify any more", test.counts.leave, facts.leaving),
        ("Would qualify now", test.counts.enter, facts.entering),
    ):
        if some:
            lines.append(f"*{heading}* ({count:,})")
            lines += [f"• {one.lead.number} {_changed_line(one)}" for one in some]
            if count > len(some):
                lines.append(f"   and {count - len(some):,} more")
    return "\n".join(lines)


def _changed_line(one: ChangedSide) -> str:
    why = "; ".join(unmet_in_words(one.unmet)) or "has changed since"
    return f"{company_in_words(one.lead)}: {shown(why, 200)}"


def _to_do(facts: VersionFacts) -> list[Element]:
    story, test = facts.story, facts.tested
    buttons: list[Element] = []
    ready = test is not None and test.has_result
    if ready:
        buttons += [
            version_button(
                f"Sign for {team}", f"definition.sign.{team}", story.version, primary=True
            )
            for team in teams_to_sign_for(facts.reader, story.signatures)
        ]
    if teams_managed(facts.reader):
        label = "Withdraw" if facts.reader.id == story.proposed_by else "Refuse"
        buttons.append(version_button(label, "definition.refuse", story.version))
    if test and ready and test.counts.enter + test.counts.leave:
        side = "leave" if test.counts.leave else "enter"
        label = f"The {test.counts.enter + test.counts.leave:,} that change sides"
        buttons.append(version_button(label, "definition.sides", story.version, more=f"{side} 0"))
    buttons.append(version_button("Every rule", "definition.rules", story.version))
    return buttons


def rules_message(story: VersionStory) -> Message:
    """Return all the rules of a version."""
    lines = [f"*Definition v{story.version}*", *_rules(story.definition)]
    return Message(spoken(lines), dump(_in_sections(lines)))


def announced_message(facts: VersionFacts, *, shared: bool, command: str) -> Message:
    """Return what both channels are told of a version that came into force.

    Where another organisation reads along, its rules stay private.
    """
    story = facts.story
    signed = listed([f"{_name(facts, one.person)} ({one.team})" for one in story.signatures])
    heading = f"*Definition v{story.version} of a qualified lead is in force.* Signed by {signed}."
    if story.standing is not Standing.IN_FORCE:
        heading = f"Definition v{story.version} of a qualified lead was signed by {signed}."
    since = moment(story.in_force_from, style=MINUTE) if story.in_force_from else ""
    applies = f"Leads that arrive from {since} on are judged by it."
    if story.in_force_until:
        applies = f"A newer one is in force since {_day(story.in_force_until)}."
    texts = {"why": "" if shared else _why(facts), "changed": "" if shared else _changed(facts)}
    foot = [applies, known_in_words(facts.known)]
    if shared:
        foot.append(f"Others read this channel; `{command} definition` shows the rules privately.")
    blocks: list[Block] = [SectionBlock(mrkdwn(heading), block_id="heading"), *_sections(**texts)]
    blocks.append(ContextBlock([mrkdwn("\n".join(filter(None, foot)))], block_id="foot"))
    read = version_button("Every rule", "definition.read", story.version)
    know = version_button("I know it", "definition.know", story.version, primary=True)
    in_force = story.standing is Standing.IN_FORCE
    blocks.append(ActionsBlock([know, read] if in_force else [read], block_id="do"))
    return Message(spoken(filter(None, [heading, *texts.values(), *foot])), dump(blocks))


def refused_message(facts: VersionFacts) -> Message:
    """Tell a proposer that a manager refused, and why."""
    story = facts.story
    by = _name(facts, story.ending.by) if story.ending else "Somebody"
    why = shown(story.ending.why, WHY) if story.ending else ""
    said = f"{by} refused your proposal, definition v{story.version}: ‘{why}’"
    again = version_button("Propose again", "definition.propose", story.version)
    return Message(
        text=said,
        blocks=dump(
            [
                SectionBlock(mrkdwn(said), block_id="said"),
                ActionsBlock([again], block_id="do"),
            ]
        ),
    )


def _name(facts: VersionFacts, person: str) -> str:
    return shown(facts.names.get(person, "someone"))


def _day(at: datetime | None) -> str:
    return moment(at, style="{date_short}") if at else ""


def title_of(version: int) -> str:
    """Return the title of a modal that shows a version."""
    return cut(f"Definition v{version}", 24)
