"""Several callers at the same moment, each in a thread of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.kit.errors import Refusal

Answer = TypeVar("Answer")


def all_at_once(*calls: Callable[[], Answer]) -> list[Answer | Refusal]:
    """Let every call begin together; return what each gave, or the refusal it met.

    Any other exception of theirs is raised here.
    """
    gate = threading.Barrier(len(calls))

    def run(call: Callable[[], Answer]) -> Answer | Refusal:
        gate.wait()
        try:
            return call()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
