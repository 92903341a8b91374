"""Quotation marks around what people type, straight and curly: they mean nothing to us."""

import re

_DOUBLE = '"“”„‟«»'
_SINGLE = "'‘’‚‛‹›"
QUOTES = _DOUBLE + _SINGLE

_QUOTED = "|".join(f"[{kind}]([^{kind}]+)[{kind}]" for kind in (_DOUBLE, _SINGLE))
_WHOLE = re.compile(_QUOTED)
_FIRST = re.compile(rf"(?:{_QUOTED})(?=$|[\s:,.;-])(.*)", re.DOTALL)


def unquoted(words: str) -> str:
    """Return `words` without the quotation marks that stand around the whole of them."""
    found = _WHOLE.fullmatch(words.strip())
    return (found.group(1) or found.group(2)).strip() if found else words.strip()


def quoted_first(words: str) -> tuple[str, str] | None:
    """Return what `words` begin with in quotation marks, and the rest; None when they do not."""
    found = _FIRST.match(words.strip())
    return ((found.group(1) or found.group(2)).strip(), found.group(3)) if found else None
