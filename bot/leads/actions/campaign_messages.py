"""What marketing sees of its campaigns: one living message a week, a line for each low verdict
and for each lead that was turned down.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.kit.db import Work
from bot.kit.periods import Week
from bot.leads.domain.campaigns import campaign_key, news_key, verdict_key
from bot.leads.domain.feedback import Line
from bot.leads.domain.lead import Lead
from bot.leads.queries.campaigns import load_campaign, numbers_by_campaign, numbers_of
from bot.leads.queries.feedback import changes_in
from bot.leads.room import Room
from bot.leads.store.feedback import (
    is_mentioned_beside,
    load_judged,
    load_line,
    save_line,
    save_mention,
)
from bot.leads.store.turned_down import who_turned_down
from bot.people import queries as people
from bot.people.domain import Team


def show_campaign(
    room: Room,
    work: Work,
    *,
    campaign_id: int,
    at: datetime,
    touched: Iterable[datetime | None] = (),
) -> None:
    """Show a campaign's numbers as they are now; its first event in a week makes that message.

    `at` is business time. Give in `touched` the moments that were undone or changed (when a lead
    now released had been claimed): the messages of their weeks are shown anew as well.
    """
    zone = room.people.zone
    week = Week.of(at, zone)

    def begin() -> None:
        if _something_happened(work, campaign_id=campaign_id, week=week):
            _post(room, work, campaign_id=campaign_id, week=week)

    key = campaign_key(campaign_id, week.name)
    room.outbox.refresh(work, key=key, at=room.clock.real(), or_else=begin)
    weeks = {Week.of(moment, zone) for moment in touched if moment}
    _refresh(room, work, campaign_id=campaign_id, weeks=weeks - {week}, at=at)


def show_campaigns(room: Room, work: Work, *, campaign_ids: Iterable[int], at: datetime) -> None:
    """Do `show_campaign` for several, each once."""
    for campaign_id in set(campaign_ids):
        show_campaign(room, work, campaign_id=campaign_id, at=at)


def renew_weeks(room: Room, work: Work, *, at: datetime) -> int:
    """Begin this week's message of every campaign that was alive last week; tell how many.

    Alive is a campaign of whose leads some were announced or rated. Its new message links to the
    last one and tells its numbers until something happens. Of the others nothing is posted.
    """
    week = Week.of(at, room.people.zone)
    last = numbers_by_campaign(work, week.previous.period)
    alive = [id_ for id_, numbers in last.items() if numbers.is_alive]
    # In the order in which the outbox begins them when something happens in several at once.
    for campaign_id in sorted(alive, key=lambda one: campaign_key(one, week.name)):
        _post(room, work, campaign_id=campaign_id, week=week)
    return len(alive)


def show_verdict_line(
    room: Room,
    work: Work,
    *,
    lead_id: int,
    rep: str,
    at: datetime,
) -> None:
    """Have marketing see what `rep` now thinks of a lead; call it after any change of a verdict.

    A low verdict is a line in the thread of the message of the week in which the rep's verdict
    counts (that of the first word on the lead). From then on it follows the verdict: a changed
    reason is edited in, and a verdict taken back or turned good says so. The numbers of that week
    are shown anew, and those of the week in which the lead was turned down.
    """
    judged = load_judged(work, lead_id, rep)
    if judged is None:
        # There is a line nevertheless where the rep turned the lead down.
        room.outbox.refresh(work, key=verdict_key(lead_id, rep), at=room.clock.real())
        return
    week = Week.of(judged.first_at, room.people.zone)
    weeks = {Week.of(one, room.people.zone) for one in [judged.turned_down_at] if one} | {week}
    _refresh(room, work, campaign_id=judged.campaign_id, weeks=weeks, at=at)
    line = load_line(work, lead_id, rep)
    if line is not None:
        _show_again(room, work, line, tells=judged.is_low, at=at)
    elif judged.is_low:
        line = Line(lead_id, rep, judged.campaign_id, week.name)
        _begin_line(room, work, line, week=week, at=at)


def show_turned_down(room: Room, work: Work, lead: Lead, *, by: str, at: datetime) -> None:
    """Have marketing see why `by` turned a lead down just now.

    It is a line in this week's thread, or in the one in which `by` has a line on the lead already.
    A low verdict of theirs tells the reason itself, then and later, in the same line.
    """
    week = Week.of(at, room.people.zone)
    line = load_line(work, lead.id, by)
    if line is not None:
        _show_again(room, work, line, tells=True, at=at)
        return
    _refresh(room, work, campaign_id=lead.campaign_id, weeks=[week], at=at)
    line = Line(lead.id, by, lead.campaign_id, week.name)
    _begin_line(room, work, line, week=week, at=at)


def show_reopened(room: Room, work: Work, lead: Lead, *, at: datetime) -> None:
    """Have the line of whoever turned a lead down follow that it goes on."""
    if by := who_turned_down(work, lead):
        show_verdict_line(room, work, lead_id=lead.id, rep=by, at=at)


def _show_again(room: Room, work: Work, line: Line, *, tells: bool, at: datetime) -> None:
    """Show a line as it is now; its week's message comes with it, if that was not shown so far.

    One that was never sent and `tells` something now may ping now, or may not any more.
    """
    if tells and not line.stands:
        mentions = _whom_to_mention(room, work, line, at=at)
        if mentions != line.mentions:
            save_mention(work, line, mentions)
    week = Week.named(line.week, room.people.zone)
    _refresh(room, work, campaign_id=line.campaign_id, weeks=[week], at=at)
    key = verdict_key(line.lead_id, line.rep)
    room.outbox.refresh(work, key=key, at=room.clock.real())


def _begin_line(room: Room, work: Work, line: Line, *, week: Week, at: datetime) -> None:
    room.outbox.refresh(
        work,
        key=campaign_key(line.campaign_id, week.name),
        at=room.clock.real(),
        or_else=lambda: _post(room, work, campaign_id=line.campaign_id, week=week),
    )
    save_line(work, replace(line, mentions=_whom_to_mention(room, work, line, at=at)))
    room.outbox.post(
        work,
        key=verdict_key(line.lead_id, line.rep),
        to="marketing",
        view="verdict_line",
        args={"lead": line.lead_id, "rep": line.rep},
        subject=f"lead:{line.lead_id}",
        thread_key=campaign_key(line.campaign_id, line.week),
        at=room.clock.real(),
    )


def _whom_to_mention(room: Room, work: Work, line: Line, *, at: datetime) -> str | None:
    """The owner follows a thread once a line in it mentions them; a new owner is mentioned anew.

    While they are away nobody is: they are told of the thread, once, when they next work, and the
    first line that comes while they do mentions them.
    """
    campaign = load_campaign(work, line.campaign_id)
    owner = campaign.owner if campaign else None
    if not owner or is_mentioned_beside(work, line, owner):
        return None
    known = people.person(work, owner)
    if known is None or Team.MARKETING not in known.teams:
        return None
    if room.at_work.is_working(work, owner, at=at):
        return owner
    room.at_work.tell(
        work,
        key=news_key(line.campaign_id, line.week, owner),
        person=owner,
        view="campaign_news",
        args={"campaign": line.campaign_id, "week": line.week, "owner": owner},
        subject=f"campaign:{line.campaign_id}",
        at=at,
    )
    return None


def _something_happened(work: Work, *, campaign_id: int, week: Week) -> bool:
    numbers = numbers_of(work, campaign_id, week.period)
    return not numbers.nothing_happened or bool(changes_in(work, campaign_id, week.period))


def _post(room: Room, work: Work, *, campaign_id: int, week: Week) -> None:
    room.outbox.post(
        work,
        key=campaign_key(campaign_id, week.name),
        to="marketing",
        view="campaign_week",
        args={"campaign": campaign_id, "week": week.name},
        subject=f"campaign:{campaign_id}",
        at=room.clock.real(),
    )


def _refresh(
    room: Room, work: Work, *, campaign_id: int, weeks: Iterable[Week], at: datetime
) -> None:
    """Show weeks anew, and the weeks after past ones, which tell the average of the week before."""
    asked = set(weeks)
    today = Week.of(at, room.people.zone).monday
    after = {week.next for week in asked if week.monday < today}
    for week in asked | after:
        room.outbox.refresh(work, key=campaign_key(campaign_id, week.name), at=room.clock.real())
