"""From a short-lived user token to the Page's own: step by step, no token in any address, and whatever comes is a value or one of our errors."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.channels.facebook.tokens import OwnedPage, TokenDesk
from bot.channels.policy import GraphPolicy
from bot.errors import ChannelDown, ChannelError, Transient
from tests.fakes.graph import Script, refusal

SHORT, LONG, SECRET = "EAAUSERSHORTUSERSHORTUSER", "EAAUSERLONGUSERLONGUSER", "app-secret-of-the-test"
PAGE = {"id": "100000000000001", "name": "Trang", "access_token": "EAAPAGEPAGEPAGEPAGE", "tasks": ["CREATE_CONTENT", "MODERATE"]}


@pytest.fixture(scope="module")
def script():
    running = Script()
    yield running
    running.close()


@pytest.fixture
def desk(script) -> TokenDesk:
    script.forget()
    return TokenDesk(graph=GraphPolicy(url=script.url), app_id="9", app_secret=SECRET)


def in_batch(value, code=200):
    return [{"code": code, "body": json.dumps(value)}]


def test_a_short_lived_token_becomes_a_long_lived_one_asked_for_as_the_app(desk, script):
    script.answer = lambda *_: in_batch({"access_token": LONG, "token_type": "bearer", "expires_in": 5_183_944})
    assert desk.long_lived(SHORT) == LONG
    [(method, path, fields)] = script.asked
    assert (method, path, script.bearers) == ("POST", "/", [f"9|{SECRET}"])
    assert "grant_type=fb_exchange_token" in fields["batch"]
    assert f"fb_exchange_token={SHORT}" in fields["batch"]
    assert not any(secret in address for address in script.addresses for secret in (SHORT, SECRET))


@pytest.mark.parametrize("value", [{}, [], {"access_token": ""}, {"access_token": 5}, {"access_token": None}])
def test_an_answer_without_a_token_is_no_token(desk, script, value):
    script.answer = lambda *_: in_batch(value)
    with pytest.raises(Transient):
        desk.long_lived(SHORT)


def test_a_token_that_has_ended_can_not_be_exchanged(desk, script):
    script.answer = lambda *_: in_batch(refusal(190, 463)[1], code=400)
    with pytest.raises(ChannelDown):
        desk.long_lived(SHORT)


@pytest.mark.parametrize("token", ["", "EAA với dấu", "EAA\nEAA"])
def test_what_is_no_token_is_never_sent(desk, script, token):
    for ask in (desk.long_lived, desk.owned_pages):
        with pytest.raises(ChannelDown):
            ask(token)
    assert script.asked == []


def test_the_pages_of_the_account_come_over_all_pages_of_the_listing(desk, script):
    second = {**PAGE, "id": "100000000000002", "tasks": None}
    listings = {None: {"data": [PAGE], "paging": {"next": "x", "cursors": {"after": "A"}}}, "A": {"data": [second]}}
    script.answer = lambda method, path, fields: listings[fields.get("after")]
    assert desk.owned_pages(LONG) == [
        OwnedPage(page_id="100000000000001", name="Trang", tasks=("CREATE_CONTENT", "MODERATE"), token=PAGE["access_token"]),
        OwnedPage(page_id="100000000000002", name="Trang", tasks=(), token=PAGE["access_token"]),
    ]
    assert set(script.bearers) == {LONG}
    assert not any(LONG in address for address in script.addresses)


@pytest.mark.parametrize("broken", [{"id": "../me"}, {"access_token": ""}, {"access_token": None}, {"access_token": ["x"]}, {"id": None}])
def test_a_page_without_an_id_or_a_token_is_left_out(desk, script, broken):
    script.answer = lambda *_: {"data": [{**PAGE, **broken}, None, "x"]}
    assert desk.owned_pages(LONG) == []


def test_no_token_shows_in_any_text():
    shown = f"{TokenDesk(graph=GraphPolicy(), app_id='9', app_secret=SECRET)!r}"
    shown += f"{OwnedPage(page_id='1', name='Trang', tasks=(), token=LONG)!r}"
    assert SECRET not in shown
    assert LONG not in shown


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.sampled_from(["100000000000001", LONG]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["data", "id", "name", "access_token", "tasks", "code", "body", "paging", "next"]), inner, max_size=4
        )
    ),
    max_leaves=10,
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=anything)
def test_any_json_is_pages_or_one_of_our_errors(desk, script, value):
    script.answer = lambda *_: value
    for ask, kind in ((desk.long_lived, str), (desk.owned_pages, list)):
        try:
            assert isinstance(ask(SHORT), kind)
        except ChannelError:
            continue
