"""The settings of WebSub: what hubs could not reach, or could be guessed, is a fault with its line and remedy."""

from datetime import timedelta

import pytest

from bot.settings.loader import load_settings
from tests.settings.test_loading import ENVIRONMENT, SOUND, faults, folder

__all__ = ("folder",)

SECRET = "mot-chuoi-rat-dai-va-ngau-nhien-7f3a"
VARIABLES = {**ENVIRONMENT, "LOA_WEBSUB_SECRET": SECRET}


def written(folder, websub: str, more: str = "") -> None:
    (folder / "bot.yaml").write_text(f"{SOUND}intake:\n  websub: {{{websub}}}\n{more}", encoding="utf-8")


def test_with_an_address_and_a_secret_it_is_sound(folder):
    for callback in (
        "https://loa.vn",
        "https://cong.vn/loa/",
        "https://loa.vn:8443",
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://[::1]:80/",
    ):
        written(folder, f"callback: '{callback}', secret: LOA_WEBSUB_SECRET")
        assert load_settings(folder / "bot.yaml", VARIABLES).secrets.get("LOA_WEBSUB_SECRET") == SECRET
    written(folder, "secret: LOA_WEBSUB_SECRET")
    assert load_settings(folder / "bot.yaml", VARIABLES).intake.websub.callback is None
    assert load_settings(folder / "bot.yaml", ENVIRONMENT, with_secrets=False).feeds[0].every == timedelta(minutes=15)


def test_an_address_without_a_secret_is_refused_with_the_remedy(folder):
    written(folder, "callback: 'https://loa.vn'")
    (found,) = faults(folder, VARIABLES)
    assert found.startswith("bot.yaml:10:12: intake.websub.callback: có callback thì phải có secret")
    assert "LOA_WEBSUB_SECRET" in found


@pytest.mark.parametrize(
    "callback", ["http://loa.vn", "http://10.0.0.5", "https://loa.vn/?x=1", "https://loa.vn/#x", "https://ten:mat-khau-dai@loa.vn/"]
)
def test_an_address_that_hubs_can_not_use_is_refused_without_being_repeated(folder, callback):
    written(folder, f"callback: '{callback}', secret: LOA_WEBSUB_SECRET")
    (found,) = faults(folder, VARIABLES)
    assert found.startswith("bot.yaml:10:12: intake.websub.callback: callback phải là địa chỉ https")
    assert "mat-khau" not in found


def test_without_the_page_hubs_have_no_way_in(folder):
    written(folder, "callback: 'https://loa.vn', secret: LOA_WEBSUB_SECRET", "web: {enabled: false}\n")
    (found,) = faults(folder, VARIABLES)
    assert "web.enabled: true" in found


def test_a_secret_that_could_be_guessed_is_refused_and_not_repeated(folder):
    written(folder, "callback: 'https://loa.vn', secret: LOA_WEBSUB_SECRET")
    (found,) = faults(folder, {**VARIABLES, "LOA_WEBSUB_SECRET": "matkhau-ngan"})
    assert found.startswith("bot.yaml:10:40: intake.websub.secret: giá trị của biến LOA_WEBSUB_SECRET quá ngắn")
    assert "matkhau-ngan" not in found
    (missing,) = faults(folder)
    assert "chưa có biến LOA_WEBSUB_SECRET" in missing
