"""Who changes several requests locks them in one order, so that nobody waits in a circle."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select

from bot.content.store.request_tables import requests
from bot.kit.db import Work


def lock_every_request(work: Work) -> None:
    """Let nobody else change any request until this unit of work ends."""
    _lock(work)


def lock_requests(work: Work, request_ids: Collection[int]) -> None:
    """Let nobody else change these requests until this unit of work ends."""
    if request_ids:
        _lock(work, requests.c.id.in_(request_ids))


def _lock(work: Work, *which: ColumnElement[bool]) -> None:
    work.execute(select(requests.c.id).where(*which).order_by(requests.c.id).with_for_update())
