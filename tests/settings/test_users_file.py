"""A user put into bot.yaml by the program: every other byte stays, and where that can't be promised, nothing is written."""

import stat

import pytest

from bot.errors import LoaError
from bot.model import Role
from bot.settings.loader import load_settings
from bot.settings.model import UserPolicy
from bot.settings.users import add_user, block_of, set_password
from tests.settings.test_loading import ENVIRONMENT, SOUND, folder
from tests.settings.test_people import HASH

__all__ = ("folder",)

LAN = UserPolicy(name="lan", role=Role.APPROVER, password=HASH, display="Nguyễn Thị “Lan”: #1")
NO = UserPolicy(name="no", role=Role.EDITOR, password=HASH)
OTHER = HASH.replace("B", "C")


@pytest.fixture
def config(folder):
    return folder / "bot.yaml"


def users(config):
    return load_settings(config, ENVIRONMENT).users


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        SOUND.rstrip("\n"),
        "# đầu tệp\n" + SOUND + "# cuối tệp\n",
        SOUND.replace("\n", "\r\n"),
        "\ufeff" + SOUND,
        SOUND + "users: []\nlanguage: vi  # chú thích\n",
        SOUND + "users:\n",
        SOUND + "users:\nlanguage: vi\n",
    ],
    ids=["plain", "no last newline", "comments", "windows", "mark", "empty list", "null at the end", "null before more"],
)
def test_whatever_the_file_looks_like_the_first_and_the_second_user_get_in(config, text):
    config.write_bytes(text.encode())
    add_user(config, LAN)
    add_user(config, NO)
    assert users(config) == (LAN, NO)
    kept = [line for line in text.replace("\r\n", "\n").removeprefix("\ufeff").splitlines() if line and not line.startswith("users")]
    after = config.read_text(encoding="utf-8-sig").splitlines()
    assert [line for line in after if line in kept] == kept


def test_a_user_goes_below_those_who_are_there_with_their_indentation(config):
    config.write_text(
        f'{SOUND}users:\n- name: lan   # chị Lan\n  role: editor\n  password: "{HASH}"\nlog: {{level: info}}\n', encoding="utf-8"
    )
    add_user(config, NO)
    assert [user.name for user in users(config)] == ["lan", "no"]
    assert "- name: lan   # chị Lan" in config.read_text(encoding="utf-8")


def test_another_password_changes_nothing_but_itself(config):
    config.write_text(f"{SOUND}users:\n{block_of(LAN)}{block_of(NO)}", encoding="utf-8")
    before = config.read_text(encoding="utf-8")
    set_password(config, "no", OTHER)
    first, last = before.rsplit(HASH, 1)
    assert config.read_text(encoding="utf-8") == first + OTHER + last
    assert [user.password for user in users(config)] == [HASH, OTHER]


def test_who_is_there_is_not_added_and_who_is_not_gets_no_password(config):
    add_user(config, LAN)
    before = config.read_bytes()
    with pytest.raises(LoaError, match="user password lan"):
        add_user(config, LAN)
    with pytest.raises(LoaError, match="user add no"):
        set_password(config, "no", HASH)
    assert config.read_bytes() == before


@pytest.mark.parametrize(
    "text", ["{organisation: {name: x}}", "users: [{name: a}]\n", "a: b: c", "users: {x: y}\n", "- x\n", "a: 1\na: 2\n"]
)
def test_a_file_that_can_not_be_changed_safely_is_left_and_the_remedy_told(config, text):
    config.write_text(text, encoding="utf-8")
    with pytest.raises(LoaError) as refused:
        add_user(config, NO)
    assert "--print" in refused.value.say("vi")
    assert config.read_text(encoding="utf-8") == text


def test_the_file_keeps_its_permissions_and_a_link_stays_one(config, folder):
    config.chmod(0o640)
    link = folder / "khac.yaml"
    link.symlink_to(config)
    add_user(link, LAN)
    assert stat.S_IMODE(config.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert users(config) == (LAN,)
    assert [path.name for path in folder.iterdir() if path.name.startswith(".bot")] == []


def test_what_is_not_there_is_told(folder):
    with pytest.raises(LoaError) as refused:
        add_user(folder / "khong-co.yaml", LAN)
    assert refused.value.key == "settings.patch_unreadable"
