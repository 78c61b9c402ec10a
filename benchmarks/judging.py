"""What may become of a feed, however hostile: entries that can be stored and shown, or one error with a sentence."""

import unicodedata

from bot.errors import LoaError
from bot.intake.delta import Reading


class Wrong(Exception):
    """A variant that ended as none may."""


def judge(reading: Reading) -> None:
    """Raises `Wrong` where the entries of a document that was read whole are not as they must be, UnicodeEncodeError where a text can't be stored."""
    if len(set(reading.identities)) != len(reading.entries) or len(reading.entries) > 2_000:
        raise Wrong("identities")
    for entry in reading.entries:
        texts = (entry.identity, entry.title, entry.link, entry.summary, entry.body, entry.author, *entry.categories, *entry.pictures)
        if not entry.identity or any(unicodedata.normalize("NFC", text) != text for text in (entry.title, entry.summary, entry.body)):
            raise Wrong(f"entry {entry.identity!r}")
        for text in texts:
            text.encode()


def sentence_of(error: LoaError, longest: int) -> str:
    """What an editor reads of an error. Raises `Wrong` where that is no sentence, or one of more than `longest` characters."""
    sentence = error.say("vi")
    if not sentence.strip() or unicodedata.normalize("NFC", sentence) != sentence or len(sentence) > longest or not sentence.isprintable():
        raise Wrong(f"{error.key}: {len(sentence)} characters: {sentence[:200]!r}") from error
    return sentence
