"""What the intake's quick functions must give, written plainly: one step after the other, without a look at what a text spares."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from bot.intake import dates, plain
from bot.intake.identity import canonical, settled
from bot.intake.plain import LINK
from bot.model import Entry
from bot.vietnamese.cut import beginning
from bot.vietnamese.forms import parted, visible
from bot.vietnamese.repair import recoded


def fold(text: str) -> str:
    seen = visible(parted(text))
    spaced = "".join(" " if unicodedata.category(character) in {"Cc", "Zs", "Zl", "Zp"} else character for character in seen)
    sound = spaced.encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", " ".join(sound.split()))


def web_address(link: str, base: str) -> str:
    link = re.sub(r"[\t\r\n]", "", link.strip()).replace(" ", "%20")
    if not link or re.fullmatch(r"https?:/{0,2}", link, re.IGNORECASE):
        return ""
    try:
        absolute = urljoin(base, link)
        parts = urlsplit(absolute)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and len(absolute) <= LINK
    except ValueError:
        return ""
    return absolute if usable and absolute.isprintable() else ""


def read_date(text: str) -> datetime | None:
    try:
        found = dates._thorough(unicodedata.normalize("NFC", " ".join(text.split()))[: dates._MOST], None)
        return found.astimezone(UTC) if found is not None and found.year in dates._YEARS else None
    except (ValueError, OverflowError):
        return None


CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
REFERENCE = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));", re.IGNORECASE)
REFERENCES = re.compile(r"(?:&#(?:x[0-9a-f]+|[0-9]+);)+", re.IGNORECASE)


def repaired(text: str) -> str:
    return REFERENCES.sub(_resolved, CONTROL.sub("", text))


def _resolved(run: re.Match[str]) -> str:
    references = list(REFERENCE.finditer(run[0]))
    codes = [_code(match) for match in references]
    if not any(0xD800 <= code < 0xE000 or code == 0xFFFD for code in codes):
        return run[0]
    text = "".join(match[0] if code < 0x80 else chr(code) for code, match in zip(codes, references, strict=True))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _code(reference: re.Match[str]) -> int:
    digits, base = (reference[1], 16) if reference[1] else (reference[2], 10)
    code = int(digits, base) if len(digits) <= 8 else 0xFFFD
    return code if code in {9, 10, 13} or 0x20 <= code < 0x110000 else 0xFFFD


def plain_together(*texts: tuple[str, int]) -> tuple[str, ...]:
    bare = [plain._bare(text, most) for text, most in texts]
    meant = [recoded(own, [other for other in bare if other is not own]).text for own in bare]
    return tuple(beginning(fold(text), most).rstrip() for text, (_, most) in zip(meant, texts, strict=True))


def told_apart(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    told: dict[str, Entry] = {}
    for entry in entries:
        twins = [other for other in entries if other.identity == entry.identity]
        oldest = twins[0]
        for twin in twins[1:]:
            if twin.published_at is None or oldest.published_at is None or twin.published_at <= oldest.published_at:
                oldest = twin
        identity = entry.identity
        if canonical(entry.link) != canonical(oldest.link):
            by_settled = settled(entry.link) != settled(oldest.link)
            identity = f"{entry.identity}|{settled(entry.link) if by_settled else canonical(entry.link)}"
        told.setdefault(identity, replace(entry, identity=identity))
    return tuple(told.values())
