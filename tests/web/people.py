"""Who signs in, in tests: one of each role; and a bench whose page they sign in to."""

import re
from dataclasses import replace

from argon2 import PasswordHasher
from flask.testing import FlaskClient

from bot.model import Role
from bot.settings.model import UserPolicy
from bot.web.application import build_application
from tests.service.conftest import Bench

PASSWORD = "mật khẩu của Lan 1"
# As cheap as argon2 can be: what it costs is not what these tests are about.
_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASH = _HASHER.hash(PASSWORD)
OTHER_PASSWORD = "mật khẩu khác hẳn 2"
OTHER_HASH = _HASHER.hash(OTHER_PASSWORD)

VIEWER = UserPolicy(name="xem", role=Role.VIEWER, password=HASH)
EDITOR = UserPolicy(name="minh", display="Trần Minh", role=Role.EDITOR, password=HASH)
APPROVER = UserPolicy(name="lan", display="Nguyễn Thị Lan", role=Role.APPROVER, password=HASH)
EVERYBODY = (VIEWER, EDITOR, APPROVER)


def with_people(bench: Bench, *users: UserPolicy, **settings: object) -> Bench:
    """The bench with these users, and other settings changed."""
    bench.world = replace(bench.world, settings=replace(bench.world.settings, users=users, **settings))
    return bench


def client_of(bench: Bench) -> FlaskClient:
    """A browser on the bench's page that holds nothing yet."""
    return build_application(lambda: bench.world, key="k" * 64).test_client()


def token_in(client: FlaskClient, path: str = "/sign-in") -> str:
    """The token of the forms of a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert found, f"no form at {path}"
    return found[1]


def sign_in(client: FlaskClient, name: str = "lan", password: str = PASSWORD, **fields: str):
    """The answer to a sign-in."""
    return client.post("/sign-in", data={"csrf_token": token_in(client), "name": name, "password": password, **fields})


def signed_in(bench: Bench, name: str = "lan") -> FlaskClient:
    """A browser in which `name` has signed in."""
    client = client_of(bench)
    assert sign_in(client, name).status_code == 303
    return client


def form_on(client: FlaskClient, page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form on `page` that goes to `action`."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', client.get(page).text, re.DOTALL)
    assert found, f"no form to {action} on {page}"
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found[1]))
