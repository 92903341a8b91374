"""The digest: a week that a manager reads on a phone in one minute."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slackblocks import ActionsBlock, Block, Button, ContextBlock, SectionBlock

from bot.digests.domain.facts import Digest, Kept, Number, Quality, best_and_worst
from bot.digests.domain.headline import headline, the_number
from bot.digests.views.charts import leads_chart, quality_chart
from bot.digests.views.needs import need_block, need_line
from bot.digests.views.wording import (
    bare,
    beside,
    figure,
    reason_in_words,
    week_days,
    week_title,
)
from bot.kit.blocks import dump, moment, mrkdwn, plain
from bot.kit.charts import ChartFacts, chart, chart_as_text
from bot.kit.outbox.views import Message
from bot.kit.periods import Week
from bot.kit.wording import LABEL, QUOTE, counted, listed, spoken
from bot.kit.wording import field as shown
from bot.scoreboard.domain.metrics import Metric, Unit, minutes_said, said, share
from bot.scoreboard.domain.promises import Promise

ROWS = "digest.rows"
GONE = "a campaign that is gone"
SHOWN_ALIKE = 3
SHOWN_REASONS = 3
SHOWN_CHANGES = 3
SHOWN_REPS = 3


@dataclass(frozen=True, slots=True)
class ChangeMade:
    """What marketing changed in its own sentence, and who had said so."""

    campaign: str
    sentence: str
    marketer: str
    reps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A rep's comment on a lead, with what is needed to understand it. `about` may be empty."""

    words: str
    rep: str
    about: str
    campaign: str


@dataclass(frozen=True, slots=True)
class Words:
    """What figures and ids are called now; what was erased since is not among it."""

    campaigns: Mapping[int, str] = field(default_factory=dict)
    changes: tuple[ChangeMade, ...] = ()
    quote: Said | None = None

    def name(self, campaign_id: int) -> str:
        """Return a campaign's name as it was given."""
        return self.campaigns.get(campaign_id, GONE)

    def campaign(self, campaign_id: int) -> str:
        """Return a campaign's name, safe to show."""
        return shown(self.name(campaign_id))


@dataclass(frozen=True, slots=True)
class Foot:
    """Who reads a digest and how they came to it, which its foot says.

    `command` is how people here type "/digest"; `private` stands for one manager, else a channel
    reads it; `instead` for the week so far in place of a last week in which nothing was counted.
    """

    command: str
    private: bool = True
    instead: bool = False


@dataclass(slots=True)
class _Draft:
    """A message as it grows: what is read aloud, its blocks, and those without charts."""

    lines: list[str] = field(default_factory=list)
    blocks: list[dict[str, Any]] = field(default_factory=list)
    fallback: list[dict[str, Any]] = field(default_factory=list)

    def add(self, block: Block, *lines: str) -> None:
        self.blocks += dump([block])
        self.fallback += dump([block])
        self.lines += lines

    def say(self, block_id: str, *lines: str) -> None:
        if lines:
            self.add(SectionBlock(mrkdwn("\n".join(lines)), block_id=block_id), *lines)

    def show(self, block_id: str, lines: Sequence[str], *, read_aloud: Sequence[str]) -> None:
        if lines:
            self.add(SectionBlock(mrkdwn("\n".join(lines)), block_id=block_id), *read_aloud)

    def draw(self, facts: ChartFacts | None, block_id: str) -> None:
        if facts is None:
            return
        table = SectionBlock(mrkdwn(chart_as_text(facts)), block_id=block_id)
        self.blocks += chart(facts, block_id=block_id)
        self.fallback += dump([table])

    @property
    def message(self) -> Message:
        fallback = self.fallback if self.fallback != self.blocks else []
        return Message(spoken(self.lines), self.blocks, fallback)


def digest(facts: Digest, words: Words, *, week: Week, foot: Foot) -> Message:
    """Return the digest of `week`."""
    draft = _Draft()
    draft.say("headline", headline_line(facts, week))
    for place, need in enumerate(facts.needs if foot.private else ()):
        title = "Needs you: " if not place else ""
        draft.add(need_block(need, place), title + need_line(need))
    draft.show("numbers", number_lines(facts.numbers), read_aloud=numbers_aloud(facts.numbers))
    draft.draw(leads_chart(facts.numbers, so_far=facts.so_far), "leads-chart")
    draft.say("quality", *quality_lines(facts.quality, words))
    draft.draw(quality_chart(facts.quality, words.name), "quality-chart")
    draft.say("promises", *promise_lines(facts.promises))
    draft.say("content", *content_lines(facts))
    draft.say("changes", *change_lines(words.changes))
    draft.say("quote", *quote_lines(words.quote))
    if not facts.is_empty:
        button = Button(plain("Show the rows"), action_id=ROWS, value=week.name)
        draft.add(ActionsBlock([button], block_id="rows"))
    draft.add(ContextBlock([mrkdwn(_foot(facts, week, foot))], block_id="foot"))
    return draft.message


def headline_line(facts: Digest, week: Week) -> str:
    """Return the week in a sentence: what came, how good it was, and what sales made of it."""
    title = f"{week_title(week)} so far" if facts.so_far else week_title(week)
    if facts.is_empty:
        return f"*{title} was quiet.* {_quiet(facts)}"
    # Half a week is neither more nor fewer leads than a whole one.
    words = "" if facts.so_far else headline(facts.numbers)
    opening = f"*{title}: {words}.*" if words else f"*{title}:*"
    sentences = []
    if qualified := the_number(facts.numbers, Metric.QUALIFIED):
        sentences.append(f"{figure(qualified, qualified.value)} qualified{_than(qualified)}")
    acceptance = the_number(facts.numbers, Metric.ACCEPTANCE_RATE)
    if acceptance and acceptance.value is not None:
        rate = figure(acceptance, acceptance.value)
        sentences.append(f"sales accepted {rate}{_than(acceptance)}")
    return f"{opening} {'; '.join(sentences)}." if sentences else opening


def _quiet(facts: Digest) -> str:
    if facts.so_far:
        return "Nothing has come in yet; the week is young."
    return "No leads came in and none were rated. A good moment to talk about what comes next."


def _than(number: Number) -> str:
    compared = beside(number)
    return f" ({compared})" if compared else ""


def number_lines(numbers: Sequence[Number]) -> list[str]:
    """Return the shared numbers for the eye: each with (last week · usual), and its target."""
    lines = []
    for number in numbers:
        if number.is_silent:
            continue
        before = ""
        if number.previous is not None or number.usual is not None:
            before = f" ({bare(number, number.previous)} · {bare(number, number.usual)})"
        lines.append(f"{shown(number.name)} *{figure(number, number.value)}*{before}")
        lines += _target(number)
    return ["*The shared numbers* (last week · usual)", *lines] if lines else []


def numbers_aloud(numbers: Sequence[Number]) -> list[str]:
    """Return the same for who hears them read: "Accepted 73 · last week 79, usual 80"."""
    lines = []
    for number in numbers:
        if number.is_silent:
            continue
        value = f"{shown(number.name)} {figure(number, number.value)}"
        lines += [" · ".join(filter(None, [value, beside(number)])), *_target(number)]
    return ["The shared numbers", *lines] if lines else []


def _target(number: Number) -> list[str]:
    return [f"   🎯 {shown(number.target, QUOTE)}"] if number.target else []


def quality_lines(quality: Sequence[Quality], words: Words) -> list[str]:
    """Return the best and the worst rated campaign, and why the worst is; all that are alike."""
    best, worst = best_and_worst(quality)
    if best is None:
        return []
    alike = [one for one in quality if one.verdicts]
    if worst is None and len(alike) > 1:
        return ["*Lead quality*", *_rated_alike(alike, words)]
    lines = ["*Lead quality*", _rated("Best", best, words)]
    if worst is None:
        lines[1] = _rated("Rated", best, words) + _because(best)
    else:
        lines.append(_rated("Worst", worst, words) + _because(worst))
    return lines


def _rated_alike(alike: Sequence[Quality], words: Words) -> list[str]:
    """Return the campaigns of one rating, those first that more people rated."""
    average = said(alike[0].average, Unit.POINTS)
    lines = [f"{counted(len(alike), 'campaign').capitalize()} rated {average}:"]
    for one in sorted(alike, key=lambda one: -one.verdicts)[:SHOWN_ALIKE]:
        name, raters = words.campaign(one.campaign), counted(one.verdicts, "verdict")
        lines.append(f"*{name}*, {raters}{_because(one)}")
    if len(alike) > SHOWN_ALIKE:
        lines.append(f"and {len(alike) - SHOWN_ALIKE} more")
    return lines


def _rated(label: str, one: Quality, words: Words) -> str:
    raters = counted(one.verdicts, "verdict")
    average = said(one.average, Unit.POINTS)
    return f"{label}: *{words.campaign(one.campaign)}* {average}, {raters}"


def _because(one: Quality) -> str:
    reasons = [
        f"{reason_in_words(reason)} {count}" for reason, count in one.reasons[:SHOWN_REASONS]
    ]
    return f" · low for {listed(reasons)}" if reasons else ""


PROMISED = {
    Promise.ACCEPT: ("qualified lead", "answered"),
    Promise.CONTACT: ("taken lead", "contacted"),
    Promise.ANSWER: ("content request", "answered"),
}
"""What each promise is about, and what was done in time."""


def promise_lines(promises: Sequence[Kept]) -> list[str]:
    """Return each team's promises side by side; no person is named."""
    lines = []
    for team in sorted({one.team for one in promises}, reverse=True):
        kept = [_promise(one) for one in promises if one.team == team and one.of]
        if kept:
            lines.append(f"{shown(team).capitalize()}: {'; '.join(kept)}")
    return ["*Promises kept*", *lines] if lines else []


def _promise(one: Kept) -> str:
    thing, done = PROMISED[Promise(one.promise)]
    kept = said(share(one.kept, one.of), Unit.PERCENT)
    things = f"{one.of:,} {thing}{'' if one.of == 1 else 's'}"
    return f"*{kept}* of {things} {done} within {minutes_said(one.limit_minutes)}"


def content_lines(facts: Digest) -> list[str]:
    """Return what was asked of marketing, what was answered, and what is wanted most."""
    content = facts.content
    if content is None or content.is_silent:
        return []
    parts = [f"{content.asked:,} asked", f"{content.answered:,} answered"]
    if content.declined:
        parts.append(f"{content.declined:,} declined")
    if content.open_now:
        parts.append(f"{content.open_now:,} still open")
    if content.helped or content.not_helped:
        parts.append(f"helped {content.helped:,} of {content.helped + content.not_helped:,}")
    lines = ["*Content*", " · ".join(parts)]
    if content.wanted:
        topics = [f"{shown(wish.topic)} ({wish.words})" for wish in content.wanted]
        lines.append(f"Most wanted: {listed(topics)}")
    return lines


def change_lines(changes: Sequence[ChangeMade]) -> list[str]:
    """Return what feedback changed."""
    lines = []
    for one in changes[:SHOWN_CHANGES]:
        by = f"{shown(one.marketer)}{_thanks(one.reps)}"
        lines.append(f"*{shown(one.campaign)}*: {shown(one.sentence, QUOTE)} ({by})")
    if len(changes) > SHOWN_CHANGES:
        lines.append(f"and {len(changes) - SHOWN_CHANGES} more")
    return ["*Changed because of feedback*", *lines] if lines else []


def _thanks(reps: Sequence[str]) -> str:
    """Return whose feedback it was: praise is for everybody to read."""
    named = [shown(one, LABEL) for one in reps[:SHOWN_REPS]]
    if len(reps) > SHOWN_REPS:
        named.append(f"{len(reps) - SHOWN_REPS} more")
    return f", thanks to {listed(named)}" if named else ""


def quote_lines(quote: Said | None) -> list[str]:
    """Return one rep's words on one lead."""
    if quote is None:
        return []
    about = f" on {shown(quote.about)}" if quote.about else ""
    return [
        f"> “{shown(quote.words, QUOTE)}”",
        f"> {shown(quote.rep)}{about}, {shown(quote.campaign)}",
    ]


def _foot(facts: Digest, week: Week, said: Foot) -> str:
    days = week_days(week)
    if said.instead:
        return f"{days}. Nothing was counted last week, so this is the week so far."
    if facts.so_far:
        return f"{days}, as far as it has come. `{said.command} now` shows the last whole week."
    if not said.private:
        return f"{days}. Managers get this privately each week, with what needs them."
    changing = f"`{said.command} settings` changes when it comes."
    foot = f"{days}, as counted when it was written. {changing}"
    if facts.meeting:
        foot += f" The next strategy meeting is on {moment(facts.meeting)}."
    return foot
