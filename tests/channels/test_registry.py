"""The Pages of the settings become channels."""

from datetime import UTC, datetime

import pytest

from bot.channels.policy import GraphPolicy, PagePolicy
from bot.channels.registry import build_channels
from bot.sandbox import PageSpec, Sandbox, SandboxConfig

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
PAGES = (
    PagePolicy(name="huyen", page_id="100000000000001", token="HUYEN_TOKEN"),
    PagePolicy(name="nghi", page_id="100000000000002", token="NGHI_TOKEN", enabled=False),
    PagePolicy(name="xa", page_id="100000000000003", token="XA_TOKEN", app_id="APP_ID", app_secret="APP_SECRET"),
)
SECRETS = {"HUYEN_TOKEN": "EAAHUYEN", "XA_TOKEN": "EAAXA", "APP_ID": "900000000000009", "APP_SECRET": "sandbox-app-secret"}


class Secrets:
    """Gives what it has; a name that is not there is a mistake."""

    def get(self, name: str) -> str:
        return SECRETS[name]


@pytest.fixture
def sandbox():
    pages = tuple(PageSpec(page_id=page.page_id, name=page.name, token=SECRETS.get(page.token, "EAAOFF")) for page in PAGES)
    with Sandbox(SandboxConfig(pages=pages), lambda: NOW) as running:
        yield running


def test_enabled_pages_come_in_the_order_of_the_settings_and_a_disabled_one_needs_no_token(sandbox):
    channels = build_channels(PAGES, GraphPolicy(url=sandbox.base_url), Secrets(), lambda: NOW, "vi")
    assert list(channels) == ["huyen", "xa"]
    assert [channel.name for channel in channels.values()] == ["huyen", "xa"]
    assert sandbox.request_log() == (), "building asks no network"


def test_each_page_speaks_with_its_own_token_and_in_the_language_asked_for(sandbox):
    for language, word in (("vi", "người theo dõi"), ("en", "followers")):
        channels = build_channels(PAGES, GraphPolicy(url=sandbox.base_url), Secrets(), lambda: NOW, language)
        for name, channel in channels.items():
            findings = channel.check()
            assert all(finding.ok for finding in findings)
            assert any(word in finding.sentence and name in finding.sentence for finding in findings)


def test_only_a_page_with_an_app_secret_sends_a_proof(sandbox):
    channels = build_channels(PAGES, GraphPolicy(url=sandbox.base_url), Secrets(), lambda: NOW, "vi")
    for channel in channels.values():
        assert channel.look("100000000000001_404") is None
    assert ["appsecret_proof" in record.query for record in sandbox.request_log()] == [False, True]
