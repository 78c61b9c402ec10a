"""Four eyes (`approval.four_eyes`): nobody approves what they have edited, or classified, themselves. The page and the command line share this."""

import unicodedata

from bot.errors import Conflict
from bot.model import Post, Step, StepKind
from bot.service.world import SERVICE, World


def hands_in(world: World, post: Post) -> tuple[str, ...]:
    """Who may not approve the Post's present Draft: whose words it holds, and whose word the classification is. Nobody, where `four_eyes` is off."""
    return _hands(world, post, post.edited_by) if world.settings.approval.four_eyes else ()


def hands_in_step(world: World, post: Post, step: Step) -> tuple[str, ...]:
    """The same of another text for a Post that is on its Page. What takes nothing to the Page may be agreed to by anybody."""
    if not world.settings.approval.four_eyes or step.kind is not StepKind.EDIT:
        return ()
    if step.by != SERVICE:
        return _hands(world, post, (step.by,))
    return _hands(world, post, ()) or (_of_the_article(world, post) if not step.entry_hash else ())


def refuse_own(post: Post, by: str, hands: tuple[str, ...]) -> None:
    """Raise Conflict where `by` is one of `hands`."""
    if any(is_same_person(by, each) for each in hands):
        raise Conflict("service.own_work", post=post.key, by=by)


def is_same_person(one: str, other: str) -> bool:
    """Whether two names as people type them are of the same person: capitals, spaces and the way of writing marks don't make another."""
    return _folded(one) == _folded(other)


def _hands(world: World, post: Post, editors: tuple[str, ...]) -> tuple[str, ...]:
    correction = world.store.labels.correction(post.entry_key)
    return tuple(dict.fromkeys((*editors, *(() if correction is None else (correction.by,)))))


def _of_the_article(world: World, post: Post) -> tuple[str, ...]:
    """Who has said of the same article, as another Entry, what the other text goes by."""
    known = world.store.likenesses.known([post.entry_key])[post.entry_key].known
    correction = world.store.labels.correction_of_article(known.same_as or post.entry_key)
    return () if correction is None else (correction.by,)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
