"""What becomes of a request, as rows: what was asked back, delivered and said, and its story."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot.content.domain.request import (
    Delivery,
    Opinion,
    Question,
    Step,
)
from bot.content.store.request_tables import (
    deliveries,
    opinions,
    questions,
    story,
)
from bot.kit.db import Work


def insert_question(
    work: Work, request_id: int, *, question: str, asked_by: str, at: datetime
) -> int:
    """Save what marketing asks back; return its id."""
    return int(
        work.execute(
            questions.insert()
            .values(
                request_id=request_id, question=question, asked_by=asked_by, asked_at=at, answer=""
            )
            .returning(questions.c.id)
        ).scalar_one()
    )


def save_answer(work: Work, question_id: int, *, answer: str, by: str, at: datetime) -> None:
    """Save the answer; a later one replaces it."""
    work.execute(
        update(questions)
        .where(questions.c.id == question_id)
        .values(answer=answer, answered_by=by, answered_at=at)
    )


def load_question(work: Work, question_id: int) -> Question | None:
    """Return a question by its id."""
    row = work.execute(select(questions).where(questions.c.id == question_id)).first()
    return _question(row) if row else None


def load_questions(work: Work, request_id: int) -> list[Question]:
    """Return what was asked back, first to last."""
    rows = work.execute(
        select(questions).where(questions.c.request_id == request_id).order_by(questions.c.id)
    )
    return [_question(row) for row in rows]


def _question(row: Any) -> Question:
    return Question(
        id=row.id,
        request_id=row.request_id,
        question=row.question,
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        answer=row.answer,
        answered_by=row.answered_by,
        answered_at=row.answered_at,
    )


def insert_delivery(
    work: Work,
    request_id: int,
    *,
    link: str,
    note: str,
    by: str,
    at: datetime,
    asset_id: int | None,
) -> Delivery:
    """Save an answer with the thing itself."""
    delivery_id = work.execute(
        deliveries.insert()
        .values(request_id=request_id, link=link, note=note, by=by, at=at, asset_id=asset_id)
        .returning(deliveries.c.id)
    ).scalar_one()
    return Delivery(int(delivery_id), request_id, link, note, by, at, asset_id)


def load_delivery(work: Work, delivery_id: int) -> Delivery | None:
    """Return a delivery by its id."""
    row = work.execute(select(deliveries).where(deliveries.c.id == delivery_id)).first()
    return _delivery(row) if row else None


def latest_delivery(work: Work, request_id: int) -> Delivery | None:
    """Return what was delivered last, or None when nothing was yet."""
    row = work.execute(
        select(deliveries)
        .where(deliveries.c.request_id == request_id)
        .order_by(deliveries.c.id.desc())
        .limit(1)
    ).first()
    return _delivery(row) if row else None


def _delivery(row: Any) -> Delivery:
    return Delivery(row.id, row.request_id, row.link, row.note, row.by, row.at, row.asset_id)


def note_asset(work: Work, delivery_id: int, asset_id: int) -> None:
    """Remember as which asset a delivery stands in the library."""
    work.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(asset_id=asset_id))


def save_opinion(
    work: Work, delivery_id: int, *, person: str, helped: bool, why: str, at: datetime
) -> None:
    """Save whether it helped somebody; what they said before is replaced."""
    said = {"helped": helped, "why": why, "at": at}
    work.execute(
        work.insert(opinions)
        .values(delivery_id=delivery_id, person=person, **said)
        .on_conflict_do_update(index_elements=["delivery_id", "person"], set_=said)
    )


def load_opinions(work: Work, delivery_id: int) -> list[Opinion]:
    """Return what those who had asked said of a delivery, first to last."""
    rows = work.execute(
        select(opinions)
        .where(opinions.c.delivery_id == delivery_id)
        .order_by(opinions.c.at, opinions.c.person)
    )
    return [Opinion(row.delivery_id, row.person, row.helped, row.why, row.at) for row in rows]


def write_step(
    work: Work,
    request_id: int,
    kind: str,
    *,
    actor: str | None,
    at: datetime,
    words: str = "",
    person: str | None = None,
    other: int | None = None,
) -> int:
    """Add a step to the story; return its id."""
    return int(
        work.execute(
            story.insert()
            .values(
                request_id=request_id,
                kind=kind,
                actor=actor,
                at=at,
                words=words,
                person=person,
                other=other,
            )
            .returning(story.c.id)
        ).scalar_one()
    )


def load_step(work: Work, step_id: int) -> Step | None:
    """Return one step by its id."""
    row = work.execute(select(story).where(story.c.id == step_id)).first()
    return _step(row) if row else None


def load_story(work: Work, request_id: int) -> list[Step]:
    """Return the story of a request, first step first."""
    rows = work.execute(
        select(story).where(story.c.request_id == request_id).order_by(story.c.at, story.c.id)
    )
    return [_step(row) for row in rows]


def latest_step(work: Work, request_id: int, *kinds: str) -> Step | None:
    """Return the last step of these kinds, or None when there was none."""
    row = work.execute(
        select(story)
        .where(story.c.request_id == request_id, story.c.kind.in_(kinds))
        .order_by(story.c.id.desc())
        .limit(1)
    ).first()
    return _step(row) if row else None


def _step(row: Any) -> Step:
    return Step(
        row.id, row.request_id, row.kind, row.actor, row.at, row.words, row.person, row.other
    )
