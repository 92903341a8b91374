"""Leads are received in waves: each holds people who are surely different from one another.

Within a wave the order does not matter, so that it is looked up, judged and saved by a handful of
statements, whether it holds one lead or hundreds. Who may be the same person as somebody earlier
waits for the next wave and then meets them as a known lead.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from bot.kit.db import Work
from bot.leads.actions.announce import Announced, Burst, Way, announced_step, show_announced
from bot.leads.actions.came_back import Return, come_back
from bot.leads.definition.domain import Definition, qualifies, qualify
from bot.leads.domain.duplicates import (
    Known,
    Meeting,
    meeting,
    person_key,
    person_keys,
    same_person,
)
from bot.leads.domain.lead import Arrival, RuleOutcome, Stage
from bot.leads.domain.receipt import OtherBody, Outcome, Received, contents_of
from bot.leads.domain.returns import message_after, moment_of, with_what_is_known
from bot.leads.room import Room
from bot.leads.store.arrivals import find_arrivals, insert_arrivals
from bot.leads.store.campaigns import Group, campaigns_for, group_of
from bot.leads.store.leads import find_known, insert_leads, judgement_rows, note_return
from bot.leads.store.trail import trail_row, write_trails


@dataclass(slots=True)
class Case:
    """One arrival on its way through; `said` is the arrival with what is known filled in."""

    place: int
    arrival: Arrival
    said: Arrival = field(init=False)
    keys: list[str] = field(init=False)
    """What the person may be recognised by."""
    known: Known | None = None
    what: Meeting = Meeting.STRANGER
    outcomes: tuple[RuleOutcome, ...] = ()
    # Whether it becomes a lead of its own; whether the definition decides; where the lead then is.
    is_new: bool = True
    is_judged: bool = True
    stage: Stage = Stage.INQUIRY
    way: Way | None = None
    lead_id: int = 0
    campaign_id: int = 0

    def __post_init__(self) -> None:
        self.said = self.arrival
        self.keys = person_keys(self.arrival)

    @property
    def name(self) -> tuple[str, str]:
        """What the arrival is called for ever."""
        return (self.arrival.source, self.arrival.external_id)

    @property
    def group(self) -> Group:
        """The campaign or source it came by."""
        return group_of(self.arrival.campaign, self.arrival.source)

    @property
    def outcome(self) -> Outcome:
        """What the sender is answered."""
        if self.way:
            return Outcome.ROLLED_UP if self.way.rollup else Outcome.ANNOUNCED
        return Outcome.KEPT if self.is_new else Outcome.JOINED


class Receiving:
    """One batch in one unit of work; `answers` fills up by each arrival's place in it."""

    def __init__(
        self,
        room: Room,
        work: Work,
        *,
        at: datetime,
        actor: str | None,
        definition: Definition,
        burst: Burst,
    ) -> None:
        self.room = room
        self.work = work
        self.at = at
        self.actor = actor
        self.definition = definition
        self.burst = burst
        self.answers: dict[int, Received | OtherBody] = {}

    def wave(self, waiting: list[Case]) -> list[Case]:
        """Receive those who can be received at once; return the others."""
        cases, later = _apart(waiting)
        cases = self._unheard(cases)
        cases, meet_later = self._recognise(cases)
        if cases:
            self._save(cases)
        return sorted(later + meet_later, key=lambda case: case.place)

    def _unheard(self, cases: list[Case]) -> list[Case]:
        """Answer what came in before; return the rest."""
        heard = find_arrivals(self.work, [case.name for case in cases])
        fresh = []
        for case in cases:
            before = heard.get(case.name)
            if before is None:
                fresh.append(case)
            elif before.body_hash == contents_of(case.arrival):
                self.answers[case.place] = Received(
                    before.lead_id, Stage(before.stage), Outcome(before.outcome), new=False
                )
            else:
                self.answers[case.place] = OtherBody(*case.name, before.lead_id)
        return fresh

    def _recognise(self, cases: list[Case]) -> tuple[list[Case], list[Case]]:
        """Find and judge everybody; of two who turn out to be one lead the second waits."""
        keys = {key for case in cases for key in case.keys}
        known_by: dict[str, list[Known]] = defaultdict(list)
        for known in find_known(self.work, keys):
            for key in {known.lead.email, known.person_key} - {""}:
                known_by[key].append(known)
        now, later = [], []
        met: set[int] = set()
        for case in cases:
            met_by = [one for key in case.keys for one in known_by.get(key, ())]
            case.known = same_person(case.arrival, met_by) if met_by else None
            if case.known and case.known.lead.id in met:
                later.append(case)
                continue
            if case.known:
                met.add(case.known.lead.id)
            self._judge(case)
            now.append(case)
        return now, later

    def _judge(self, case: Case) -> None:
        window = self.room.settings.duplicate_window
        if case.known:
            recent = case.known.heard_at >= self.at - window
            case.said = with_what_is_known(
                case.arrival,
                case.known.lead,
                score_too=recent and case.known.lead.stage is Stage.INQUIRY,
            )
        case.outcomes = qualify(case.said, self.definition)
        good = qualifies(case.outcomes)
        case.what = meeting(case.known, qualifies=good, at=self.at, window=window)
        case.is_new = case.what in {Meeting.STRANGER, Meeting.AGAIN}
        case.is_judged = case.is_new or case.what is Meeting.INQUIRY
        if case.is_judged:
            case.stage = Stage.MQL if good else Stage.INQUIRY
        elif case.known:
            case.stage = case.known.lead.stage

    def _save(self, cases: list[Case]) -> None:
        judged = [case for case in cases if case.is_judged]
        self._choose_campaigns(judged)
        self._choose_ways(judged)
        for case in cases:
            if case.known:
                case.lead_id = case.known.lead.id
        self._save_new([case for case in judged if case.is_new])
        for case in judged:
            if not case.is_new:
                self._save_inquiry(case)
        self._record(cases)
        self._continue_stories(cases)
        # After what made them: somebody came back, was judged again, and announced.
        write_trails(self.work, [row for case in cases for row in self._steps(case)])
        show_announced(
            self.room,
            self.work,
            [Announced(case.lead_id, case.campaign_id, case.way) for case in judged if case.way],
            at=self.at,
        )

    def _choose_campaigns(self, judged: list[Case]) -> None:
        """Who comes back to their inquiry without a campaign counts for the one they had."""
        named = [case for case in judged if case.is_new or case.arrival.campaign]
        ids = campaigns_for(self.work, {case.group for case in named}, self.at) if named else {}
        for case in judged:
            had = case.known.lead.campaign_id if case.known else 0
            case.campaign_id = ids.get(case.group, had)

    def _choose_ways(self, judged: list[Case]) -> None:
        qualified = [case for case in judged if case.stage is Stage.MQL]
        ways = self.burst.ways(len(qualified), at=self.at)
        for case, way in zip(qualified, ways, strict=True):
            case.way = way

    def _save_new(self, cases: list[Case]) -> None:
        rows = [
            {
                **self._columns(case),
                "source": case.arrival.source,
                "received_at": self.at,
                "previous_lead": case.known.lead.id if case.known else None,
                "came_back": 0,
            }
            for case in cases
        ]
        for case, lead_id in zip(cases, insert_leads(self.work, rows), strict=True):
            case.lead_id = lead_id

    def _save_inquiry(self, case: Case) -> None:
        note_return(self.work, case.lead_id, **self._columns(case), source=case.arrival.source)

    def _columns(self, case: Case) -> dict[str, Any]:
        """Return what a judged lead's row says of the person, the occasion and the judgement."""
        said = case.said
        way = case.way.columns if case.way else NOT_ANNOUNCED
        before = case.known.lead if case.known and not case.is_new else None
        moment = moment_of(said, self.at)
        return {
            "email": said.email,
            "name": said.name,
            "company": said.company,
            "person_key": person_key(said.name, said.company),
            "title": said.title,
            "phone": said.phone,
            "country": said.country,
            "industry": said.industry,
            "segment": said.segment,
            "employees": said.employees,
            "score": said.score,
            "campaign_id": case.campaign_id,
            "message": message_after(said, before) if before else said.message,
            "url": said.url,
            "extra": said.extra,
            "occurred_at": max(moment, before.occurred_at) if before else moment,
            "stage": case.stage.value,
            "definition_version": self.definition.version,
            "judgement": judgement_rows(case.outcomes),
            **way,
        }

    def _record(self, cases: list[Case]) -> None:
        """Note what arrived, and what its sender is answered."""
        insert_arrivals(
            self.work,
            [
                {
                    "source": case.arrival.source,
                    "external_id": case.arrival.external_id,
                    "body_hash": contents_of(case.arrival),
                    "lead_id": case.lead_id,
                    "outcome": case.outcome.value,
                    "stage": case.stage.value,
                    "received_at": self.at,
                }
                for case in cases
            ],
        )
        for case in cases:
            self.answers[case.place] = Received(case.lead_id, case.stage, case.outcome)

    def _steps(self, case: Case) -> Iterator[dict[str, Any]]:
        if case.is_new:
            facts = _came_by(case.arrival.source, case.arrival.campaign)
            if case.known:
                facts = {**facts, "previous_lead": case.known.lead.id}
            yield trail_row(
                lead_id=case.lead_id, kind="arrived", at=self.at, actor=self.actor, facts=facts
            )
        if case.is_judged:
            yield trail_row(
                lead_id=case.lead_id,
                kind="judged",
                at=self.at,
                facts=_judged(
                    self.definition.version,
                    tuple(outcome.rule for outcome in case.outcomes if not outcome.met),
                ),
            )
        if case.way:
            yield announced_step(case.lead_id, case.way, at=self.at)

    def _continue_stories(self, cases: list[Case]) -> None:
        returns = [
            Return(
                lead=case.known.lead,
                what=case.what,
                arrival=case.arrival,
                said=case.said,
                new_lead=case.lead_id if case.is_new else None,
            )
            for case in cases
            if case.known
        ]
        come_back(self.room, self.work, returns, actor=self.actor, at=self.at)


NOT_ANNOUNCED: dict[str, Any] = {"announced_at": None, "card_at": None, "rollup": None}


# Made once for all the steps that tell the same, so that they are also written as JSON once.
@lru_cache(maxsize=256)
def _came_by(source: str, campaign: str) -> dict[str, Any]:
    return {"source": source, "campaign": campaign}


@lru_cache(maxsize=256)
def _judged(version: int, unmet: tuple[str, ...]) -> dict[str, Any]:
    return {"version": version, "qualified": not unmet, "unmet": list(unmet)}


def _apart(waiting: list[Case]) -> tuple[list[Case], list[Case]]:
    """Part those who share no key with anybody before them from the others."""
    now, later = [], []
    seen: set[object] = set()
    for case in waiting:
        keys: set[object] = {case.name, *case.keys}
        if seen.isdisjoint(keys):
            now.append(case)
        else:
            later.append(case)
        seen |= keys
    return now, later
