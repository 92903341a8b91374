"""Which column of a spreadsheet is which field of an asset, and how its cells are read."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from bot.content.domain.asset import (
    Details,
    months_later,
    must_be_whole,
    read_address,
    read_day,
    read_format,
    read_segments,
    read_stages,
    read_tag,
    read_text,
    read_title,
)
from bot.content.domain.tags import Format
from bot.kit.csv_columns import Columns
from bot.kit.csv_rejected import OUR_COLUMNS
from bot.kit.errors import WrongDetail
from bot.kit.text import one_line
from bot.leads.domain.duplicates import fold

_NAMES = {
    "title": "title, name, asset, asset name, content, content name, headline, titel",
    "link": "link, url, address, web address, asset url, content url, file, location",
    "format": "format, type, content type, asset type, kind",
    "segments": "segment, segments, audience, target audience, market segment, persona",
    "stages": "stage, stages, buyer stage, buyer stages, funnel stage, buyer journey, "
    "buying stage, journey stage, buyers journey, buyer s journey",
    "industry": "industry, vertical, branche",
    "about": "about, description, summary, abstract, notes, beschreibung",
    "social": "social, social text, social post, social copy, post, suggested text, "
    "suggested post, text, e mail text, email text, copy",
    "owner": "owner, owned by, content owner, author, responsible, owner email, owner e mail",
    "review_by": "review by, review date, review, expires, expires on, expiry, expiry date, "
    "valid until, best before",
    "state": "state, status, approved, approval",
    "must_know": "must know, must read, mustknow, mandatory",
    "": ", ".join(OUR_COLUMNS).lower(),
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split(", ")}

_YES = frozenset({"yes", "y", "true", "1", "x", "ja", "approved", "live", "published", "final"})
_NO = frozenset({"no", "n", "false", "0", "nein", "draft", "in progress", "in review", "pending"})
_SEVERAL = re.compile(r"[,;|\n]")

FindOwner = Callable[[str], str | None]
"""Takes what stands in the cell; gives the Slack id of somebody in marketing, or None. Raises
WrongDetail when nobody is known to be in marketing yet.
"""


def content_columns(header: Sequence[str]) -> Columns:
    """Recognise the columns of a header; a title is needed."""
    names = tuple(" ".join(name.split()) for name in header)
    fields = tuple(_FIELDS.get(fold(name)) for name in names)
    lacks = "" if "title" in fields else "one for the title, such as Title, Link, Format, Segment"
    return Columns(names, fields, lacks=lacks, address="link")


def read_asset(
    cells: Mapping[str, str], *, find_owner: FindOwner, today: date, review_after_months: int
) -> Details:
    """Return what a row says of an asset; WrongDetail names the first bad cell.

    What says nothing of its state is approved, since a library is brought in to be used; what
    says nothing of its review is looked at again in some months. A format we do not know is other.
    """
    approved = _yes_or_no("state", cells.get("state", ""), otherwise=True)
    review_by = read_day(cells.get("review_by", "")[:10])
    details = Details(
        title=read_title(cells.get("title", "")),
        link=read_address(cells.get("link", "")),
        format=read_format(cells.get("format", "")) or Format.OTHER,
        segments=read_segments(_SEVERAL.split(cells.get("segments", ""))),
        stages=read_stages(_SEVERAL.split(cells.get("stages", ""))),
        industry=read_tag("industry", cells.get("industry", "")),
        about=one_line(read_text("about", cells.get("about", ""))),
        social=read_text("social", cells.get("social", "")),
        owner=_owner(one_line(cells.get("owner", "")), find_owner),
        review_by=review_by or months_later(today, review_after_months),
        approved=approved,
        must_know=_yes_or_no("must_know", cells.get("must_know", ""), otherwise=False),
    )
    must_be_whole(details)
    return details


def _yes_or_no(field: str, text: str, *, otherwise: bool) -> bool:
    said = fold(text)
    if not said:
        return otherwise
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise WrongDetail(field, f"“{one_line(text)[:40]}” is neither yes nor no, approved nor draft.")


def _owner(text: str, find_owner: FindOwner) -> str:
    if not text:
        return ""
    owner = find_owner(text)
    if owner is None:
        raise WrongDetail(
            "owner",
            f"Nobody in marketing is “{text[:60]}”. Write an e-mail address, a name as Slack "
            "shows it, or nothing.",
        )
    return owner
