"""What somebody who comes back says anew, and what their lead takes over of it.

Sales works on a lead by its name and by what it was judged by: those stay, and only gaps are
filled. How to reach the person, and what they wrote, follow the person: the newest counts.
Whatever is replaced, and whatever is not taken over, is told by the trail, so that nothing that
anybody said is lost.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.leads.domain.duplicates import fold
from bot.leads.domain.lead import Arrival, Lead

PROFILE = (
    "email",
    "name",
    "company",
    "title",
    "phone",
    "country",
    "industry",
    "segment",
    "employees",
    "url",
)
"""What is true of a person whenever they come; score, campaign and message belong to one time."""
REACHED_BY = ("title", "phone", "url")
"""What of it follows the person also while sales works on the lead."""


def moment_of(arrival: Arrival, at: datetime) -> datetime:
    """Return when it happened; never after it arrived."""
    return min(arrival.occurred_at or at, at)


def comes_late(arrival: Arrival, lead: Lead) -> bool:
    """Whether it happened before what the lead knows, so that it replaces nothing newer."""
    return arrival.occurred_at is not None and arrival.occurred_at < lead.occurred_at


def with_what_is_known(arrival: Arrival, lead: Lead, *, score_too: bool) -> Arrival:
    """Return the arrival with its gaps filled from the lead: what is new wins, nothing is lost.

    Of one that comes late it is not what is new: how to reach the person stays.
    """
    known = {name: getattr(arrival, name) or getattr(lead, name) for name in PROFILE}
    extra = {**lead.extra, **arrival.extra}
    if comes_late(arrival, lead):
        known |= {name: getattr(lead, name) or getattr(arrival, name) for name in REACHED_BY}
        extra = {**arrival.extra, **lead.extra}
    score = lead.score if score_too and arrival.score is None else arrival.score
    return replace(arrival, **known, score=score, extra=extra)


def message_after(arrival: Arrival, lead: Lead) -> str:
    """Return what the person wrote last."""
    if lead.message and comes_late(arrival, lead):
        return lead.message
    return arrival.message or lead.message


def profile_in_sales(said: Arrival, lead: Lead) -> dict[str, Any]:
    """Return the person as a lead that is not judged again knows them from now on."""
    kept = {name: getattr(lead, name) or getattr(said, name) for name in PROFILE}
    return kept | {name: getattr(said, name) for name in REACHED_BY}


def profile_of(said: Arrival) -> dict[str, Any]:
    """Return the person as a lead that is judged again knows them from now on."""
    return {name: getattr(said, name) for name in PROFILE}


def told_anew(arrival: Arrival, lead: Lead, after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a return: what the lead took over (`new`), what that replaced
    (`before`), and what it did not take over (`besides`). `after` is its profile from now on.
    """
    new, before, besides = {}, {}, {}
    for name in PROFILE:
        had, has, gave = getattr(lead, name), after[name], getattr(arrival, name)
        if has and not _is_same(has, had):
            new[name] = has
            if had:
                before[name] = had
        elif gave and not _is_same(gave, has):
            besides[name] = gave
    facts: dict[str, Any] = {"new": new, "before": before, "besides": besides}
    message = message_after(arrival, lead)
    if lead.message and message != lead.message:
        facts["message_before"] = lead.message
    return {name: said for name, said in facts.items() if said}


def _is_same(one: object, other: object) -> bool:
    """Whether they differ at most in how they are written: "+49 30 1", "+49-30-1"."""
    return one == other or _bare(one) == _bare(other)


def _bare(said: object) -> str:
    return fold(str(said or "")).replace(" ", "") or str(said or "")


def first_message(returns: Iterable[Mapping[str, Any]]) -> str:
    """Return what a lead wrote when it arrived, once newer words stand in their place.

    `returns` are the facts of each time it came back, oldest first.
    """
    heard = set()
    for facts in returns:
        if before := str(facts.get("message_before") or ""):
            return "" if before in heard else before
        heard.add(facts.get("message"))
    return ""
