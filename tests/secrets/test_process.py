"""The real process through a life with faults: nothing that it printed, wrote or sent holds a secret."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.acceptance.conftest import Bot
from tests.fakes.site import Answer
from tests.fakes.tap import answer, refusing_address
from tests.secrets.conftest import (
    APP_ID,
    AWKWARD,
    LIKE_META,
    PAGE_ID,
    Keys,
    Line,
    Trouble,
    check_the_line,
    refusal,
    troubles_of_a_read,
    troubles_of_a_write,
)
from tests.secrets.searcher import Places
from tests.service.conftest import CRITICISM, PRAISE, rss

pytestmark = pytest.mark.acceptance


@pytest.fixture
def clock() -> Callable[[], datetime]:
    return lambda: datetime.now(UTC)


@pytest.fixture
def bot(tmp_path, line: Line, keys: Keys) -> Bot:
    environment = {
        "FACEBOOK_PAGE_TOKEN": keys.page_token,
        "FACEBOOK_APP_ID": APP_ID,
        "FACEBOOK_APP_SECRET": keys.app_secret,
        "MY_USER_TOKEN": keys.user_token,
    }
    return Bot(tmp_path, line.tap.url, environment)


def without_rest(troubles: list[Trouble]) -> list[Trouble]:
    """Those after which work goes on at once (real time passes here), and of which urllib3 writes no traceback into the log."""
    rests = (b"(#190)", b"(#10)", b"(#104)", b"(#80001)", b"(#368)", b"(#4)", b" 429 ", b"no header line")
    return [trouble for trouble in troubles if not any(each in trouble[1] for each in rests)]


@pytest.mark.parametrize(("keys", "form"), [(LIKE_META, "text"), (AWKWARD, "json")], ids=["like-meta, text", "awkward, json"])
def test_no_secret_comes_out_of_the_process(bot: Bot, line: Line, keys: Keys, site, sandbox, form):
    titles = [*(f"{PRAISE} đợt {number}" for number in range(34)), CRITICISM]
    site.answers["/rss"] = Answer(rss(*titles).replace(b"https://cong.vn", site.url.encode()))
    site.answers |= {f"/{number}.html": Answer(b"<html></html>") for number in range(1, len(titles) + 1)}
    changes = {
        "pages": [{"name": "trang", "page_id": PAGE_ID, "app_id": "FACEBOOK_APP_ID", "app_secret": "FACEBOOK_APP_SECRET"}],
        "log": {"level": "debug", "format": form},
        "limits": {"most_per_hour": 1_000},
        "retry": {"lease": "0s", "probe_every": "1m"},
        "compose": {"ways": {"criticism": ["comment"]}},
    }
    places = Places()

    def configure(**more: object) -> None:
        bot.configure({"cong": site.url + "/rss"}, **{**changes, **more})

    def run(*words: str, code: int | None = 0) -> str:
        done = bot.run(*words, code=code)
        places.add("standard output", *done.stdout.splitlines())
        places.add("log", *done.stderr.splitlines())
        return done.stdout

    configure()
    run("check")
    line.expect("POST feed", *without_rest(troubles_of_a_write(keys, site.url)))
    line.expect("POST scrape", *without_rest(troubles_of_a_write(keys, site.url)))
    line.expect("GET published_posts", *without_rest(troubles_of_a_read(keys, site.url)))
    run("once", "--publish-now")
    for name in ("GET page", "POST debug_token", "GET ids", "GET post"):
        line.expect(name, *without_rest(troubles_of_a_read(keys, site.url)))
    for _ in range(2):
        run("doctor", code=None)
        run("audit", code=None)
        run("once", "--publish-now", code=None)
    published = [post["key"] for post in json.loads(run("queue", "--state", "published", "--json"))["posts"]]
    (held,) = [post["key"] for post in json.loads(run("queue", "--state", "held", "--json"))["posts"]]
    assert len(published) > 2
    run("approve", held, "--by", "Lan")
    line.expect("POST comments", ("after", refusal(2, None, 500, echo=keys.page_token)))
    line.expect("POST post", ("before", answer(f"<html>{keys.page_token}</html>", 500)))
    line.expect("DELETE post", ("after", b""))
    run("edit", published[0], "--by", "Lan", "--text", "Đính chính")
    run("withdraw", published[1], "--note", "Gỡ")
    run("once", "--publish-now", code=None)
    for words in (["queue"], ["show", held], ["engagement"], ["preview"], ["why", f"{site.url}/1.html"]):
        run(*words)

    line.expect("POST feed", ("before", refusal(190, 463, 401, echo=keys.page_token)))
    line.standing = lambda _: refusal(190, 467, 401, echo=keys.page_token)
    run("doctor", code=1)
    run("once", "--publish-now", code=None)
    line.standing = lambda _: None
    with refusing_address() as nowhere:
        configure(graph={"url": nowhere})
        run("doctor", code=1)
        run("audit", code=1)
        run("once", "--publish-now", code=None)
    configure()

    running = bot.start("run")
    running.until("started")
    configure(organisation={"name": "UBND xã"})
    running.until("settings taken over")
    assert running.terminate() == 0
    places.add("log", *running.lines)

    for name in ("POST oauth/access_token", "GET accounts"):
        line.troubles[name].clear()
        line.expect(name, ("before", refusal(190, echo=keys.user_token)))
        run("token", "--user-token-from", "MY_USER_TOKEN", code=1)

    places.add_files(bot.folder)
    places.add_database(f"sqlite:///{bot.folder / 'loa.db'}")
    assert len(places.said["log"]) > 60
    assert len(line.met) > 30
    assert set(sandbox.posts_by_content(PAGE_ID).values()) == {1}
    check_the_line(keys, line.tap.requests)
    assert keys.searcher_for_shown.search(places) == set()


def test_the_verb_token_writes_its_token_into_env_and_nowhere_else(bot: Bot, line: Line, keys: Keys, site):
    del bot.environment["FACEBOOK_PAGE_TOKEN"]
    page = {"name": "trang", "page_id": PAGE_ID, "app_id": "FACEBOOK_APP_ID", "app_secret": "FACEBOOK_APP_SECRET"}
    bot.configure({"cong": site.url + "/rss"}, pages=[page])
    (bot.folder / ".env").write_text("", encoding="utf-8")
    done = bot.run("token", "--user-token-from", "MY_USER_TOKEN", code=None)
    places = Places()
    places.add("output", done.stdout, done.stderr)
    places.add_files(bot.folder)
    written = (bot.folder / ".env").read_text(encoding="utf-8")
    check_the_line(keys, line.tap.requests)
    assert keys.searcher_for_shown.search(places) == set()
    assert len(line.tap.requests) >= 3
    if done.returncode == 0:
        assert written.strip() == f"FACEBOOK_PAGE_TOKEN={keys.page_token}"
    else:
        # What no line of .env can hold is refused, and named by its kind alone.
        assert (done.returncode, written) == (1, "")
    assert (done.returncode == 0) == keys.page_token.isalnum()
