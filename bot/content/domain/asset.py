"""A piece of content in the library: what it is, whom it fits, and whether it may be sent."""

import calendar
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit

from bot.content.domain.links import NotALink, read_link
from bot.content.domain.tags import BuyerStage, Format
from bot.kit.errors import WrongDetail
from bot.kit.numbering import Numbering
from bot.kit.text import one_line, paragraphs
from bot.leads.domain.duplicates import fold

ASSETS = Numbering("A")

TITLE = 200
TAG = 75
"""Characters of a segment or an industry: as many as a menu shows."""
FOLDED = 100
"""Characters of a tag as it is compared: some letters are folded into many."""
TEXT = 3000
MOST_TAGS = 12
"""Segments of one asset; what fits more than these fits everybody."""
OLDEST, NEWEST = date(2000, 1, 1), date(2100, 1, 1)


class State(StrEnum):
    """Whether marketing stands behind it: reps find only what is approved."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Details:
    """What people say of an asset, cleaned. No segment or stage: it fits all of them."""

    title: str
    link: str = ""
    format: Format = Format.OTHER
    segments: tuple[str, ...] = ()
    stages: tuple[BuyerStage, ...] = ()
    industry: str = ""
    about: str = ""
    """One line: what it says and when to use it."""
    social: str = ""
    """What a rep may post or send along with it, ready to copy."""
    owner: str = ""
    """A person's Slack id, or "" for marketing as a whole."""
    review_by: date | None = None
    approved: bool = True
    must_know: bool = False


@dataclass(frozen=True, slots=True)
class Asset:
    """An asset as it stands now. `uses`, `helped` and `not_helped` are counted from their rows."""

    id: int
    title: str
    link: str
    format: Format
    segments: tuple[str, ...]
    stages: tuple[BuyerStage, ...]
    industry: str
    about: str
    social: str
    owner: str
    state: State
    review_by: date | None
    must_know: bool
    added_at: datetime
    approved_at: datetime | None = None
    retired_at: datetime | None = None
    announced_on: date | None = None
    request_id: int | None = None
    uses: int = 0
    helped: int = 0
    not_helped: int = 0

    @property
    def number(self) -> str:
        """Its name among colleagues: "A-7"."""
        return ASSETS.name(self.id)

    @property
    def subject(self) -> str:
        """What every message about it is filed under in the outbox."""
        return f"asset:{self.id}"

    @property
    def segment(self) -> str:
        """The segments in words, empty for all of them."""
        return ", ".join(self.segments)

    @property
    def stage(self) -> str:
        """The buyer stages in words, empty for all of them."""
        return ", ".join(self.stages)

    @property
    def rating(self) -> tuple[int, int]:
        """How many reps say it helped, and how many that it did not."""
        return self.helped, self.not_helped

    @property
    def details(self) -> Details:
        """What people said of it, as a form is filled in again."""
        return Details(
            title=self.title,
            link=self.link,
            format=self.format,
            segments=self.segments,
            stages=self.stages,
            industry=self.industry,
            about=self.about,
            social=self.social,
            owner=self.owner,
            review_by=self.review_by,
            approved=self.state is State.APPROVED,
            must_know=self.must_know,
        )

    @property
    def fingerprint(self) -> str:
        """By which a form that was opened before somebody changed it is recognised."""
        return hashlib.sha256(repr(self.details).encode("utf-8", "ignore")).hexdigest()[:16]

    def is_expired(self, today: date) -> bool:
        """Whether the day by which it had to be looked at again is over."""
        return self.review_by is not None and self.review_by < today


def must_be_whole(details: Details) -> None:
    """Refuse an asset nobody could use; WrongDetail names the field."""
    if not details.title:
        raise WrongDetail("title", "It needs a title, as a rep would look for it.")
    if not details.link and not details.social:
        raise WrongDetail("link", "It needs a link, or a text to send.")


def read_title(text: str) -> str:
    """Return a title on one line."""
    return _short("title", one_line(text), TITLE)


def read_text(field: str, text: str) -> str:
    """Return a text with its line breaks."""
    return _short(field, paragraphs(text), TEXT)


def read_tag(field: str, text: str) -> str:
    """Return a segment or an industry; what holds no letter or digit is none."""
    cleaned = _short(field, one_line(text), TAG)
    folded = fold(cleaned)
    if len(folded) > FOLDED:
        raise WrongDetail(field, f"“{cleaned[:20]}…” is longer than it looks; write it shorter.")
    return cleaned if folded else ""


def read_address(text: str) -> str:
    """Return a link, checked for its form and never fetched; "" for none."""
    cleaned = one_line(text)
    try:
        return read_link(cleaned) if cleaned else ""
    except NotALink as fault:
        raise WrongDetail("link", str(fault)) from fault


def read_segments(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the segments, each once however it is written; "all" and "any" mean none."""
    found: dict[str, str] = {}
    for text in texts:
        tag = read_tag("segments", text)
        if tag and fold(tag) not in {"all", "any", "everybody", "all segments", "any segment"}:
            found.setdefault(fold(tag), tag)
    if len(found) > MOST_TAGS:
        raise WrongDetail("segments", f"At most {MOST_TAGS}; leave it empty when it fits all.")
    return tuple(found.values())


_STAGES = {
    BuyerStage.AWARENESS: "awareness, aware, top, tofu, top of funnel, problem, early",
    BuyerStage.CONSIDERATION: "consideration, middle, mofu, middle of funnel, evaluation, solution",
    BuyerStage.DECISION: "decision, bottom, bofu, bottom of funnel, purchase, buying, closing",
    BuyerStage.CUSTOMER: "customer, customers, retention, onboarding, expansion, after sale",
}
_STAGE_NAMED = {fold(word): stage for stage, said in _STAGES.items() for word in said.split(", ")}

_FORMATS = {
    Format.ONE_PAGER: "one pager, onepager, 1 pager, datasheet, data sheet, factsheet, fact sheet, "
    "leaflet, flyer, brochure, infographic",
    Format.CASE_STUDY: "case study, casestudy, customer story, success story, reference, story",
    Format.DECK: "deck, slides, slide deck, presentation, pitch deck, powerpoint",
    Format.GUIDE: "guide, ebook, e book, whitepaper, white paper, handbook, report, checklist, "
    "playbook",
    Format.ARTICLE: "article, blog, blog post, blogpost, post, news",
    Format.VIDEO: "video, clip, demo, recording, demo video",
    Format.WEBINAR: "webinar, webcast, webinar recording, event",
    Format.EMAIL: "e mail template, e mail, email, email template, mail, template, sequence",
    Format.BATTLE_CARD: "battle card, battlecard, comparison, competitor, competitors",
    Format.CALCULATOR: "calculator, roi calculator, roi, tool",
    Format.OTHER: "other",
}
_FORMAT_NAMED = {fold(word): kind for kind, said in _FORMATS.items() for word in said.split(", ")}


def also_called(format: Format) -> str:  # noqa: A002 - our word for it
    """Return the other words by which people look for a format."""
    return "" if format is Format.OTHER else _FORMATS[format]


def read_stage(text: str) -> BuyerStage | None:
    """Return the buyer stage that a word names, or None."""
    return _STAGE_NAMED.get(fold(text)) or _STAGE_NAMED.get(fold(text).removesuffix(" stage"))


def read_format(text: str) -> Format | None:
    """Return the format that words name, in one or many, or None."""
    folded = fold(text)
    return _FORMAT_NAMED.get(folded) or _FORMAT_NAMED.get(folded.removesuffix("s"))


def read_stages(texts: Sequence[str]) -> tuple[BuyerStage, ...]:
    """Return buyer stages in their order; "all" and "any" mean none; WrongDetail for no stage."""
    found = set()
    for text in texts:
        if not fold(text) or fold(text) in {"all", "any"}:
            continue
        stage = read_stage(text)
        if stage is None:
            raise WrongDetail("stages", f"“{text[:40]}” is none of {', '.join(BuyerStage)}.")
        found.add(stage)
    return tuple(stage for stage in BuyerStage if stage in found)


def read_day(text: str) -> date | None:
    """Return a day written as 2026-12-01; WrongDetail for none that a calendar has."""
    cleaned = text.strip()
    if not cleaned:
        return None
    try:
        day = date.fromisoformat(cleaned)
    except ValueError as fault:
        raise WrongDetail("review_by", "A day such as 2026-12-01 is needed.") from fault
    if not OLDEST <= day < NEWEST:
        raise WrongDetail("review_by", "A day of this century is needed.")
    return day


def _short(field: str, cleaned: str, most: int) -> str:
    if len(cleaned) > most:
        raise WrongDetail(field, f"At most {most:,} characters; this has {len(cleaned):,}.")
    return cleaned.encode("utf-8", "ignore").decode()


_TRACKING = ("utm_", "gclid", "fbclid", "mc_cid", "mc_eid", "hsctatracking", "_hsenc", "_hsmi")


def identity_of(title: str, link: str) -> str:
    """Return what an asset is recognised by: its link however it is written, else its title.

    Case of the host, http or https, www, a slash at the end and campaign parameters make no other
    link. 64 characters.
    """
    named = f"link {_bare(link)}" if link else f"title {fold(title) or title}"
    return hashlib.sha256(named.encode("utf-8", "ignore")).hexdigest()


def _bare(link: str) -> str:
    parts = urlsplit(link)
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    asked = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not name.lower().startswith(_TRACKING)
    ]
    return f"{host}{port}{parts.path.rstrip('/')}?{urlencode(sorted(asked))}#{parts.fragment}"


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or that month's last day where it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
