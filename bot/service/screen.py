"""The one way from an Entry to a Draft: personal data are masked before anything is composed or drawn, or an editor is asked (`approval.personal`).

What counts as shown: the headline and the beginning of the summary always, since Facebook's link card takes them from the site; else what the Draft has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from bot.compose.draft import compose
from bot.editorial.personal import find, find_in, mask_entry, sections
from bot.editorial.reading import tell
from bot.editorial.written_dates import local_date
from bot.judgement import Classification, Finding, FindingKind
from bot.messages import say
from bot.model import Draft, Entry, Picture, Post, Way
from bot.service.world import World

_MOST_TOLD: Final = 5
_MOST_LOOKED_AT: Final = 20  # of a text: one that is shown is enough to hold the Post, and each costs a composition
_ON_THE_CARD: Final = 300  # characters of the summary, generously


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """An Entry as it may be shown: `masked` are the findings that the settings say to mask, and are in `entry`; `asked` those that an editor decides on."""

    entry: Entry
    masked: tuple[Finding, ...]
    asked: tuple[Finding, ...]


def screen(world: World, entry: Entry) -> Screened:
    """`entry` with its personal data masked where the settings say so."""
    policy, found = world.settings.approval.personal, find_in(entry)
    masked = _of(found, policy.kinds("mask"))
    return Screened(entry=mask_entry(entry, masked), masked=masked, asked=_of(found, policy.kinds("hold")))


def draft_of(
    world: World, screened: Screened, classification: Classification, key: str, *, ways: tuple[Way, ...], pictures: Sequence[Picture]
) -> tuple[Draft, str]:
    """The Draft for the Post `key`, and why an editor must decide on its personal data ("" where nothing of them is shown).

    Raises LoaError where it can't be composed.
    """

    def made(entry: Entry) -> Draft:
        return compose(entry, classification, world.desk, key, ways=ways, pictures=pictures)

    def is_shown(finding: Finding) -> bool:
        return _is_on_the_card(finding) or made(mask_entry(screened.entry, [finding])) != draft

    draft = made(screened.entry)
    # A Draft has the beginning of a text: behind the first finding that it lacks there are only more of them.
    texts = ([each for each in screened.asked if each.where == where][:_MOST_LOOKED_AT] for where in ("title", "summary", "body"))
    asked = [finding for text in texts for finding in takewhile(is_shown, text)]
    return draft, say("service.held_for_personal", world.language, found=_list(world, asked)) if asked else ""


def personal_in(world: World, entry: Entry, classification: Classification, post: Post) -> str:
    """Why an editor must decide on the personal data of a Post that was composed by earlier settings ("" where nobody need by those of now).

    Data that are to be masked now, and stand in its Draft as they are, are told too: the Draft is not changed behind anybody's back.

    Raises LoaError where it can't be composed any more.
    """
    screened = screen(world, entry)
    today, held = draft_of(world, screened, classification, post.key, ways=post.draft.ways, pictures=post.draft.pictures)
    shown = _words(post.draft)
    if shown == _words(today):
        return held
    texts = dict(sections(entry))
    bare = [each for each in (*screened.masked, *screened.asked) if " ".join(texts[each.where][each.start : each.end].split()) in shown]
    found = list(dict.fromkeys((*bare, *filter(_is_on_the_card, screened.asked))))
    return say("service.held_for_personal", world.language, found=_list(world, found)) if found else ""


def _is_on_the_card(finding: Finding) -> bool:
    return finding.where == "title" or (finding.where == "summary" and finding.start < _ON_THE_CARD)


def _words(draft: Draft) -> str:
    return " ".join(f"{draft.message} {draft.comment}".split())


def told_masked(world: World, screened: Screened) -> str:
    """What was masked, and that the site still shows it; "" where nothing was."""
    return say("service.personal_masked", world.language, found=_list(world, screened.masked)) if screened.masked else ""


def discreet_title(world: World, entry_key: str) -> str:
    """An entry's headline for what leaves the editors' room (messages, reports): its personal data are masked, whether a Post masks them or an editor is asked."""
    entry = world.store.entries.get(entry_key).entry
    return mask_entry(entry, _of(find_in(entry), world.settings.approval.personal.kinds("hold", "mask"))).title


def in_the_words_of_an_editor(world: World, text: str, *, but_for: str = "") -> str:
    """The personal data, of kinds that are not to be published as they are, in an editor's own text; "" where there are none.

    Nothing is masked: an editor's words stay. What stands in `but_for` (a text that was approved) is no news.
    """
    found = find(text, "text", local_date(world.clock()))
    policy = world.settings.approval.personal
    fresh = [each for each in _of(found, policy.kinds("hold", "mask")) if text[each.start : each.end] not in but_for]
    return _list(world, fresh) if fresh else ""


def _of(findings: Sequence[Finding], kinds: frozenset[FindingKind]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.kind in kinds)


def _list(world: World, findings: Sequence[Finding]) -> str:
    """The findings in words, each once, the first few of them; the data themselves are masked in there."""
    lines = list(dict.fromkeys(tell(findings, world.language)))
    more = len(lines) - _MOST_TOLD
    told = ", ".join(lines[:_MOST_TOLD])
    return say("service.and_more", world.language, found=told, count=more) if more > 0 else told
