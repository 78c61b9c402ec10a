"""Templates that break in other ways than Jinja's own: a clear error for the editor, never the end of the program."""

import pytest

from bot.compose.draft import Desk, compose
from bot.compose.links import with_marker
from bot.compose.policy import ComposePolicy, Templates, Vocabulary
from bot.errors import LoaError
from bot.judgement import Classification, Tone
from bot.model import Entry

ENTRY = Entry(feed="cong", identity="1", title="Tin", link="https://cong.vn/1", summary="Tóm tắt")
NEUTRAL = Classification(relevant=True, confidence=0.9, tone=Tone.NEUTRAL)


def desk(source: str) -> Desk:
    return Desk(
        policy=ComposePolicy(),
        vocabulary=Vocabulary(names={}, hashtags={}),
        templates=Templates(sources={"default": source}),
        source="Xã Tân Liên",
        timezone="Asia/Ho_Chi_Minh",
    )


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("{{ title | xmlattr }}", "AttributeError"),
        ("{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}", "RecursionError"),
        ("{{ hashtags.append('x') }}", "SecurityError"),
        ("{{ title.format.__globals__ }}", "SecurityError"),
        ("{{ '{0.__class__}'.format(title) }}", "SecurityError"),
        ("{{ range(1000000) | list }}", "UndefinedError"),
        ("{% include 'other.j2' %}", "TypeError"),
    ],
)
def test_whatever_goes_wrong_in_a_template_is_named(source, kind):
    with pytest.raises(LoaError, match=kind) as raised:
        compose(ENTRY, NEUTRAL, desk(source), "p1")
    assert raised.value.key == "compose.template"
    assert "neutral" in raised.value.say("vi")


@pytest.mark.parametrize("link", ["http://@/tin", "http://:80/tin", "https:///tin"])
def test_an_address_without_a_host_is_none(link):
    with pytest.raises(LoaError) as raised:
        with_marker(link, "p1")
    assert raised.value.key == "compose.no_link"
