"""The journal: who or what did what, when and why, with filters."""

from datetime import date, datetime, time, timedelta
from typing import Final

from flask import Blueprint, render_template

from bot.messages import TABLE, say
from bot.plan.rights import Deed
from bot.store.lists import JournalWish
from bot.web import asked
from bot.web.moment import world
from bot.web.rights import requires

routes: Final = Blueprint("journal", __name__)

_A_LEAF: Final = 100


@routes.get("/journal")
@requires(Deed.LOOK)
def show() -> str:
    """The last lines, of everything or of what is asked for."""
    here = world()
    known = sorted(verb for key in TABLE for room, _, verb in [key.partition(".verb_")] if room == "model" and verb)
    first, last = asked.day("from"), asked.day("to")
    verb = asked.one_of("verb", asked.names(known), "")
    wish = JournalWish(
        subject=asked.text("subject"),
        actor=asked.text("actor"),
        verb=verb,
        since=_midnight(first),
        until=_midnight(last + timedelta(days=1)) if last else None,
    )
    leaf = here.store.lists.journal(wish, _A_LEAF, mark := asked.mark())
    filters = {"subject": wish.subject, "actor": wish.actor, "verb": verb, "from": first, "to": last}
    return render_template(
        "journal.html",
        leaf=leaf,
        titles=here.store.lists.titles({line.subject for line in leaf.lines}),
        filters=filters,
        is_filtered=any(filters.values()),
        verbs=sorted(((each, say(f"model.verb_{each}", here.language)) for each in known), key=lambda pair: pair[1]),
        people=[user.name for user in here.settings.users],
        onward=asked.onward(leaf, filters),
        first=asked.here(filters),
        is_first=mark is None,
    )


def _midnight(day: date | None) -> datetime | None:
    """Where the day begins for people here."""
    return None if day is None else datetime.combine(day, time(), world().zone)
