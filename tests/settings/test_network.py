"""How feeds are reached: each fault with its place and remedy; a certificate file is found beside bot.yaml, and watched."""

from pathlib import Path

import certifi
import pytest

from bot.errors import SettingsInvalid
from bot.settings.loader import load_settings
from tests.settings.test_loading import ENVIRONMENT, REFORM, SOUND

ONE = Path(certifi.where()).read_text(encoding="utf-8").partition("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n"
SECRET = "http://loa:mat-khau-bi-mat@proxy.noi-bo.vn:3128"


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reform.yaml").write_text(REFORM, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/default.j2").write_text("{{ title }}", encoding="utf-8")
    return tmp_path


def loaded(folder: Path, intake: str, **environment: str):
    (folder / "bot.yaml").write_text(f"{SOUND}intake:\n  {intake}\n", encoding="utf-8")
    return load_settings(folder / "bot.yaml", {**ENVIRONMENT, **environment})


@pytest.mark.parametrize(
    ("intake", "environment", "place", "says"),
    [
        ("private_hosts: [noi-bo.vn, 10.0.0.0/33]", {}, "bot.yaml:10:30: intake.private_hosts[1]", "10.0.0.0/8"),
        ("private_hosts: ['fd00::/200']", {}, "bot.yaml:10:19: intake.private_hosts[0]", "10.0.0.0/8"),
        ("ca_file: goc.pem", {}, "bot.yaml:10:3: intake.ca_file", "không đọc được tệp chứng chỉ goc.pem"),
        ("ca_file: bot.yaml", {}, "bot.yaml:10:3: intake.ca_file", "Base-64 (.CER)"),
        ("ca_file: rong.pem", {}, "bot.yaml:10:3: intake.ca_file", "Base-64 (.CER)"),
        ("proxy_from: LOA_PROXY", {}, "bot.yaml:10:3: intake.proxy_from", "LOA_PROXY"),
        ("proxy_from: LOA_PROXY", {"LOA_PROXY": "proxy mat-khau-bi-mat"}, "bot.yaml:10:3: intake.proxy_from", "LOA_PROXY"),
        ("proxy_from: LOA_PROXY", {"LOA_PROXY": "socks5://x:mat-khau-bi-mat@y"}, "bot.yaml:10:3: intake.proxy_from", "LOA_PROXY"),
        ("{proxy: 'http://a.vn', proxy_from: LOA_PROXY}", {"LOA_PROXY": SECRET}, "bot.yaml:10:26: intake.proxy_from", "một trong hai"),
        (f"proxy: {SECRET}", {}, "bot.yaml:10:3: intake.proxy", ""),
    ],
)
def test_a_fault_has_its_place_and_remedy_and_shows_no_password(folder, intake, environment, place, says):
    (folder / "rong.pem").touch()
    with pytest.raises(SettingsInvalid) as invalid:
        loaded(folder, intake, **environment)
    (fault,) = map(str, invalid.value.faults)
    assert fault.startswith(place)
    assert says in fault
    assert "mat-khau-bi-mat" not in str(invalid.value)


def test_the_password_of_the_proxy_is_for_connecting_only(folder):
    settings = loaded(folder, "proxy_from: LOA_PROXY", LOA_PROXY=SECRET)
    assert settings.proxy == SECRET
    assert "mat-khau-bi-mat" not in repr(settings)


def test_a_proxy_without_a_password_stands_in_the_settings(folder):
    assert loaded(folder, "proxy: http://proxy.noi-bo.vn:3128").proxy == "http://proxy.noi-bo.vn:3128/"
    assert loaded(folder, "workers: 2").proxy == ""


def test_certificates_are_found_beside_bot_yaml_and_a_change_of_them_is_one_of_the_settings(folder):
    (folder / "goc.pem").write_text(f"# Cơ quan gốc\n{ONE}", encoding="utf-8")
    before = loaded(folder, "ca_file: goc.pem")
    assert before.ca_file == folder / "goc.pem"
    assert before.ca_file in before.files
    assert before.ways_out == loaded(folder, "ca_file: goc.pem").ways_out
    (folder / "goc.pem").write_text(f"# Gốc mới\n{ONE}", encoding="utf-8")
    after = loaded(folder, "ca_file: goc.pem")
    assert after.digest != before.digest
    assert after.ways_out != before.ways_out
