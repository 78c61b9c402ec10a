"""What no single key of `approval` can know: that the feeds it names exist, and that criticism is let out in so many words."""

from collections.abc import Iterator

from bot.judgement import Tone
from bot.messages import Language
from bot.settings.faults import did_you_mean
from bot.settings.model import BotFile
from bot.settings.places import Found


def approval_faults(bot: BotFile, language: Language) -> Iterator[Found]:
    """What is wrong with the settings of approval."""
    policy, feeds = bot.approval, [feed.name for feed in bot.feeds]
    if policy.tones.get(Tone.CRITICISM) == "auto" and not policy.criticism_unapproved:
        yield ("approval", "tones", Tone.CRITICISM.value), "settings.criticism_said_once", {}
    for name in policy.sources:
        if name not in feeds:
            hint = did_you_mean(name, feeds, language)
            yield ("approval", "sources", name), "settings.no_such_feed", {"name": name, "known": ", ".join(feeds), "hint": hint}
