"""A headless Chromium, and a person who sits before the fake Slack's page in it."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PATIENCE = 15_000
"""Milliseconds in which what is waited for has to be there."""


class NoBrowserError(Exception):
    """Why there is no browser here, and the cure."""


def find_chromium() -> str | None:
    given = os.environ.get("CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return given or next((path for name in names if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Any]:
    """Run a Chromium, Playwright's own or the machine's; raise NoBrowserError when there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NoBrowserError("Playwright is not installed: make test installs it") from None
    with sync_playwright() as playwright:
        path = find_chromium()
        if path is None and not Path(playwright.chromium.executable_path).exists():
            raise NoBrowserError(
                "no Chromium: apt-get install chromium, playwright install chromium, or set CHROMIUM"
            )
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


class Complaints(list[str]):
    """What the page wrote to the console as an error, or let fall as an exception."""

    def watch(self, page: Any) -> None:
        page.on("pageerror", lambda error: self.append(f"exception: {error}"))
        page.on(
            "console",
            lambda line: (
                self.append(f"console: {line.text} {line.location['url']}")
                if line.type == "error"
                else None
            ),
        )


class Desk:
    """The page before one pair of eyes; everything is found by what it says."""

    def __init__(
        self,
        browser: Any,
        url: str,
        *,
        person: str = "U0RITA",
        place: str = "C0SALES",
        phone: bool = False,
        dark: bool = False,
    ) -> None:
        self._context = browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            has_touch=phone,
            color_scheme="dark" if dark else "light",
            locale="en-GB",
        )
        self.page = self._context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.complaints = Complaints()
        self.complaints.watch(self.page)
        self.page.goto(f"{url}/?as={person}#/{place}")
        self.page.locator(".main-head h1").wait_for()

    def leave(self) -> None:
        self._context.close()

    def become(self, name: str) -> None:
        """Look at the workspace as somebody else."""
        self.page.get_by_role("button", name=re.compile("Switch person")).click()
        self.page.get_by_role("menuitemradio", name=re.compile(name)).click()
        self.page.get_by_role("button", name=re.compile(f"You are {name}")).wait_for()

    def go_to(self, place: str) -> None:
        """Press a place in the sidebar: "sales", "smarketing"."""
        self.page.locator("#sidebar .side-item").get_by_text(place, exact=True).click()
        self.page.locator(".main-head h1").get_by_text(place, exact=True).wait_for()

    def message(self, words: str) -> Any:
        """The newest message of the conversation that says so."""
        return self.page.locator(".stage .message", has_text=words).last

    def reply(self, words: str) -> Any:
        """The newest message of the open thread that says so."""
        return self.page.locator(".thread .message", has_text=words).last

    def dialog(self, title: str) -> Any:
        return self.page.get_by_role("dialog", name=title)
