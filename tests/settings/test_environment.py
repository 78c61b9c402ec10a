"""The .env file: one secret is put into it, everything else stays, and nobody but its owner can read it."""

import os
import stat

import pytest
from dotenv import dotenv_values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.settings.environment import env_path, put_secret

TOKEN = "EAABsbCS1iHgBO1234567890abcdefgh"


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"T={TOKEN}\n"),
        ("# ghi chú\nA=1\n", f"# ghi chú\nA=1\nT={TOKEN}\n"),
        ("A=1", f"A=1\nT={TOKEN}\n"),
        ("A=1\nT=cũ\n\nB='hai chữ'\n", f"A=1\nT={TOKEN}\n\nB='hai chữ'\n"),
        ("T='cũ $x'\nTT=3\n# T=chú thích\n", f"T={TOKEN}\nTT=3\n# T=chú thích\n"),
        ("export T=cũ\nA=1\n", f"export T={TOKEN}\nA=1\n"),
        ("T=một\nA=1\nT=hai\n", f"T={TOKEN}\nA=1\nT={TOKEN}\n"),
        ("M='nhiều\ndòng'\nT=\n", f"M='nhiều\ndòng'\nT={TOKEN}\n"),
    ],
)
def test_the_secret_stands_in_its_place_and_every_other_line_stays(tmp_path, before, after):
    path = tmp_path / ".env"
    path.write_text(before, encoding="utf-8")
    path.chmod(0o644)
    put_secret(path, "T", TOKEN)
    assert path.read_text(encoding="utf-8") == after
    assert dotenv_values(path)["T"] == TOKEN
    assert mode(path) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [".env"], "nothing is left beside it"


def test_a_file_that_was_not_there_is_its_owners_alone(tmp_path):
    previous = os.umask(0)
    try:
        put_secret(tmp_path / ".env", "T", TOKEN)
    finally:
        os.umask(previous)
    assert mode(tmp_path / ".env") == 0o600


def test_where_the_file_is_a_link_what_it_names_is_changed(tmp_path):
    real, link = tmp_path / "secrets", tmp_path / ".env"
    real.write_text("T=cũ\n", encoding="utf-8")
    link.symlink_to(real)
    put_secret(link, "T", TOKEN)
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == f"T={TOKEN}\n"
    assert mode(real) == 0o600


@pytest.mark.parametrize("value", ["a b", "a\nB=1", "a'b", 'a"b', "a`b", "a\\b", "a$b", "a#b", "a\x00b"])
def test_what_no_token_holds_is_not_written_and_not_told(tmp_path, value):
    path = tmp_path / ".env"
    path.write_text("A=1\n", encoding="utf-8")
    with pytest.raises(ValueError, match="not a token") as refused:
        put_secret(path, "T", value)
    assert value not in str(refused.value)
    assert path.read_text(encoding="utf-8") == "A=1\n"


def test_a_file_that_can_not_be_read_stays_as_it_is(tmp_path):
    path = tmp_path / ".env"
    path.write_bytes("T=cũ\n".encode("utf-16"))
    before = path.read_bytes()
    with pytest.raises(ValueError, match="utf-8"):
        put_secret(path, "T", TOKEN)
    assert (path.read_bytes(), [each.name for each in tmp_path.iterdir()]) == (before, [".env"])


def test_a_folder_that_is_not_there_is_an_error_of_the_file_system(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        put_secret(tmp_path / "không-có" / ".env", "T", TOKEN)


tokens = st.text(alphabet="abcXYZ0123456789_-|.=%", min_size=1, max_size=60)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(tokens, min_size=1, max_size=4))
def test_whatever_token_is_written_is_the_one_that_is_read(tmp_path, values):
    path = tmp_path / ".env"
    for value in values:
        put_secret(path, "T", value)
        assert dotenv_values(path, interpolate=False) == {"T": value}


def test_the_file_beside_the_settings_comes_before_the_one_in_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    config = tmp_path / "config" / "bot.yaml"
    assert str(env_path(config)) == ".env"
    (tmp_path / "config" / ".env").touch()
    assert env_path(config) == tmp_path / "config" / ".env"
