"""People of each role, and a browser of theirs that has signed in the way people do: by the form, with its token."""

import re
from dataclasses import replace
from functools import cache

from flask.testing import FlaskClient

from bot.model import Role
from bot.service.world import World
from bot.settings.model import UserPolicy
from bot.web.passwords import make_hash

PASSWORD = "một mật khẩu đủ dài"
NAMES = {Role.VIEWER: "xem", Role.EDITOR: "lan", Role.APPROVER: "minh"}
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@cache
def _hash() -> str:
    return make_hash(PASSWORD)


def with_people(world: World) -> World:
    """The same World, with a person of each role in its settings."""
    users = tuple(UserPolicy(name=name, display=name.title(), role=role, password=_hash()) for role, name in NAMES.items())
    return replace(world, settings=replace(world.settings, users=users))


def token(page: str) -> str:
    """The token of the first form on a page."""
    found = _TOKEN.search(page)
    assert found is not None, "there is no form"
    return found[1]


def signed_in(client: FlaskClient, role: Role) -> FlaskClient:
    """The client, signed in as the person of that role."""
    form = {"csrf_token": token(client.get("/sign-in").text), "name": NAMES[role], "password": PASSWORD}
    assert client.post("/sign-in", data=form).status_code == 303
    return client
