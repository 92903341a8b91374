"""Waiting for what another process does."""

import asyncio
from collections.abc import Callable

PATIENCE = 30.0


async def until(it_is_so: Callable[[], object]) -> None:
    """Return once `it_is_so` says a true thing; TimeoutError when it does not for too long."""
    async with asyncio.timeout(PATIENCE):
        while not it_is_so():  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.02)
