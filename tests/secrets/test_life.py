"""A whole life with every kind of fault, after which no secret is anywhere but where Graph demands it."""

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import make_url

from bot.channels.facebook.tokens import TokenDesk
from bot.channels.policy import GraphPolicy
from bot.channels.registry import build_channels
from bot.cli.jsonable import to_json
from bot.cli.running import full_pass
from bot.errors import LoaError
from bot.model import Picture, PostState, Way
from bot.sandbox import Sandbox
from bot.service import editors
from bot.service.audit import audit
from bot.service.doctor import doctor
from bot.service.tokens import inspect_anew
from bot.service.world import World
from bot.store.store import open_store
from bot.web.application import build_application
from tests.fakes.installation import opened, write_config
from tests.fakes.site import Answer, Site
from tests.fakes.tap import answer, refusing_address
from tests.secrets.conftest import (
    APP_ID,
    LIKE_META,
    PAGE_ID,
    Keys,
    Line,
    Overheard,
    check_the_line,
    refusal,
    troubles_of_a_read,
    troubles_of_a_write,
)
from tests.secrets.searcher import Places, Unredacted
from tests.service.conftest import CRITICISM, PRAISE, rss
from tests.store.databases import BOTH, new_database


@pytest.fixture
def instant(now) -> list[datetime]:
    return [now]


@pytest.fixture
def clock(instant) -> Callable[[], datetime]:
    return lambda: instant[0]


@dataclass
class Life:
    """A running installation and what is noted of it."""

    world: World
    line: Line
    instant: list[datetime]
    places: Places
    unredacted: Unredacted
    said: io.StringIO
    kinds: list[str] = field(default_factory=list)

    def overheard(self) -> None:
        """From now on, exceptions of the Pages are noted."""
        channels = {name: Overheard(channel, self.places, self.kinds) for name, channel in self.world.channels.items()}
        self.world = replace(self.world, channels=channels)

    def go_on(self, rounds: int = 300) -> None:
        """Full passes, twenty minutes apart, until every trouble was met and nothing is under way."""
        for _ in range(rounds):
            self.places.add("what a pass did", to_json(full_pass(self.world, publish_now=True)))
            waiting = self.world.store.outbox.counts()
            if not self.line.left and not waiting.get(PostState.SCHEDULED) and not waiting.get(PostState.PUBLISHING):
                return
            self.instant[0] += timedelta(minutes=20)
        raise AssertionError(f"not done: {self.line.left}, {self.world.store.outbox.counts()}")

    def look_around(self) -> None:
        """Doctor, audit and the daily inspection, until every trouble was met."""
        for _ in range(40):
            self.places.add("doctor", *(repr(finding) for finding in doctor(self.world)))
            self.places.add("audit", to_json(audit(self.world, 30)))
            inspect_anew(self.world)
            full_pass(self.world, publish_now=True)
            self.instant[0] += timedelta(hours=1)
            if not self.line.left:
                return
        raise AssertionError(f"not met: {self.line.left}")

    def pause(self, **by: float) -> None:
        self.instant[0] += timedelta(**by)


@contextmanager
def database_with_password(kind: str, folder: Path, keys: Keys) -> Iterator[str]:
    with new_database(kind, folder) as url:
        yield url if kind == "sqlite" else make_url(url).set(password=keys.database_password).render_as_string(hide_password=False)


@pytest.fixture(params=BOTH)
def database(request, tmp_path, keys: Keys) -> Iterator[str]:
    (tmp_path / "data").mkdir()
    with database_with_password(request.param, tmp_path, keys) as url:
        yield url


@pytest.fixture
def life(keys: Keys, line: Line, site: Site, database: str, instant, clock, tmp_path, log_as_before) -> Iterator[Life]:
    titles = [*(f"{PRAISE} đợt {number}" for number in range(34)), *(f"{CRITICISM} {number}" for number in range(3))]
    site.answers["/rss"] = Answer(rss(*titles).replace(b"https://cong.vn", site.url.encode()))
    site.answers |= {f"/{number}.html": Answer(b"<html></html>") for number in range(1, len(titles) + 1)}
    environment = {
        "FACEBOOK_PAGE_TOKEN": keys.page_token,
        "APP_ID": APP_ID,
        "APP_SECRET": keys.app_secret,
        "DATABASE": database,
    }
    config = write_config(
        tmp_path,
        graph=line.tap.url,
        feeds={"cong": site.url + "/rss"},
        page={"page_id": PAGE_ID, "app_id": "APP_ID", "app_secret": "APP_SECRET"},
        database={"url_from": "DATABASE"},
        limits={"most_per_hour": 1_000},
        compose={"ways": {"criticism": ["comment"]}},
    )
    places = Places()
    with redirect_stderr(io.StringIO()) as said, opened(config, environment, clock) as world:
        unredacted = Unredacted(places)
        logging.getLogger().addHandler(unredacted)
        logging.getLogger("urllib3").setLevel(logging.DEBUG)
        made = Life(world, line, instant, places, unredacted, said)
        made.overheard()
        yield made


def test_no_secret_is_anywhere_after_a_whole_life(
    life: Life, keys: Keys, line: Line, site: Site, sandbox: Sandbox, tmp_path, database, capfd
):
    places, store = life.places, life.world.store

    # Posting, with every trouble in turn
    line.expect("POST feed", *troubles_of_a_write(keys, site.url))
    line.expect("POST scrape", *troubles_of_a_write(keys, site.url)[10:])
    life.go_on()
    paging = {"next": f"{site.url}/next?access_token={quote(keys.page_token)}", "cursors": {"after": "x"}}
    line.expect("GET published_posts", ("before", answer(to_json({"data": [], "paging": paging}))))
    line.expect("GET published_posts", *troubles_of_a_read(keys, site.url))
    line.expect("GET ids", *troubles_of_a_read(keys, site.url))
    line.expect("GET page", ("before", refusal(2, None, 500, echo=keys.page_token)))
    line.expect("POST debug_token", *troubles_of_a_read(keys, site.url))
    life.look_around()

    # A comment, another text, a withdrawal
    for post in store.outbox.listing((PostState.HELD,), limit=10):
        editors.approve(life.world, post.key, by="Lan")
    line.expect("POST comments", ("after", refusal(2, None, 500, echo=keys.page_token)), ("before", refusal(80_001, echo=keys.page_token)))
    line.expect("GET comments", *troubles_of_a_read(keys, site.url))
    life.go_on()
    published = store.outbox.listing((PostState.PUBLISHED,), limit=100)
    editors.edit(life.world, published[0].key, by="Lan", message="Đính chính: chữ khác")
    editors.withdraw(life.world, published[1].key, by="Lan", note="Gỡ")
    line.expect("POST post", ("after", b""), ("before", answer(f"<html>{keys.page_token}</html>", 500)))
    line.expect("GET post", *troubles_of_a_read(keys, site.url))
    line.expect("DELETE post", ("before", refusal(190, 463, 401, echo=keys.page_token)), ("after", b""))
    life.go_on()
    for _ in range(20):
        full_pass(life.world, publish_now=True)
        life.pause(hours=1)
    assert {step.state for post in published for step in store.steps.of(post.key)} == {"done"}

    # Nobody listens; then the token is dead for a day
    with refusing_address() as nowhere:
        nobody = build_channels(life.world.settings.pages, GraphPolicy(url=nowhere), life.world.settings.secrets, life.world.clock, "vi")
        lonely = {name: Overheard(channel, places, life.kinds) for name, channel in nobody.items()}
        away = replace(life.world, channels=lonely)
        full_pass(away, publish_now=True)
        places.add("doctor", *(repr(finding) for finding in doctor(away)))
        places.add("audit", to_json(audit(away, 30)))
        draft = published[2].draft
        for attempt in (
            lambda: lonely["trang"].publish(draft, Way.COMMENT),
            lambda: lonely["trang"].comment(published[2].remote_id, "x"),
            lambda: lonely["trang"].edit(published[2].remote_id, "x"),
            lambda: lonely["trang"].withdraw(published[2].remote_id),
            lambda: lonely["trang"].look(published[2].remote_id),
            lambda: lonely["trang"].engagement([published[2].remote_id]),
        ):
            with pytest.raises(LoaError):
                attempt()
    line.standing = lambda _: refusal(190, 467, 401, echo=keys.page_token)
    inspect_anew(life.world)
    for _ in range(4):
        full_pass(life.world, publish_now=True)
        places.add("doctor", *(repr(finding) for finding in doctor(life.world)))
        places.add("editors' page, the Page paused", build_application(lambda: life.world).test_client().get("/").text)
        life.pause(hours=6)
    line.standing = lambda _: None
    inspect_anew(life.world)
    life.go_on()

    desk_of_tokens(keys, line, life)
    photos(life, line)

    # What was left where
    everything_said(life, database, tmp_path, capfd)
    own_log = Places()
    own_log.add("the sandbox's own log", *(repr(record) for record in sandbox.request_log()))

    assert {"Transient", "Throttled", "InDoubt", "GraphRefused", "ChannelDown"} <= set(life.kinds)
    assert not line.left
    assert len(line.met) > 60
    assert set(sandbox.posts_by_content(PAGE_ID).values()) == {1}
    assert not [asked for asked in site.asked if "steal" in asked.path or "next" in asked.path], "no redirect and no `next` was followed"
    assert life.unredacted.count > 100
    check_the_line(keys, line.tap.requests)
    behind = {place: said for place, said in places.said.items() if place in {"behind an exception", "log, before redaction"}}
    shown = {place: said for place, said in places.said.items() if place not in behind}
    assert keys.searcher.search(own_log) == set()
    assert keys.searcher.search(Places(behind)) == set()
    assert keys.searcher_for_shown.search(Places(shown)) == set()


def desk_of_tokens(keys: Keys, line: Line, life: Life) -> None:
    """The steps of the verb `token`, whole and with troubles."""
    settings = life.world.settings
    desk = TokenDesk(graph=settings.graph, app_id=APP_ID, app_secret=keys.app_secret)
    exchanged = to_json([{"code": 200, "body": to_json({"access_token": keys.long_lived_token, "token_type": "bearer"})}])
    refused = to_json([{"code": 400, "body": refusal(190, echo=keys.user_token).partition(b"\r\n\r\n")[2].decode()}])
    accounts = to_json({"data": [{"id": PAGE_ID, "name": "Trang", "access_token": keys.page_token, "tasks": ["MODERATE"]}]})
    line.expect("POST oauth/access_token", *troubles_of_a_read(keys, "http://localhost:1")[:5], ("before", answer(refused)))
    line.expect("POST oauth/access_token", ("before", answer("[null]")), ("before", answer(exchanged)))
    line.expect("GET accounts", *troubles_of_a_read(keys, "http://localhost:1")[:5], ("before", answer(accounts)))
    for attempt in (lambda: desk.long_lived(keys.user_token), lambda: desk.owned_pages(keys.long_lived_token)):
        for _ in range(9):
            try:
                done = attempt()
            except LoaError as error:
                life.places.add_exception(error)
            else:
                break
        life.places.add("what is shown of tokens", repr(desk), str(desk), *(repr(each) for each in done if not isinstance(done, str)))
    assert not line.left


def photos(life: Life, line: Line) -> None:
    """Photos go as multipart, whose bodies and temporary names are another way out."""
    channel = life.world.channels["trang"]
    draft = life.world.store.outbox.listing((PostState.PUBLISHED,), limit=1)[0].draft
    picture = Picture(digest="a", width=600, height=315, alt="Ảnh")
    draft = replace(draft, message="Bài có ảnh", ways=(Way.PHOTO, Way.PHOTOS), pictures=(picture, picture))
    for way in draft.ways:
        line.expect("POST photos", ("before", b""), ("before", refusal(324)), ("after", answer("{}")))
        for _ in range(4):
            with suppress(LoaError):
                channel.publish(draft, way, (b"\xff\xd8\xff", b"\xff\xd8\xff"))


def everything_said(life: Life, database: str, folder: Path, capfd) -> None:
    """Log, outputs, tables, files, the editors' page, and how things show themselves."""
    places, world = life.places, life.world
    backup = folder / "copy.backup"
    if database.startswith("sqlite"):
        world.store.backup(backup)
        assert backup.stat().st_size > 10_000
    wrong = make_url("postgresql+psycopg://loa:x@127.0.0.1:1/x").set(password=make_url(database).password or LIKE_META.database_password)
    with pytest.raises(LoaError) as unreachable:
        open_store(wrong.render_as_string(hide_password=False), now=world.clock())
    places.add_exception(unreachable.value)
    places.add_database(database)
    places.add_files(folder)
    places.add(
        "how things show themselves", *(repr(each) for each in (world, world.settings, world.settings.secrets, *world.channels.values()))
    )
    places.add(
        "how things show themselves",
        str(world.settings),
        str(world.settings.secrets),
        *(repr(each) for each in (world.channels["trang"]._inner, world.channels["trang"]._inner._graph)),
    )
    client = build_application(lambda: world).test_client()
    pages = ["/", "/entries", *(f"/posts/{post.key}" for post in world.store.outbox.listing(tuple(PostState), limit=100))]
    for page in pages:
        answered = client.get(page)
        assert answered.status_code == 200
        places.add("editors' page", answered.data, str(answered.headers))
    lines = life.said.getvalue().splitlines()
    assert len(lines) > 100
    assert not [line for line in lines if "a log line is lost" in line]
    places.add("log, as written", *lines)
    places.add("standard output", *capfd.readouterr())
