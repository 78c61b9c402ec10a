"""The editors' page, first version: what waits, one Post as it would look, entries and why. It only reads; deciding is on the command line until sign-in exists."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from flask import Flask, Response, abort, render_template

from bot.editorial.explain import telling
from bot.editorial.reading import tell
from bot.engagement.metrics import METRICS
from bot.errors import NotFound
from bot.messages import say
from bot.model import Post, PostState, Standing, StepKind, StepState, Way
from bot.service import explain, limits
from bot.service.feeds import TROUBLED, Health, bulletins
from bot.service.world import World
from bot.web.websub import websub

_SECTIONS: Final = (
    PostState.PUBLISHING,
    PostState.HELD,
    PostState.FAILED,
    PostState.SCHEDULED,
    PostState.PUBLISHED,
    PostState.WITHDRAWN,
    PostState.DROPPED,
)
_OPEN_STEPS: Final = (StepState.HELD, StepState.FAILED, StepState.DUE, StepState.DOING)
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_A_SECTION: Final = 100
_FEEDS: Final = 200
_METRICS: Final = ("views", "reach", "reactions", "comments", "shares", "clicks")

# Nothing from outside, nothing inline but our own style sheet file; a feed's text can't run anything even if an escape were missed.
_HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def build_application(world_now: Callable[[], World]) -> Flask:
    """The WSGI application; `world_now` gives the World of the moment, so that a reload shows at once."""
    application = Flask(__name__)
    application.jinja_env.autoescape = True
    application.register_blueprint(websub(world_now))

    def said(key: str, **params: object) -> str:
        return say(f"web.{key}", world_now().language, **params)

    def state_name(state: PostState) -> str:
        return say(f"model.state_{state}", world_now().language)

    def standing_name(standing: Standing) -> str:
        return say(f"model.standing_{standing}", world_now().language)

    def step_name(kind: StepKind) -> str:
        return say(f"model.step_{kind}", world_now().language)

    def step_state_name(state: StepState) -> str:
        return say(f"model.step_state_{state}", world_now().language)

    def way_name(way: Way) -> str:
        return say(f"model.way_{way}", world_now().language)

    def health_name(health: Health) -> str:
        return say(f"service.health_{health}", world_now().language)

    def verb_name(verb: str) -> str:
        return say(f"model.verb_{verb}", world_now().language)

    def local(at: datetime | None) -> str:
        return f"{at.astimezone(world_now().zone):%d/%m/%Y %H:%M}" if at else "–"

    def named(key: str | None) -> str:
        return world_now().settings.vocabulary.names.get(key, key) if key else ""

    application.jinja_env.globals.update(
        said=said,
        state_name=state_name,
        step_name=step_name,
        step_state_name=step_state_name,
        way_name=way_name,
        standing_name=standing_name,
        verb_name=verb_name,
        health_name=health_name,
        local=local,
        named=named,
        metrics=METRICS,
    )

    @application.context_processor
    def every_page() -> dict[str, object]:
        world = world_now()
        return {"language": world.language, "organisation": world.settings.organisation.name, "now": world.clock()}

    @application.after_request
    def guard(response: Response) -> Response:
        response.headers.update(_HEADERS)
        return response

    @application.errorhandler(404)
    def missing(_: Exception) -> tuple[str, int]:
        return render_template("missing.html"), 404

    @application.get("/")
    def queue() -> str:
        world = world_now()
        counts = world.store.outbox.counts()
        sections = [(state, world.store.outbox.listing(states=(state,), limit=_A_SECTION)) for state in _SECTIONS]
        steps = [(each, world.store.outbox.get(each.post_key)) for each in world.store.steps.listing(_OPEN_STEPS, _A_SECTION)]
        shown = [*(post for _, posts in sections for post in posts), *(post for _, post in steps)]
        entries = {post.entry_key: world.store.entries.get(post.entry_key) for post in shown}
        resting = {name: rest for name, channel in world.channels.items() if (rest := limits.resting(world, channel)) is not None}
        paused = [status for name in world.channels if (status := world.store.channels.status(name)).paused_since is not None]
        feeds = bulletins(world)
        return render_template(
            "queue.html",
            counts=counts,
            states=_SECTIONS,
            sections=sections,
            steps=steps,
            entries=entries,
            feeds=feeds[:_FEEDS],
            more_feeds=len(feeds[_FEEDS:]),
            troubled=TROUBLED,
            troubled_feeds=sum(bulletin.health in TROUBLED for bulletin in feeds),
            paused=paused,
            resting=resting,
        )

    @application.get("/posts/<key>")
    def post(key: str) -> str:
        world = world_now()
        try:
            story = explain.show(world, key)
        except NotFound:
            abort(404)
        entry = world.store.entries.get(story.post.entry_key)
        findings = tell(entry.classification.findings, world.language)
        return render_template(
            "post.html",
            story=story,
            entry=entry,
            shown=_METRICS,
            lines=_lines(story.post),
            evidence=telling(entry.classification),
            findings=findings,
        )

    @application.get("/pictures/<digest>")
    def picture(digest: str) -> Response:
        if not _DIGEST.fullmatch(digest):
            abort(404)
        try:
            (content,) = world_now().store.pictures.contents([digest])
        except NotFound:
            abort(404)
        return Response(content, mimetype="image/jpeg")

    @application.get("/entries")
    def entries() -> str:
        return render_template("entries.html", entries=world_now().store.entries.recent(limit=200))

    return application


def _lines(post: Post) -> list[list[tuple[str, bool]]]:
    """The Post's text by lines and words, as its way sends it; True marks a hashtag or a tagged Page, to be coloured as the Page colours it."""
    text = post.draft.text(post.way)
    return [[(word, word.startswith(("#", "@[")) and len(word) > 1) for word in line.split(" ")] for line in text.split("\n")]
