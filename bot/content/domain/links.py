"""A link to a piece of content: its form is checked, and it is never fetched."""

import re
from urllib.parse import quote, urlsplit

from bot.kit.quotes import QUOTES

LONGEST = 2000
"""Characters of a link that are kept."""
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?", re.ASCII)
_NO_SCHEME = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?/.*", re.IGNORECASE)


class NotALink(ValueError):  # noqa: N818 - it is an answer, not a fault
    """What was typed is no link that can be shared; the message says why, for the person."""


def read_link(text: str) -> str:
    """Return a link as it is kept: http(s), with a host, nothing in it that Slack trips over.

    `www.example.com/deck`, which people type without the scheme, is taken as https.
    """
    typed = text.strip().strip(f"<>{QUOTES}").strip()
    if not typed:
        raise NotALink("A link is needed: the address of the thing itself.")
    if len(typed) > LONGEST:
        raise NotALink(f"This link is longer than {LONGEST:,} characters; share a shorter one.")
    if any(letter.isspace() or not letter.isprintable() for letter in typed):
        raise NotALink("A link has no spaces in it.")
    address = f"https://{typed}" if _NO_SCHEME.fullmatch(typed) else typed
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise NotALink("This is no address that a browser would open.") from None
    if parts.scheme not in {"http", "https"}:
        raise NotALink("A link begins with https:// (or http://).")
    if parts.username is not None or parts.password is not None:
        raise NotALink("This link has a name or password in it; share one without.")
    name = _host(host or "")
    if not name:
        raise NotALink("This link names no website: https://example.com/one-pager is one.")
    place = f"{name}:{port}" if port else name
    return quote(parts._replace(netloc=place).geturl(), safe="%/:?#[]@!$&()*+,;=~-._")


def _host(host: str) -> str:
    """Return a host as browsers ask for it; empty for what is none."""
    if ":" in host:  # an IPv6 address, which urlsplit has read already
        return f"[{host}]"
    try:
        name = host.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return name if all(_LABEL.fullmatch(label) for label in name.split(".")) else ""
