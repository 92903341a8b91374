import pytest

from bot.leads.definition.versions import read_version


@pytest.mark.parametrize(
    ("typed", "version"),
    [("v3", 3), ("3", 3), ("V 3", 3), ("v", None), ("", None), ("v3x", None), ("v²", None)],
)
def test_a_version_is_named_with_or_without_its_letter(typed, version):
    assert read_version(typed) == version
