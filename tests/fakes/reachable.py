"""An installation as the program puts it together, with its page open on the loopback, so that a hub can reach it; and a site that names that hub."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.service.poll import Polled, poll
from bot.service.world import World
from bot.settings.model import WebPolicy
from bot.web.server import Page
from tests.fakes.hub import Hub
from tests.fakes.installation import opened, write_config
from tests.fakes.site import Answer, Site
from tests.service.conftest import rss

SECRET = "XqT7vLm2Zr9Kc4Wd8Yh3Nb6Pg1Js5Fu"


@dataclass
class Reachable:
    """The World and what is around it; `instant` is moved by hand."""

    folder: Path
    site: Site
    hub: Hub
    page: Page
    instant: list[datetime]
    worlds: list[World] = field(default_factory=list)

    @property
    def world(self) -> World:
        return self.worlds[0]

    def pass_time(self, **by: float) -> None:
        self.instant[0] += timedelta(**by)

    def publish(self, *titles: str) -> None:
        """The site has these news now, and names the hub in its Link header."""
        body = rss(*titles).replace(b"https://cong.vn", self.site.url.encode())
        self.site.answers["/rss"] = Answer(body, headers={"Link": f'<{self.hub.url}>; rel="hub", </rss>; rel="self"'})

    def poll(self) -> Polled | None:
        """One poll of what is due."""
        return poll(self.world)


@contextmanager
def reachable(folder: Path, now: datetime) -> Iterator[Reachable]:
    """All of it, open; sets the log up, as the program does."""
    with Site() as site, Hub() as hub:
        page = Page(lambda: made.world, WebPolicy(port=0))
        made = Reachable(folder, site, hub, page, [now])
        config = write_config(
            folder,
            graph="http://127.0.0.1:1",
            feeds={"cong": f"{site.url}/rss"},
            page={"page_id": "100000000000001"},
            web={"enabled": True},
            intake={"private_hosts": ["localhost", "127.0.0.1", "::1"], "websub": {"callback": page.url, "secret": "LOA_WEBSUB_SECRET"}},
        )
        environment = {"FACEBOOK_PAGE_TOKEN": "EAATRANG" + "x" * 40, "LOA_WEBSUB_SECRET": SECRET}
        with opened(config, environment, lambda: made.instant[0]) as world:
            made.worlds.append(world)
            page.start()
            try:
                yield made
            finally:
                page.stop()
