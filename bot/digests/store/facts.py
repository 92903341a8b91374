"""How what a digest tells is kept: as JSON, read back as it was, by a later release too."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any, TypeVar

from bot.digests.domain.facts import (
    Content,
    Digest,
    Kept,
    Need,
    NeedKind,
    Note,
    Number,
    Quality,
    Quote,
)
from bot.scoreboard.domain.metrics import Unit

Facts = TypeVar("Facts")


def pack(facts: Digest | Note) -> dict[str, Any]:
    """Return facts as they are kept."""
    packed: dict[str, Any] = json.loads(json.dumps(asdict(facts), default=datetime.isoformat))
    return packed


def unpack_digest(kept: Mapping[str, Any]) -> Digest:
    """Return a digest as it was written."""
    content, quote, meeting = kept.get("content"), kept.get("quote"), kept.get("meeting")
    return _read(
        Digest,
        kept,
        written_at=datetime.fromisoformat(kept["written_at"]),
        needs=tuple(_read(Need, one, kind=NeedKind(one["kind"])) for one in kept.get("needs", ())),
        numbers=tuple(
            _read(Number, one, unit=Unit(one["unit"])) for one in kept.get("numbers", ())
        ),
        quality=tuple(
            _read(Quality, one, reasons=_pairs(one.get("reasons", ())))
            for one in kept.get("quality", ())
        ),
        promises=tuple(_read(Kept, one) for one in kept.get("promises", ())),
        content=content and _read(Content, content, wanted=_pairs(content.get("wanted", ()))),
        changes=tuple(kept.get("changes", ())),
        quote=quote and _read(Quote, quote),
        meeting=meeting and datetime.fromisoformat(meeting),
    )


def unpack_note(kept: Mapping[str, Any]) -> Note:
    """Return a note as it was written."""
    return _read(
        Note,
        kept,
        written_at=datetime.fromisoformat(kept["written_at"]),
        became=_pairs(kept.get("became", ())),
        changes=tuple(kept.get("changes", ())),
    )


def _read(kind: type[Facts], kept: Mapping[str, Any], /, **parts: Any) -> Facts:
    """Return facts of a kind: `parts`, and the rest as it is kept; what was not has its default."""
    known = {one.name: kept[one.name] for one in fields(kind) if one.name in kept}  # type: ignore[arg-type]
    return kind(**known | parts)


def _pairs(kept: Iterable[Iterable[Any]]) -> tuple[Any, ...]:
    return tuple(tuple(one) for one in kept)
