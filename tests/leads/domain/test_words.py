import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.leads.domain.verdicts import Reason
from bot.leads.domain.words import read_reason


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("student", Reason.STUDENT_OR_JOB_SEEKER),
        ("Job seeker", Reason.STUDENT_OR_JOB_SEEKER),
        ("job-seeker", Reason.STUDENT_OR_JOB_SEEKER),
        ("segment", Reason.WRONG_SEGMENT),
        ("timing", Reason.BAD_TIMING),
        ("budget", Reason.NO_BUDGET),
        ("size", Reason.WRONG_SIZE),
        ("authority", Reason.NO_AUTHORITY),
        ("contact", Reason.WRONG_CONTACT_DATA),
        ("wrong contact", Reason.WRONG_CONTACT_DATA),
        ("need", Reason.NO_NEED),
        ("competitor", Reason.COMPETITOR),
        ("duplicate", Reason.DUPLICATE),
        ("other", Reason.OTHER),
        *((reason.label, reason) for reason in Reason),
        *((reason.value, reason) for reason in Reason),
    ],
)
def test_a_reason_is_understood_in_short_and_with_what_follows(words, reason):
    assert read_reason(words) == (reason, "")
    for between in (": ", " - ", " – ", ", ", "; "):
        assert read_reason(f"{words}{between}they said so") == (reason, "they said so")
    for quoted in (f"“{words}”", f"'{words}'"):
        assert read_reason(quoted) == (reason, "")
        assert read_reason(f"{quoted} - ‘they said so’") == (reason, "they said so")


@pytest.mark.parametrize(
    "words", ["contact left", "need more time", "size-matters", "segmented", "they said no", ""]
)
def test_a_sentence_that_only_begins_like_a_reason_is_a_comment(words):
    assert read_reason(words) == (None, words)


@given(st.text())
def test_any_words_are_read(words):
    read_reason(words)
