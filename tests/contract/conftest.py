"""A store on each engine, a second worker on its database, and a race between them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from bot.errors import Conflict
from bot.store.store import open_store
from tests.store.databases import BOTH, new_database
from tests.store.samples import NOW


@pytest.fixture(params=BOTH)
def url(request, tmp_path):
    with new_database(request.param, tmp_path) as made:
        yield made


@pytest.fixture
def store(url):
    opened = open_store(url, now=NOW)
    yield opened
    opened.close()


@pytest.fixture
def other(url, store):
    """A second worker on the same database."""
    opened = open_store(url, now=NOW)
    yield opened
    opened.close()


def together(*calls: Callable[[], object]) -> list[object]:
    """Run the calls at the same moment, each in a thread; their results or Conflicts, in order."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return call()
        except Conflict as error:
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
