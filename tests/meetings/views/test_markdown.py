import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meetings.views.markdown import Markdown, mark


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("# Big *bold* `code`", r"\# Big \*bold\* \`code\`"),
        ("[click](https://evil.example)", r"\[click\](https://evil.example)"),
        ("<script>&amp;", r"\<script\>\&amp;"),
        ("1. first", r"1\. first"),
        ("2) second", r"2\) second"),
        ("- a bullet", r"\- a bullet"),
        ("two\nlines", "two lines"),
    ],
)
def test_what_people_write_shows_as_it_is(written, shown):
    assert mark(written) == shown


@given(st.text())
def test_a_line_stays_a_line_and_begins_nothing(text):
    line = mark(text)
    assert len(line.splitlines()) <= 1
    assert line[:1] not in set("#>-+=|*_`<[")


def test_a_document_has_its_title_parts_and_links():
    page = Markdown("Agenda: December")
    page.paragraph("60 minutes.")
    page.heading("1. Numbers")
    page.bullets([("a fact", ""), ("its rows", "https://x.slack.com/a (b)")])
    page.bullets([])
    assert page.text == (
        "# Agenda: December\n\n60 minutes.\n\n## 1. Numbers\n\n"
        "- a fact\n- [its rows](https://x.slack.com/a%20%28b%29)\n"
    )
