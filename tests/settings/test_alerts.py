"""The settings of the alerts: who is told stands in YAML, the way to them in the environment, and nothing of it is repeated."""

from datetime import time, timedelta

import pytest

from bot.alert import Concern
from bot.settings.loader import load_settings
from tests.settings.test_loading import ENVIRONMENT, SOUND, faults, folder

__all__ = ("folder",)

ADDRESS = "mailtos://loa:mat-khau-9f8a3c@smtp.example.vn?to=lan@example.vn"
VARIABLES = {**ENVIRONMENT, "LOA_ALERT_LAN": ADDRESS}


def written(folder, alerts: str) -> None:
    (folder / "bot.yaml").write_text(f"{SOUND}alerts:\n{alerts}", encoding="utf-8")


ONE = "  recipients:\n    - {name: lan, url_from: LOA_ALERT_LAN}\n"


def test_without_anything_nobody_is_told(folder):
    (folder / "bot.yaml").write_text(SOUND, encoding="utf-8")
    alerts = load_settings(folder / "bot.yaml", ENVIRONMENT).alerts
    assert (alerts.recipients, alerts.digest_at, alerts.tell_solved, alerts.group_within) == ((), None, False, timedelta(minutes=5))


def test_a_recipient_hears_of_everything_unless_the_settings_say_what(folder):
    written(folder, f"{ONE}  digest_at: '07:30'\n  still_after: off\n  quiet_hours: []\n")
    settings = load_settings(folder / "bot.yaml", VARIABLES)
    (lan,) = settings.alerts.recipients
    assert (lan.kinds, settings.alerts.digest_at, settings.alerts.still_after) == (tuple(Concern), time(7, 30), "off")
    written(folder, "  recipients:\n    - {name: lan, url_from: LOA_ALERT_LAN, kinds: [urgent, digest]}\n")
    assert load_settings(folder / "bot.yaml", VARIABLES).alerts.recipients[0].kinds == (Concern.URGENT, Concern.DIGEST)


def test_the_log_hides_the_address_and_its_parts(folder):
    written(folder, ONE)
    assert {ADDRESS, "mat-khau-9f8a3c"} <= set(load_settings(folder / "bot.yaml", VARIABLES).hidden)


def test_a_variable_that_is_not_there_is_named(folder):
    written(folder, ONE)
    (found,) = faults(folder, ENVIRONMENT)
    assert "alerts.recipients[0].url_from" in found
    assert "LOA_ALERT_LAN" in found


@pytest.mark.parametrize(
    "value", ["mat-khau-9f8a3c", "loa:mat-khau-9f8a3c@smtp.example.vn", "://mat-khau-9f8a3c", "mailtos://mat khau-9f8a3c"]
)
def test_a_value_that_is_no_address_is_refused_and_not_repeated(folder, value):
    written(folder, ONE)
    (found,) = faults(folder, {**ENVIRONMENT, "LOA_ALERT_LAN": value})
    assert "Biến LOA_ALERT_LAN phải chứa một địa chỉ apprise" in found
    assert "9f8a3c" not in found


@pytest.mark.parametrize("key", ["url", "url_from"])
def test_an_address_in_the_file_itself_is_refused_and_not_repeated(folder, key):
    written(folder, f"  recipients:\n    - {{name: lan, {key}: '{ADDRESS}'}}\n")
    found = faults(folder, VARIABLES)
    assert found
    assert not any("9f8a3c" in each for each in found)


def test_two_recipients_of_one_name_are_refused(folder):
    written(folder, f"{ONE}    - {{name: lan, url_from: LOA_ALERT_LAN}}\n")
    (found,) = faults(folder, VARIABLES)
    assert "alerts.recipients[1].name" in found


@pytest.mark.parametrize(
    "line",
    ["most_per_day: 1", "group_within: 13h", "digest_at: '25:00'", "quiet_hours: ['1']", "recipients: [{name: lan}]"],
)
def test_what_makes_no_sense_is_refused(folder, line):
    written(folder, f"  {line}\n")
    assert len(faults(folder, VARIABLES)) == 1


def test_a_limit_of_a_duration_is_told_as_durations_are_written(folder):
    written(folder, "  group_within: 13h\n")
    (found,) = faults(folder, VARIABLES)
    assert found == "bot.yaml:10:3: alerts.group_within: “13h” quá lớn; nhiều nhất là 12h"
