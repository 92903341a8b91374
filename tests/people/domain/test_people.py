import pytest

from bot.kit.errors import Refusal
from bot.people.domain import (
    Outsider,
    Role,
    Team,
    must_be_manager,
    must_be_marketer,
    must_be_rep,
    must_be_sales_manager,
)
from tests.builders import (
    a_marketer,
    a_marketing_manager,
    a_person,
    a_rep,
    a_sales_manager,
    some_facts,
)


def test_a_member_of_the_sales_channel_is_a_rep():
    person = some_facts(in_sales=True).person
    assert person.is_rep
    assert not person.is_marketer
    assert person.team is Team.SALES


def test_a_member_of_the_marketing_channel_is_a_marketer():
    person = some_facts(in_marketing=True).person
    assert person.is_marketer
    assert not person.is_rep
    assert person.team is Team.MARKETING


def test_who_is_in_both_channels_is_a_marketer_until_a_manager_chooses():
    assert some_facts(in_sales=True, in_marketing=True).role is Role.MARKETER
    assert some_facts(in_sales=True, in_marketing=True, role_override=Role.REP).role is Role.REP


def test_a_choice_holds_only_while_the_person_is_in_both_channels():
    assert some_facts(in_marketing=True, role_override=Role.REP).role is Role.MARKETER
    assert some_facts(role_override=Role.REP).role is None


@pytest.mark.parametrize(
    ("manages", "role"),
    [
        ({"sales_manager": True}, Role.REP),
        ({"marketing_manager": True}, Role.MARKETER),
        ({"sales_manager": True, "marketing_manager": True}, Role.MARKETER),
    ],
)
def test_a_manager_in_both_channels_is_of_the_team_they_manage(manages, role):
    assert some_facts(in_sales=True, in_marketing=True, **manages).role is role


def test_a_manager_outside_the_channels_manages_and_is_no_rep():
    person = some_facts(sales_manager=True).person
    assert person.is_sales_manager
    assert not person.is_rep
    assert person.teams == {Team.SALES}
    assert person.team is Team.SALES


@pytest.mark.parametrize(
    ("fact", "outsider"),
    [
        ("deleted", Outsider.DEACTIVATED),
        ("stranger", Outsider.OTHER_ORGANISATION),
        ("guest", Outsider.GUEST),
        ("bot", Outsider.APP),
    ],
)
def test_an_outsider_has_no_role_whatever_the_channels_and_lists_say(fact, outsider):
    person = some_facts(**{"in_sales": True, "sales_manager": True, fact: True}).person
    assert person.outsider is outsider
    assert person.teams == frozenset()
    assert not person.is_manager


def test_nobody_in_neither_channel_has_a_team():
    assert some_facts().person.team is None


def test_a_marketer_is_told_who_may_take_leads_and_who_can_change_that():
    with pytest.raises(Refusal) as refused:
        must_be_rep(a_marketer(), doing="take leads")
    assert refused.value.sentence == (
        "Only sales reps can take leads. You are a marketer here; /smarketing people shows who can change that."
    )


def test_a_sales_manager_outside_the_channel_is_told_to_join_it():
    with pytest.raises(Refusal, match="join it to take part"):
        must_be_rep(a_person(is_sales_manager=True), doing="take leads")


def test_each_may_do_what_is_theirs():
    must_be_rep(a_rep(), doing="take leads")
    must_be_rep(a_sales_manager(), doing="take leads")
    must_be_marketer(a_marketer(), doing="answer feedback")
    must_be_marketer(a_marketing_manager(is_marketer=False), doing="answer feedback")
    must_be_manager(a_marketing_manager(), doing="choose roles")
    must_be_sales_manager(a_sales_manager(), doing="reassign leads")


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (
            must_be_marketer,
            "Only marketers can do it. You are a sales rep here; /smarketing people shows who can change that.",
        ),
        (
            must_be_manager,
            "Only sales and marketing managers can do it. /smarketing people shows who they are.",
        ),
        (
            must_be_sales_manager,
            "Only sales managers can do it. /smarketing people shows who they are.",
        ),
    ],
)
def test_a_rep_is_refused_what_is_not_theirs(rule, sentence):
    with pytest.raises(Refusal) as refused:
        rule(a_rep(), doing="do it")
    assert refused.value.sentence == sentence


def test_roles_read_as_people_say_them():
    assert a_sales_manager().role_in_words == "a sales manager and sales rep"
    assert a_person().role_in_words == "in neither team"
