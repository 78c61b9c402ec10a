"""A secret that was pasted into the settings, or stands badly in .env, is named by its place and never repeated."""

import json

import pytest

from bot.cli import main
from bot.errors import SettingsInvalid
from bot.settings.loader import load_settings
from tests.fakes.installation import write_config
from tests.secrets.conftest import LIKE_META, PAGE_ID
from tests.secrets.searcher import Places

TOKEN, SECRET, PASSWORD = LIKE_META.page_token, LIKE_META.app_secret, LIKE_META.database_password
URL = f"postgresql://loa:{PASSWORD}@127.0.0.1:5432/loa"
ENVIRONMENT = {"FACEBOOK_PAGE_TOKEN": TOKEN}


def page(**more: object) -> dict[str, object]:
    return {"pages": [{"name": "trang", "page_id": PAGE_ID, **more}]}


BAD = {
    "the token itself": page(token=TOKEN),
    "the token in a list": page(token=[TOKEN]),
    "the token as a mapping": page(token={TOKEN: ""}),
    "the token under a wrong key": page(access_token=TOKEN),
    "the token as a key": page(**{TOKEN: None}),
    "the token as the Page's id": page(page_id=TOKEN),
    "the token as the Page's name": page(name=TOKEN),
    "the token in a wrong room": {"graph": {"token": TOKEN}},
    "the token as the version": {"graph": {"version": TOKEN}},
    "the token in Graph's address": {"graph": {"url": f"graph.facebook.com/?access_token={TOKEN}"}},
    "the token as the name of a variable that is not there": page(token="A" + TOKEN),
    "the app's secret itself": page(app_secret=SECRET),
    "the app's secret under a wrong key": page(app_secrets=SECRET),
    "the app's token": page(token=f"900000000000009|{SECRET}"),
    "the password in the file": {"database": {"url": URL}},
    "the password in an address of another kind": {"database": {"url": URL.replace("postgresql", "postgres")}},
    "the password in an address that is none": {"database": {"url": URL.replace("5432", "port")}},
    "the address with the password as the name of a variable": {"database": {"url_from": URL}},
    "the password under a wrong key": {"database": {"uri": URL}},
    "the token instead of everything": {"feeds": TOKEN},
}


def said_of(config, environment, capfd) -> Places:
    """What the loader raises, and what the command line prints."""
    places = Places()
    with pytest.raises(SettingsInvalid) as invalid:
        load_settings(config, environment)
    places.add_exception(invalid.value)
    places.add("faults", *(repr(fault) for fault in invalid.value.faults))
    for words in (["check"], ["once", "--json"]):
        assert main([*words, "--config", str(config)]) == 2
    said = capfd.readouterr()
    assert len(said.err) > 100
    places.add("command line", said.out, said.err)
    return places


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_secret_in_the_settings_is_not_repeated(bad, tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("FACEBOOK_PAGE_TOKEN", TOKEN)
    config = write_config(tmp_path, graph="http://127.0.0.1:1", feeds={"cong": "http://127.0.0.1:1/rss"}, page={"page_id": PAGE_ID})
    config.write_text(json.dumps(json.loads(config.read_text(encoding="utf-8")) | bad, ensure_ascii=False, indent=1), encoding="utf-8")
    assert LIKE_META.searcher.search(said_of(config, ENVIRONMENT, capfd)) == set()


@pytest.mark.parametrize(
    "line",
    [
        f"token: {TOKEN}: x",
        f"token {TOKEN}",
        f"token: '{TOKEN}",
        f"\ttoken: {TOKEN}",
        f"token: &{TOKEN}",
        f"token: *{TOKEN}",
        f"token: !{TOKEN} x",
        f"app_secret: {{{SECRET}",
        f"{TOKEN}: 1\n{TOKEN}: 2",
        f"url: {URL} {{",
    ],
)
def test_a_secret_in_a_file_that_is_no_yaml_is_not_repeated(line, tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("FACEBOOK_PAGE_TOKEN", TOKEN)
    config = write_config(tmp_path, graph="http://127.0.0.1:1", feeds={"cong": "http://127.0.0.1:1/rss"}, page={"page_id": PAGE_ID})
    whole = json.loads(config.read_text(encoding="utf-8"))
    text = "\n".join(f"{key}: {json.dumps(value)}" for key, value in whole.items())
    config.write_text(f"{text}\n{line}\n", encoding="utf-8")
    assert LIKE_META.searcher.search(said_of(config, ENVIRONMENT, capfd)) == set()


@pytest.mark.parametrize("line", [f"FACEBOOK_PAGE_TOKEN {TOKEN}", f"FACEBOOK_PAGE_TOKEN='{TOKEN}", f"{TOKEN}", f"={TOKEN}", f"{TOKEN}=x"])
def test_a_secret_in_a_broken_env_file_is_not_repeated(line, tmp_path, monkeypatch, capfd):
    config = write_config(tmp_path, graph="http://127.0.0.1:1", feeds={"cong": "http://127.0.0.1:1/rss"}, page={"page_id": PAGE_ID})
    (tmp_path / ".env").write_text(line + "\n", encoding="utf-8")
    assert LIKE_META.searcher.search(said_of(config, {}, capfd)) == set()


@pytest.mark.parametrize("url", [f"graph.facebook.com/?access_token={TOKEN}", f"x{'x' * 40}{TOKEN}", URL, f"://{TOKEN}"])
def test_a_secret_in_the_variable_of_graph_s_address_is_not_repeated(url, tmp_path, monkeypatch, capfd):
    config = write_config(tmp_path, graph="http://127.0.0.1:1", feeds={"cong": "http://127.0.0.1:1/rss"}, page={"page_id": PAGE_ID})
    environment = {"FACEBOOK_PAGE_TOKEN": TOKEN, "FACEBOOK_GRAPH_URL": url}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert LIKE_META.searcher.search(said_of(config, environment, capfd)) == set()


def test_what_is_no_secret_is_repeated_as_it_stands(tmp_path):
    """An editor must recognise the own words: only what looks like a secret is hidden."""
    config = write_config(tmp_path, graph="http://127.0.0.1:1", feeds={"cong": "htp://huonghoa.example.vn/rss/tin-2026-11"}, page={})
    with pytest.raises(SettingsInvalid) as invalid:
        load_settings(config, ENVIRONMENT)
    assert "htp://huonghoa.example.vn/rss/tin-2026-11" in str(invalid.value)
