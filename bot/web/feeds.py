"""The feeds: how each fares, those that need a human first; one of them whole, and asking it now."""

from typing import Final

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from bot.errors import NotFound
from bot.model import SubscriptionState
from bot.plan.rights import Deed
from bot.plan.subscriptions import is_live
from bot.service.feeds import TROUBLED, Health, bulletins, describe, policy_to_ask, rhythms
from bot.service.poll import poll
from bot.web import asked
from bot.web.frame import health_name, tell
from bot.web.moment import world
from bot.web.rights import requires

routes: Final = Blueprint("feeds", __name__)

_A_LEAF: Final = 50
_MOST: Final = 2_000  # feeds of the settings
_MEANS: Final = {SubscriptionState.ASKED: "hub_asked", SubscriptionState.REFUSED: "hub_refused"}


@routes.get("/feeds")
@requires(Deed.LOOK)
def show() -> str:
    """Fifty at a time."""
    here = world()
    health, words, start = asked.one_of("health", asked.names(Health), None), asked.text("words"), asked.number("from", _MOST)
    found = bulletins(here)
    wanted = [each for each in found if health in {None, each.health} and words.lower() in f"{each.feed.name} {each.feed.url}".lower()]
    some = wanted[start : start + _A_LEAF]
    wish = {"health": health, "words": words}
    return render_template(
        "feeds.html",
        feeds=some,
        troubled=TROUBLED,
        troubled_feeds=sum(each.health in TROUBLED for each in found),
        healths=[(each, health_name(each)) for each in Health],
        health=health,
        words=words,
        rhythms=rhythms(here, [each.feed for each in some]),
        hubs=_hubs(),
        start=start,
        found=len(wanted),
        onward=asked.here(wish, **{"from": start + _A_LEAF}) if start + _A_LEAF < len(wanted) else None,
        first=asked.here(wish) if start else None,
    )


@routes.get("/feeds/<name>")
@requires(Deed.LOOK)
def one(name: str) -> str:
    """Everything about one feed. Raises NotFound."""
    (report,) = describe(world(), name)
    return render_template("feed.html", report=report, troubled=TROUBLED, hub=_hubs().get(name))


@routes.post("/feeds/<name>/poll")
@requires(Deed.POLL)
def ask(name: str) -> ResponseReturnValue:
    """Ask the feed now, and say what came of it."""
    here = world()
    try:
        policy_to_ask(here, name)
    except NotFound:
        if all(policy.name != name for policy in here.settings.feeds):
            raise
        tell("feed_is_off", feed=name)
        return redirect(url_for("feeds.one", name=name), 303)
    polled = poll(here, only=name)
    if polled is None:
        tell("feed_is_asked", feed=name)
    elif polled.error:
        tell("feed_failed", feed=name, why=polled.error)
    elif polled.entries is None:
        tell("feed_unchanged", feed=name)
    else:
        tell("feed_polled", feed=name, entries=polled.entries, new=len(polled.new), changed=len(polled.changed))
    return redirect(url_for("feeds.one", name=name), 303)


def _hubs() -> dict[str, tuple[str, str]]:
    """By feed, the hub and the key of what its promise is worth now."""
    here, now = world(), world().clock()
    found = {
        each.feed: (each.hub, "hub_live" if is_live(each, now) else _MEANS.get(each.state, "hub_over"))
        for each in here.store.subscriptions.all()
    }
    named = {each.name: each for each in here.store.feeds.all() if each.hub}
    return {name: found.get(name, (feed.hub, "hub_named")) for name, feed in named.items()}
