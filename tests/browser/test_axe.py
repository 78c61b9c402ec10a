"""axe-core finds nothing: every page that an editor meets, in light and dark, on a phone and on a desk."""

from bot.errors import Fault
from bot.model import PostState, Standing
from tests.browser.conftest import enter, faults_of, open_browser
from tests.service.conftest import OTHER


def test_axe_finds_nothing_on_any_page(chromium, busy, scheme, screen):
    busy.faults.append(Fault("config/bot.yaml", 12, 3, "feeds[0].every", "“15” không phải khoảng thời gian"))
    posts = [
        each
        for state in (PostState.HELD, PostState.SCHEDULED, PostState.PUBLISHED, PostState.PUBLISHING)
        for each in busy.bench.posts(state)
    ]
    busy.bench.serve(OTHER, numbers=range(9, 10))
    busy.bench.poll()
    (kept,) = [each.entry.key for each in busy.bench.world.store.entries.recent(20) if each.standing is not Standing.ACCEPTED]
    with open_browser(chromium, busy, screen, scheme) as context:
        page = context.new_page()
        page.goto("/sign-in")
        assert faults_of(page) == []
        enter(page)
        assert faults_of(page) == []
        for path in ("/nowhere", f"/entries/{kept}", *(f"/posts/{post.key}" for post in posts)):
            page.goto(path)
            # What is folded away is looked at, too.
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
            assert faults_of(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"], path
