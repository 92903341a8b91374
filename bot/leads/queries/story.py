"""The trail of a lead, read aloud."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.kit.db import Work
from bot.leads.domain.returns import first_message
from bot.leads.domain.settings import LeadSettings
from bot.leads.domain.story import told
from bot.leads.store.trail import Step, read_trail
from bot.people import queries as people

MOST = 60
"""Steps that are shown; of a longer story the first and the newest."""


@dataclass(frozen=True, slots=True)
class Story:
    """The steps as (time, sentence), oldest first; `left_out` of the middle are not shown."""

    steps: tuple[tuple[datetime, str], ...]
    left_out: int = 0


def story_of(work: Work, lead_id: int, settings: LeadSettings) -> Story:
    """Return the whole story of a lead, for one reader: with how to reach the person."""
    steps = _with_first_message(read_trail(work, lead_id))
    left_out = max(0, len(steps) - MOST)
    shown = [*steps[:1], *steps[1 + left_out :]] if left_out else steps
    named = _names(work, shown)
    told = [(step.at, sentence(step, named, settings, privately=True)) for step in shown]
    return Story(tuple(told), left_out)


def _with_first_message(steps: list[Step]) -> list[Step]:
    """Have what was written first told where it arrived, once the card shows newer words."""
    first = first_message(step.facts for step in steps if step.kind == "came_back")
    if not first:
        return steps
    return [
        replace(step, facts={**step.facts, "message": first}) if step.kind == "arrived" else step
        for step in steps
    ]


def sentence_of(work: Work, step: Step, settings: LeadSettings) -> str:
    """Return one step as a sentence."""
    return sentence(step, _names(work, [step]), settings)


def sentence(
    step: Step, named: dict[str, str], settings: LeadSettings, *, privately: bool = False
) -> str:
    """Return one step as a sentence, with the names given."""
    return told(
        step.kind,
        step.facts,
        who=named[step.actor] if step.actor else "",
        name=lambda person: named.get(person or "", "somebody"),
        currency=settings.currency,
        privately=privately,
    )


def _names(work: Work, steps: list[Step]) -> dict[str, str]:
    ids = {step.actor for step in steps if step.actor}
    ids |= {
        str(step.facts[part]) for step in steps for part in ("from", "to") if step.facts.get(part)
    }
    return people.names(work, ids)
