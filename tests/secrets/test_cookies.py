"""A cookie is a header that a server writes: our client keeps none."""

import pytest

from bot.channels.facebook.graph import Graph
from tests.fakes.tap import Tap, answer


@pytest.mark.parametrize("path", ["me", "100000000000001/feed"])
def test_a_cookie_that_the_server_sets_is_never_sent_back(path):
    token = "EAABtokenTOKENtokenTOKENtoken"
    with Tap("http://127.0.0.1:1") as tap:
        tap.instead = lambda _: answer('{"id": "1"}', Set_Cookie=f"token={token}; Path=/")
        graph = Graph(token=token, version="v26.0", base_url=tap.url, timeouts=(5, 5))
        for _ in range(2):
            assert graph.request(f"v26.0/{path}") == {"id": "1"}
    assert [request.headers.get("Cookie") for request in tap.requests] == [None, None]
