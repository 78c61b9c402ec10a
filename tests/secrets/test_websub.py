"""The secret of WebSub goes nowhere at all; what is derived from it goes to the hub, and is in no log, table, file, exception or page."""

import logging
from contextlib import redirect_stderr
from dataclasses import replace
from io import StringIO
from urllib.parse import urlsplit

from bot.errors import StoreError
from bot.service.websub import deliver, subscribe
from bot.web.application import build_application
from tests.fakes.reachable import SECRET, reachable
from tests.fakes.tap import refusing_address
from tests.secrets.searcher import Places, Searcher, Unredacted
from tests.service.conftest import PRAISE
from tests.service.test_websub import BODY


def test_no_secret_of_websub_is_anywhere_but_at_its_hub(tmp_path, now, log_as_before, capfd):
    places = Places()
    with redirect_stderr(StringIO()) as said, reachable(tmp_path, now) as here:
        unredacted = Unredacted(places)
        logging.getLogger().addHandler(unredacted)
        logging.getLogger("urllib3").setLevel(logging.DEBUG)
        here.publish(PRAISE)
        here.poll()

        # A hub that fails, one that is not there, and then one that works
        here.hub.status = 500
        subscribe(here.world)
        here.pass_time(hours=1)
        with refusing_address() as nobody:
            known = here.world.store.subscriptions.get("cong")
            here.world.store.subscriptions.put(replace(known, hub=nobody, asked_at=None))
            subscribe(here.world)
            here.world.store.subscriptions.put(replace(known, asked_at=None))
        here.hub.status = 202
        subscribe(here.world)
        logging.getLogger("urllib3").setLevel(logging.WARNING)  # from here on it is the hub that asks, and it may say what it likes
        form = here.hub.asked[-1]
        here.hub.verify()
        here.hub.verify(mode="unsubscribe")
        here.hub.deliver(BODY)
        here.hub.deliver(BODY, signature="sha256=" + "0" * 64)
        here.hub.deliver(b"x" * 2_000_000)
        here.hub.deny(f"lý do {form['hub.topic']}")
        token = urlsplit(form["hub.callback"]).path.rpartition("/")[2]
        client = build_application(lambda: replace(here.world, store=_Full())).test_client()
        places.add("answers to a hub", client.post(f"/websub/{token}", data=BODY).text, client.get(f"/websub/{token}").text)
        try:
            deliver(replace(here.world, store=_Full()), token, BODY, "")
        except StoreError as error:
            places.add_exception(error)
        pages = build_application(lambda: here.world).test_client()
        places.add("pages", *(pages.get(path).text for path in ("/", "/entries", "/websub/x")))
        places.add("how things show themselves", repr(here.world.settings), repr(here.world.settings.secrets), str(here.world.settings))

        places.add("log", said.getvalue())
        places.add_database(f"sqlite:///{tmp_path / 'loa.db'}")
        places.add_files(tmp_path)
    printed = capfd.readouterr()
    places.add("printed", printed.out, printed.err)
    assert unredacted.count > 10
    assert len(here.hub.asked) == 2
    derived = {"token": token.partition(".")[2], "key": form["hub.secret"]}
    assert Searcher({"secret": SECRET, **derived}).search(places) == set()
    given = Places()
    given.add("what hubs were given", repr(here.hub.asked))
    assert Searcher({"secret": SECRET}).search(given) == set()


class _Full:
    """A store on a disk that is full."""

    @property
    def subscriptions(self) -> None:
        raise StoreError("store.unusable", where="loa.db", why="đầy")
