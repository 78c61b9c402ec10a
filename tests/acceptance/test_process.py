"""The process itself: exit codes, signals, reload, kill -9, two workers."""

import json
import threading

import pytest
import requests

from bot.sandbox import Fault
from tests.acceptance.conftest import PAGE_ID

pytestmark = pytest.mark.acceptance

PRAISE = "Xã Tân Liên dẫn đầu về cải cách hành chính, 100% hồ sơ thủ tục hành chính được giải quyết đúng hạn"
CRITICISM = "Phê bình bộ phận một cửa nhiều hồ sơ thủ tục hành chính trễ hạn, gây phiền hà cho người dân"
OTHER = "Đội bóng đá xã Thuận giành chức vô địch giải mùa xuân"


def feed(*titles: str) -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>http://news.example.vn/{number}.html</link><guid>{number}</guid><description>{title}.</description></item>"
        for number, title in enumerate(titles, start=1)
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Cổng</title>{items}</channel></rss>'.encode()


def test_a_pass_publishes_praise_holds_criticism_and_leaves_the_rest(bot, sandbox, site):
    site.serve("/rss", feed(PRAISE, CRITICISM, OTHER))
    bot.configure({"cong": site.url("/rss")})

    done = bot.json("once", "--publish-now")

    assert {key: done[key] for key in ("polled", "new", "published")} == {"polled": 1, "new": 3, "published": 1}
    assert [PRAISE in post.message for post in sandbox.posts(PAGE_ID)] == [True]
    held = bot.json("queue", "--state", "held")["posts"]
    assert [CRITICISM in post["draft"]["message"] for post in held] == [True]
    story = bot.json("why", "http://news.example.vn/3.html")
    assert story["entry"]["standing"] == "irrelevant"
    assert story["entry"]["reason"]


def test_approval_sends_exactly_the_text_that_show_showed(bot, sandbox, site):
    site.serve("/rss", feed(CRITICISM))
    bot.configure({"cong": site.url("/rss")})
    bot.json("once", "--publish-now")
    key = bot.json("queue")["posts"][0]["key"]
    shown = bot.json("show", key)["post"]["draft"]["message"]

    bot.run("approve", key, "--by", "Lan")
    bot.json("once", "--publish-now")

    assert [shown] == [post.message for post in sandbox.posts(PAGE_ID)]
    verbs = [event["verb"] for event in bot.json("show", key)["events"]]
    assert "approved" in verbs


def test_rejection_needs_a_reason_and_drops_the_post(bot, sandbox, site):
    site.serve("/rss", feed(CRITICISM))
    bot.configure({"cong": site.url("/rss")})
    bot.json("once")
    key = bot.json("queue")["posts"][0]["key"]

    bot.run("reject", key, code=2)
    bot.run("reject", key, "--note", "Chưa kiểm chứng")
    bot.json("once", "--publish-now")

    assert tuple(sandbox.posts(PAGE_ID)) == ()
    assert bot.json("show", key)["post"]["state"] == "dropped"
    bot.run("approve", key, code=1)


def test_engagement_comes_back_into_the_database_and_the_log(bot, site):
    site.serve("/rss", feed(PRAISE))
    bot.configure({"cong": site.url("/rss")})

    done = bot.json("once", "--publish-now")

    assert done["measured"] == 1
    (snapshot,) = bot.json("engagement")["snapshots"]
    (line,) = (bot.folder / "engagement.jsonl").read_text(encoding="utf-8").splitlines()
    assert snapshot["metrics"] == json.loads(line)["metrics"]
    assert "reactions" in snapshot["metrics"]


def test_wrong_use_and_wrong_settings_exit_with_two_and_failures_with_one(bot, site):
    bot.configure({"cong": site.url("/rss")})
    bot.run("no-such-verb", code=2)
    bot.run("show", "p000000000000000", code=1)
    site.serve("/rss", b"<html><body>404</body></html>", content_type="text/html")
    bot.run("once", code=1)
    bot.configure({"cong": site.url("/rss")}, feedz=[])
    done = bot.run("check", code=2)
    assert "feedz" in done.stderr
    assert "feeds" in done.stderr


def test_sigterm_ends_the_service_with_zero(bot, site):
    site.serve("/rss", feed(PRAISE))
    bot.configure({"cong": site.url("/rss")})
    running = bot.start("run")
    running.until('"polled"')

    assert running.terminate() == 0
    assert "stopped" in running.output
    assert "Traceback" not in running.output


def test_a_good_edit_is_taken_over_while_running_and_a_bad_one_refused(bot, site):
    site.serve("/rss", feed(PRAISE))
    bot.configure({"cong": site.url("/rss")})
    running = bot.start("run")
    running.until('"polled"')
    bot.configure({"cong": site.url("/rss")}, timetable={"slots": {"everyday": ["25:00"]}})
    assert "bot.yaml" in running.until("settings refused")
    site.serve("/hai", feed(OTHER))
    bot.configure({"cong": site.url("/rss"), "hai": site.url("/hai")})
    running.until("settings taken over")
    assert '"hai"' in running.until('"polled"')

    assert running.terminate() == 0
    assert len(bot.json("queue")["posts"]) == 1


def test_after_kill_nine_in_the_middle_of_a_post_it_is_found_on_the_page_and_not_posted_again(bot, sandbox, site):
    site.serve("/rss", feed(PRAISE))
    bot.configure({"cong": site.url("/rss")}, retry={"lease": "0s"})
    sandbox.add_fault(Fault(kind="commit-then-hang", method="POST", edge="feed", times=1))
    running = bot.start("once", "--publish-now")
    sandbox.wait_for_post(PAGE_ID)
    running.kill()
    assert bot.json("queue")["posts"][0]["state"] == "publishing"

    bot.json("once", "--publish-now")

    assert len(sandbox.posts(PAGE_ID)) == 1
    (post,) = bot.json("queue", "--state", "published")["posts"]
    assert sandbox.posts(PAGE_ID)[0].id == post["remote_id"]


def test_two_workers_on_one_database_post_each_item_once(bot, sandbox, site):
    titles = [f"{PRAISE} đợt {number}" for number in range(12)]
    site.serve("/rss", feed(*titles))
    bot.configure({"cong": site.url("/rss")}, limits={"most_per_hour": 12})
    bot.json("once")
    results: list[int] = []
    workers = [threading.Thread(target=lambda: results.append(bot.json("once", "--publish-now")["published"])) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(results) == 12
    assert len(sandbox.posts(PAGE_ID)) == 12
    assert {1} == set(sandbox.posts_by_content(PAGE_ID).values())


def test_the_circuit_breaker_holds_over_all_workers_whatever_they_are_told(bot, sandbox, site):
    site.serve("/rss", feed(*(f"{PRAISE} đợt {number}" for number in range(9))))
    bot.configure({"cong": site.url("/rss")}, limits={"most_per_hour": 4})
    bot.json("once")
    workers = [threading.Thread(target=lambda: bot.json("once", "--publish-now")) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert bot.json("once", "--publish-now")["waiting"] == 5, "they wait for the hour to pass, and none has failed"
    assert len(sandbox.posts(PAGE_ID)) == 4


def test_preview_shows_byte_for_byte_what_is_sent(bot, sandbox, site):
    site.serve("/rss", feed(PRAISE))
    bot.configure({"cong": site.url("/rss")})
    (entry,) = bot.json("preview")["entries"]
    (previewed,) = entry["verdict"]["posts"]
    assert tuple(sandbox.posts(PAGE_ID)) == ()

    bot.json("once", "--publish-now")

    (sent,) = sandbox.posts(PAGE_ID)
    assert previewed["draft"]["message"] == sent.message
    assert previewed["draft"]["link"] == sent.link


def test_the_token_never_leaves_the_authorization_header(bot, sandbox, site):
    site.serve("/rss", feed(PRAISE))
    bot.configure({"cong": site.url("/rss")})
    bot.json("once", "--publish-now")
    bot.run("doctor", code=None)

    assert all(record.had_bearer for record in sandbox.request_log())
    assert not any("access_token" in record.query for record in sandbox.request_log())


def test_the_sandbox_alone_opens_its_admin_port_and_takes_its_faults_from_a_file(bot):
    script = bot.folder / "faults.json"
    script.write_text('{"kind": "error", "code": 4, "times": null}', encoding="utf-8")
    words = ("sandbox", "--port", "0", "--admin-port", "0", "--faults", str(script))
    running = bot.start_plain(*words)
    graph = running.until("Graph API").split()[-1]
    admin = running.until("quản trị").split()[-1]

    assert requests.get(f"{graph}/me", timeout=30).json()["error"]["code"] == 4
    assert requests.get(admin, timeout=30).json()["injected"] == {"error": 1}
    assert running.terminate() == 0

    script.write_text('{"kind": "no such"}', encoding="utf-8")
    broken = bot.start_plain(*words)
    assert broken.drain() == 2
    assert "kind" in broken.output
