"""The rules of the definition as people say them."""

from collections.abc import Iterable

from bot.leads.domain.lead import RuleOutcome

_SAID = {
    "minimum_score": "score {value} (wanted {wanted})",
    "segments": "segment {value} (wanted {wanted})",
    "countries": "country {value} (wanted {wanted})",
    "employees": "company size {value} (wanted {wanted})",
    "free_mail": "{value} is a free mail address",
    "competitors": "{value} is a competitor's",
}


def unmet_in_words(outcomes: Iterable[RuleOutcome]) -> list[str]:
    """Return, in plain text, each rule that is not met: "score unknown (wanted ≥ 60)"."""
    return [_in_words(outcome) for outcome in outcomes if not outcome.met]


def _in_words(outcome: RuleOutcome) -> str:
    if outcome.rule.startswith("required_"):
        return f"{outcome.wanted} is missing"
    said = _SAID.get(outcome.rule, "{value} (wanted {wanted})")
    return said.format(value=outcome.value or "unknown", wanted=outcome.wanted)
