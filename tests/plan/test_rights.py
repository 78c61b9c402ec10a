"""Who may do what: viewers look, editors prepare, approvers answer for what is on the Page."""

from itertools import pairwise

import pytest

from bot.model import PostState, Role
from bot.plan.rights import Deed, deed_of_edit, may

LEAST = {
    Deed.LOOK: Role.VIEWER,
    Deed.REPORT: Role.VIEWER,
    Deed.NOTE: Role.EDITOR,
    Deed.REMEDY: Role.EDITOR,
    Deed.EDIT: Role.EDITOR,
    Deed.CORRECT: Role.EDITOR,
    Deed.MOVE: Role.EDITOR,
    Deed.REJECT: Role.EDITOR,
    Deed.RETRY: Role.EDITOR,
    Deed.UNDO: Role.EDITOR,
    Deed.POLL: Role.EDITOR,
    Deed.APPROVE: Role.APPROVER,
    Deed.ADMIT: Role.APPROVER,
    Deed.AMEND: Role.APPROVER,
    Deed.WITHDRAW: Role.APPROVER,
    Deed.SETTLE: Role.APPROVER,
    Deed.EXPORT: Role.APPROVER,
}


@pytest.mark.parametrize("deed", Deed)
def test_a_deed_is_for_those_of_its_role_and_those_above(deed):
    """Each role is named in the table; none is forgotten."""
    roles = list(Role)
    assert [role for role in roles if may(role, deed)] == roles[roles.index(LEAST[deed]) :]


def test_each_role_may_what_those_before_it_may():
    """As `Role` says."""
    for less, more in pairwise(Role):
        assert {deed for deed in Deed if may(less, deed)} < {deed for deed in Deed if may(more, deed)}


@pytest.mark.parametrize("state", PostState)
def test_another_text_for_what_readers_see_is_an_approvers(state):
    """Everywhere else the new text waits for an approval."""
    assert deed_of_edit(state) is (Deed.AMEND if state is PostState.PUBLISHED else Deed.EDIT)
