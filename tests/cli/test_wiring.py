"""Hot reload of how feeds are reached: a new fetcher where it must be, the old one where nothing of it has changed, and none left open."""

import json
from contextlib import closing

from bot.cli.wiring import LiveWorld, open_world
from bot.settings.loader import load_settings
from bot.settings.watch import SettingsWatch
from tests.fakes.installation import write_config

ENVIRONMENT = {"FACEBOOK_PAGE_TOKEN": "EAATESTTOKENTESTTOKENTESTTOKEN"}


def test_a_change_of_the_intake_makes_a_new_fetcher_and_any_other_keeps_the_old_one(tmp_path):
    page = {"page_id": "100000000000001"}
    config = write_config(tmp_path, graph="http://127.0.0.1:9", feeds={"cong": "https://cong.vn/rss"}, page=page)
    written = json.loads(config.read_text(encoding="utf-8"))
    watch = SettingsWatch(lambda: load_settings(config, ENVIRONMENT))
    with open_world(watch.current) as world, closing(LiveWorld(world, watch)) as live:
        first = live.world.fetcher

        def change(**changes: object) -> None:
            written.update(changes)
            config.write_text(json.dumps(written, ensure_ascii=False, indent=1), encoding="utf-8")
            live.look()

        change(language="en")
        assert live.world.settings.language == "en"
        assert live.world.fetcher is first
        change(intake={"private_hosts": ["10.0.0.0/8"], "workers": 3})
        assert live.world.settings.intake.workers == 3
        assert live.world.fetcher is not first
        assert len(first._transport.poolmanager.pools) == 0


def test_faults_of_the_files_are_known_until_they_are_mended_and_the_old_settings_go_on(tmp_path):
    config = write_config(tmp_path, graph="http://127.0.0.1:9", feeds={"cong": "https://cong.vn/rss"}, page={"page_id": "100000000000001"})
    sound = config.read_text(encoding="utf-8")
    watch = SettingsWatch(lambda: load_settings(config, ENVIRONMENT))
    with open_world(watch.current) as world, closing(LiveWorld(world, watch)) as live:

        def edit(text: str) -> None:
            config.write_text(text, encoding="utf-8")
            live.look()

        edit(sound.replace('"organisation"', '"organization"'))
        assert {fault.line > 0 for fault in watch.faults} == {True}
        assert "organisation" in watch.faults[0].message
        live.look()
        assert watch.faults
        assert live.world.settings is watch.current
        edit(sound.replace("08:00", "09:00"))
        assert watch.faults == ()
        edit("{")
        assert watch.faults
        edit(sound.replace("08:00", "09:00"))
        assert watch.faults == ()


def test_a_faulty_edit_stands_in_the_journal_until_it_is_mended_or_undone(tmp_path):
    page = {"page_id": "100000000000001"}
    config = write_config(tmp_path, graph="http://127.0.0.1:9", feeds={"cong": "https://cong.vn/rss"}, page=page)
    sound = config.read_text(encoding="utf-8")
    watch = SettingsWatch(lambda: load_settings(config, ENVIRONMENT))
    with open_world(watch.current) as world, closing(LiveWorld(world, watch)) as live:

        def said() -> list[str]:
            return [event.verb for event in world.store.journal.of("settings")]

        live.look()
        assert said() == []
        config.write_text(sound.replace('"language"', '"langage"').replace('"feeds"', '"feedz"'), encoding="utf-8")
        for _ in range(3):
            live.look()
        assert said() == ["settings-refused"]
        assert watch.faults
        config.write_text(sound, encoding="utf-8")
        live.look()
        assert said() == ["settings-refused", "settings-sound"]
        config.write_text(sound.replace("08:00", "8h"), encoding="utf-8")
        live.look()
        config.write_text(sound.replace("08:00", "09:00"), encoding="utf-8")
        live.look()
        assert said() == ["settings-refused", "settings-sound"] * 2
