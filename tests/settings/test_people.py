"""Who reaches the editors' page, and how: what would let strangers in, or passwords out, is a fault with its line and remedy."""

import pytest

from bot.model import Role
from bot.settings.loader import load_settings
from bot.settings.model import WebPolicy
from tests.settings.test_loading import ENVIRONMENT, SOUND, faults, folder

__all__ = ("folder",)

HASH = "$argon2id$v=19$m=65536,t=3,p=4$" + "A" * 22 + "$" + "B" * 43
USERS = f'users:\n  - {{name: lan, role: approver, password: "{HASH}"}}\n'


def written(folder, more: str) -> None:
    (folder / "bot.yaml").write_text(SOUND + more, encoding="utf-8")


def test_users_have_a_name_a_role_and_a_hash(folder):
    written(folder, USERS.replace("role", "display: Nguyễn Thị Lan, role"))
    (user,) = load_settings(folder / "bot.yaml", ENVIRONMENT).users
    assert (user.name, user.display, user.role, user.password) == ("lan", "Nguyễn Thị Lan", Role.APPROVER, HASH)
    assert HASH not in repr(user)


@pytest.mark.parametrize("password", ["matkhau-cua-toi", "$2b$12$abcdefghijklmnopqrstuv", HASH.replace("argon2id", "argon2i"), HASH + "="])
def test_a_password_in_the_place_of_its_hash_is_refused_and_not_repeated(folder, password):
    written(folder, USERS.replace(HASH, password))
    (found,) = faults(folder)
    assert "users[0].password" in found
    assert "user password" in found
    assert password not in found


def test_a_name_stands_once_and_is_not_the_services_own(folder):
    written(folder, USERS + USERS.partition("\n")[2])
    (found,) = faults(folder)
    assert found.startswith("bot.yaml:11:")
    written(folder, USERS.replace("lan", "loa"))
    (found,) = faults(folder)
    assert "Đặt tên khác".lower() in found.lower()
    written(folder, USERS.replace("lan", "Lan Anh"))
    assert len(faults(folder)) == 1


@pytest.mark.parametrize(
    ("web", "users", "place"),
    [
        ("host: 0.0.0.0, public_url: 'https://loa.vn'", "", "web.host"),
        ("public_url: 'https://loa.vn'", "", "web.public_url"),
        ("behind_proxy: 127.0.0.1, public_url: 'https://localhost'", "", "web.behind_proxy"),
        ("host: 192.168.1.5", USERS, "web.host"),
        ("behind_proxy: 127.0.0.1", USERS, "web.behind_proxy"),
        ("host: 192.168.1.5, public_url: 'http://192.168.1.5:8080'", USERS, "web.public_url"),
        ("public_url: 'http://loa.vn', secure_cookies: true", USERS, "web.public_url"),
        ("public_url: 'https://loa.vn/bien-tap'", USERS, "web.public_url"),
        ("behind_proxy: proxy", USERS, "web.behind_proxy"),
        ("host: 'a b'", USERS, "web.host"),
        ("session_idle: 1m", USERS, "web.session_idle"),
        ("session_longest: 365d", USERS, "web.session_longest"),
    ],
)
def test_what_lets_strangers_in_or_passwords_out_is_a_fault(folder, web, users, place):
    written(folder, f"web: {{{web}}}\n{users}")
    (found,) = faults(folder)
    assert found.startswith("bot.yaml:9:")
    assert f": {place}: " in found
    assert "timedelta" not in found


@pytest.mark.parametrize(
    "web",
    [
        "host: 127.0.0.1",
        "host: localhost",
        "host: '::1'",
        "public_url: 'https://loa.vn', behind_proxy: 127.0.0.1",
        "host: 0.0.0.0, public_url: 'https://loa.vn'",
        "host: 192.168.1.5, public_url: 'http://192.168.1.5:8080', secure_cookies: false",
        "enabled: false, host: 0.0.0.0",
    ],
)
def test_what_keeps_them_apart_is_sound(folder, web):
    written(folder, f"web: {{{web}}}\n{USERS}")
    assert load_settings(folder / "bot.yaml", ENVIRONMENT).users


def test_the_key_of_cookies_may_stand_in_the_environment_if_it_can_not_be_guessed(folder):
    written(folder, "web: {key_from: LOA_WEB_KEY}\n")
    assert "LOA_WEB_KEY" in faults(folder)[0]
    (found,) = faults(folder, {**ENVIRONMENT, "LOA_WEB_KEY": "ngan"})
    assert "quá ngắn" in found
    assert "ngan" not in found.replace("ngắn", "")
    assert load_settings(folder / "bot.yaml", {**ENVIRONMENT, "LOA_WEB_KEY": "x" * 32}).secrets.get("LOA_WEB_KEY") == "x" * 32
    written(folder, f"web: {{key_from: {'a1' * 20}}}\n")
    assert "a1a1" not in "".join(faults(folder))


@pytest.mark.parametrize(
    ("policy", "private", "secure"),
    [
        (WebPolicy(), True, False),
        (WebPolicy(public_url="https://localhost"), True, True),
        (WebPolicy(public_url="https://loa.vn"), False, True),
        (WebPolicy(behind_proxy="127.0.0.1"), False, True),
        (WebPolicy(host="0.0.0.0"), False, True),
        (WebPolicy(host="0.0.0.0", secure_cookies=False), False, False),
    ],
)
def test_cookies_are_secure_wherever_others_reach_the_page(policy, private, secure):
    assert (policy.is_private, policy.cookies_are_secure) == (private, secure)
