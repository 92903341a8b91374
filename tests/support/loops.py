"""Coroutines in tests that are none: in a thread, since a browser's loop may run in this one."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Told = TypeVar("Told")


def run_to_end(coroutine: Coroutine[Any, Any, Told]) -> Told:
    """Run a coroutine in a loop of its own; return what it returns."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
