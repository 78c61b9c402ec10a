"""What a person may do, by their role."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from bot.model import PostState, Role


class Deed(StrEnum):
    """What a person may want to do on the editors' page."""

    LOOK = "look"  # at Posts, entries, feeds, figures and the journal
    REPORT = "report"  # make a report of a period: what may be looked at, as a file
    NOTE = "note"  # for colleagues, never published
    REMEDY = "remedy"  # note what followed on a Post, which reports tell; or take that back
    EDIT = "edit"  # the text of a Post that is not out: it waits for an approval again
    CORRECT = "correct"  # what Loa took an entry for
    MOVE = "move"  # a scheduled Post to another hour
    REJECT = "reject"  # a Post that is not out, or what is to be done to one that is
    RETRY = "retry"  # what failed, as it was approved
    UNDO = "undo"  # the last approval or rejection: the Post is held again
    POLL = "poll"  # ask a feed now
    APPROVE = "approve"  # what then goes to the Page
    ADMIT = "admit"  # an entry that was kept back: its Posts are made
    AMEND = "amend"  # the text of a Post that is on the Page
    WITHDRAW = "withdraw"  # a Post from the Page
    SETTLE = "settle"  # say whether a Post in doubt is on the Page
    EXPORT = "export"  # take out everything that is kept


# Everything that puts something on the Page, or takes it away, is an approver's; so is taking everything out, texts that never went out among it.
_MAY: Final[Mapping[Role, frozenset[Deed]]] = {
    Role.VIEWER: frozenset({Deed.LOOK, Deed.REPORT}),
    Role.EDITOR: frozenset(
        {Deed.LOOK, Deed.REPORT, Deed.NOTE, Deed.REMEDY, Deed.EDIT, Deed.CORRECT, Deed.MOVE, Deed.REJECT, Deed.RETRY, Deed.UNDO, Deed.POLL},
    ),
    Role.APPROVER: frozenset(Deed),
}


def may(role: Role, deed: Deed) -> bool:
    """Whether a person of `role` may do `deed`."""
    return deed in _MAY[role]


def deed_of_edit(state: PostState) -> Deed:
    """Another text for a Post in `state`: what that is. On the Page, readers see it."""
    return Deed.AMEND if state is PostState.PUBLISHED else Deed.EDIT
