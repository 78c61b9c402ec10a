"""The sandbox's own log of requests names no secret, in whatever form a client has sent it."""

import json
from urllib.parse import urlencode

import pytest
import requests

from tests.secrets.conftest import APP_ID, PAGE_ID, Keys
from tests.secrets.searcher import Places


@pytest.fixture
def clock(now):
    return lambda: now


def test_the_sandbox_s_log_has_no_secret_in_address_form_or_batch(sandbox, keys: Keys):
    token = keys.page_token
    batch = [{"method": "GET", "relative_url": f"debug_token?{urlencode({'input_token': token, 'client_secret': keys.app_secret})}"}]
    for form in (
        {"access_token": token, "message": "x"},
        {"access_token": f"{APP_ID}|{keys.app_secret}", "batch": json.dumps(batch)},
        {"message": "x" * (20_000 - len("message=&access_token=") - 15), "access_token": token},
    ):
        requests.post(f"{sandbox.base_url}/v26.0/{PAGE_ID}/feed", data=form, timeout=5)
    requests.get(f"{sandbox.base_url}/v26.0/{PAGE_ID}", params={"access_token": token, "appsecret_proof": "x"}, timeout=5)
    places = Places()
    places.add("log", *(repr(record) for record in sandbox.request_log()))
    assert len(sandbox.request_log()) == 4
    assert keys.searcher.search(places) == set()
