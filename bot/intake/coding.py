"""Content codings undone piece by piece: at no time is more in memory than a piece for each coding, whatever the bytes become. Pure."""

import zlib
from collections.abc import Iterator, Sequence
from typing import Final

PIECE: Final = 64 * 1024
ACCEPTED: Final = "gzip, deflate"

_MOST_CODINGS: Final = 2
_MOST_MEMBERS: Final = 1_000  # of one gzip body: each that is empty would cost a copy of what follows
_GZIP, _ZLIB, _RAW = 31, 15, -15
_OPENED: Final = frozenset({"gzip", "x-gzip", "deflate"})
# Codings that exist and are not opened here; any other word ("utf-8", "none", "binary") is a server's mistake and means nothing, as in browsers.
_KNOWN: Final = frozenset(
    {"br", "zstd", "compress", "x-compress", "bzip2", "x-bzip2", "exi", "pack200-gzip", "aes128gcm", "dcb", "dcz", "lzma", "xz"}
)


class CodingError(Exception):
    """A body that can't be opened. `coding` names one that Loa does not know or does not follow so deep; "" where the data are broken."""

    def __init__(self, coding: str = "") -> None:
        super().__init__(coding)
        self.coding = coding


def codings_of(header: str | None) -> Sequence[str]:
    """The codings that were put on a body, in their order, by its Content-Encoding.

    Raises:
        CodingError: one that is not opened here, or more than two.
    """
    if not header:
        return ()
    named = [word.strip().lower() for word in header[:1_000].split(",")]
    unknown = next((word for word in named if word in _KNOWN), None)
    if unknown is not None:
        raise CodingError(unknown)
    found = tuple("gzip" if word == "x-gzip" else word for word in named if word in _OPENED)
    if len(found) > _MOST_CODINGS:
        raise CodingError(", ".join(found[:4]))
    return found


def opened(pieces: Iterator[bytes], codings: Sequence[str]) -> Iterator[bytes]:
    """The bytes beneath `codings`, in pieces of at most `PIECE` bytes.

    Raises:
        CodingError: while it is read: the data are broken, or end before their end.
    """
    for coding in reversed(codings):
        pieces = _inflated(pieces, gzip=coding == "gzip")
    return pieces


def _inflated(pieces: Iterator[bytes], *, gzip: bool) -> Iterator[bytes]:
    inflater, members = None, 0
    try:
        for piece in pieces:
            data = piece
            while data:
                if inflater is None:
                    if members and data[:1] != b"\x1f":
                        return  # what stands behind the last member is no data; servers pad with zeros
                    members += 1
                    if members > _MOST_MEMBERS:
                        raise CodingError
                    inflater = zlib.decompressobj(_GZIP if gzip else _wrapping(data))
                yield from _out(inflater.decompress(data, PIECE))
                # At the end of a member that was longer than one piece, what follows it stands in `unconsumed_tail`, too, and would for ever.
                while inflater.unconsumed_tail and not inflater.eof:
                    yield from _out(inflater.decompress(inflater.unconsumed_tail, PIECE))
                if not inflater.eof:
                    break
                data, inflater = inflater.unused_data, None
                if not gzip:
                    return
        if inflater is not None:
            while not inflater.eof and (rest := inflater.decompress(b"", PIECE)):
                yield rest
            if not inflater.eof:
                raise CodingError
    except zlib.error:
        raise CodingError from None


def _out(piece: bytes) -> Iterator[bytes]:
    if piece:
        yield piece


def _wrapping(data: bytes) -> int:
    """How a "deflate" body is wrapped: with zlib's head, as the standard wants, or bare, as some servers send it."""
    return _ZLIB if data[0] & 0x0F == 8 and (len(data) < 2 or int.from_bytes(data[:2], "big") % 31 == 0) else _RAW
