"""The verb `user`: asks for a password, and only its hash is kept."""

import io

import pytest

from bot.model import Role
from bot.settings.loader import load_settings
from bot.web.passwords import is_right
from tests.settings.test_loading import REFORM, SOUND

PASSWORD = "một mật khẩu đủ dài"


@pytest.fixture
def config(office, monkeypatch):
    office.config.write_text(SOUND, encoding="utf-8")
    (office.folder / "reform.yaml").write_text(REFORM, encoding="utf-8")
    (office.folder / "templates").mkdir()
    (office.folder / "templates/default.j2").write_text("{{ title }}", encoding="utf-8")
    return office.config


def typed(monkeypatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))


def users(config):
    return load_settings(config, {"FACEBOOK_PAGE_TOKEN": "x"}).users


def test_a_user_is_added_with_the_hash_of_a_piped_password(office, config, monkeypatch, capsys):
    typed(monkeypatch, f"{PASSWORD}\n")
    assert office.run("user", "add", "lan", "--role", "approver", "--display", "Nguyễn Thị Lan") == 0
    (user,) = users(config)
    assert (user.name, user.role, user.display) == ("lan", Role.APPROVER, "Nguyễn Thị Lan")
    assert is_right(PASSWORD, user.password)
    assert not is_right(PASSWORD + "x", user.password)
    shown = capsys.readouterr()
    assert "Đã thêm lan (approver)" in shown.out
    assert PASSWORD not in shown.out + shown.err + config.read_text(encoding="utf-8")


def test_nobody_is_more_than_a_viewer_unless_that_is_said(office, config, monkeypatch):
    typed(monkeypatch, f"{PASSWORD}\n")
    office.run("user", "add", "lan")
    assert users(config)[0].role is Role.VIEWER


def test_another_password_takes_the_place_of_the_old_one(office, config, monkeypatch, capsys):
    for deed, password in (("add", PASSWORD), ("password", "mật khẩu thứ hai")):
        typed(monkeypatch, f"{password}\n")
        assert office.run("user", deed, "lan") == 0
    assert is_right("mật khẩu thứ hai", users(config)[0].password)
    assert "mọi nơi đang đăng nhập đều bị đăng xuất" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "password", "said"),
    [
        (("add", "lan"), "ngắn", "từ 12 đến 200 ký tự"),
        (("add", "lan"), "", "từ 12 đến 200 ký tự"),
        (("add", "lan"), "x" * 201, "từ 12 đến 200 ký tự"),
        (("add", "lan"), "aaaaaaaaaaaaaaa", "quá đơn giản"),
        (("add", "Lan Anh"), PASSWORD, "không làm tên đăng nhập được"),
        (("add", "loa"), PASSWORD, "không phải “loa”"),
        (("password", "lan"), PASSWORD, "user add lan"),
    ],
)
def test_what_can_not_be_is_said_and_nothing_written(office, config, monkeypatch, capsys, words, password, said):
    before = config.read_text(encoding="utf-8")
    typed(monkeypatch, f"{password}\n")
    assert office.run("user", *words) == 1
    assert said in capsys.readouterr().err
    assert config.read_text(encoding="utf-8") == before


def test_the_lines_can_be_printed_instead(office, config, monkeypatch, capsys):
    before = config.read_text(encoding="utf-8")
    typed(monkeypatch, f"{PASSWORD}\n")
    assert office.run("user", "add", "lan", "--role", "editor", "--print") == 0
    out = capsys.readouterr().out
    assert config.read_text(encoding="utf-8") == before
    config.write_text(before + out, encoding="utf-8")
    assert is_right(PASSWORD, users(config)[0].password)
    typed(monkeypatch, "mật khẩu thứ hai\n")
    assert office.run("user", "password", "lan", "--print") == 0
    assert capsys.readouterr().out.startswith('    password: "$argon2id$')


def test_settings_that_wait_for_their_first_user_get_one(office, config, monkeypatch):
    """They are faulty without, so the verb must not ask for sound ones."""
    config.write_text(SOUND + "web: {host: 0.0.0.0, public_url: 'https://loa.vn'}\nlanguage: en\n", encoding="utf-8")
    typed(monkeypatch, f"{PASSWORD}\n")
    assert office.run("user", "add", "lan", "--role", "approver") == 0
    assert len(users(config)) == 1
