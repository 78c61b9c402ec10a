"""Writers of the old charsets, made for the tests alone: from what was meant to what is seen when the bytes are taken for windows-1252."""

import unicodedata

_TONES = "\u0300\u0309\u0303\u0301\u0323"
# TCVN 5712:1993, VN3, column by column: the letter and its byte.
_TCVN3 = (
    "àB5 ảB6 ãB7 áB8 ạB9 ăA8 ằBB ẳBC ẵBD ắBE ặC6 âA9 ầC7 ẩC8 ẫC9 ấCA ậCB èCC ẻCE ẽCF éD0 ẹD1 êAA ềD2 ểD3 ễD4 ếD5 ệD6 ìD7 ỉD8 ĩDC íDD ịDE "
    "òDF ỏE1 õE2 óE3 ọE4 ôAB ồE5 ổE6 ỗE7 ốE8 ộE9 ơAC ờEA ởEB ỡEC ớED ợEE ùEF ủF1 ũF2 úF3 ụF4 ưAD ừF5 ửF6 ữF7 ứF8 ựF9 ỳFA ỷFB ỹFC ýFD ỵFE đAE "
    "ĂA1 ÂA2 ÊA3 ÔA4 ƠA5 ƯA6 ĐA7"
)
TCVN3_BYTES = {pair[0]: bytes.fromhex(pair[1:]) for pair in _TCVN3.split()}
# VNI: what is written after the vowel, for the tones of the plain vowels, those with a hat, and ă.
_VNI_MARKS = {"": "øûõùï", "\u0302": "àåãáä", "\u0306": "èúüéë"}
_VNI_WHOLE = dict(zip("đơưìỉĩíịỵĐƠƯÌỈĨÍỊỴ", "ñôöìæóíòîÑÔÖÌÆÓÍÒÎ", strict=True))


def tcvn3(text: str) -> str:
    """Capitals with a tone have no byte: the small letter's is taken, shown by a font of capitals."""
    return "".join(_as_seen(TCVN3_BYTES.get(letter) or TCVN3_BYTES.get(letter.lower()), letter) for letter in text)


def _as_seen(byte: bytes | None, letter: str) -> str:
    return letter if byte is None else byte.decode("latin-1")


def vni(text: str) -> str:
    return "".join(_VNI_WHOLE.get(letter) or _vni(letter) for letter in text)


def _vni(letter: str) -> str:
    base, *marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in _TONES), "")
    shape = next((mark for mark in marks if mark in "\u0302\u0306"), "")
    if "\u031b" in marks:
        base = _VNI_WHOLE[unicodedata.normalize("NFC", f"{base}\u031b")]
    if not marks:
        return letter
    if not tone:
        return base + {"": "", "\u0302": "â", "\u0306": "ê"}[shape]
    mark = _VNI_MARKS[shape][_TONES.index(tone)]
    return base + (mark.upper() if letter.isupper() and len(base) == 1 and base.isascii() else mark)


def windows_1258(text: str) -> str:
    """As the codec of Python writes it, tones behind their vowels; as windows-1252 shows the bytes."""
    written = b""
    for letter in text:
        try:
            written += letter.encode("cp1258")
        except UnicodeEncodeError:
            decomposed = unicodedata.normalize("NFD", letter)
            tones = "".join(mark for mark in decomposed if mark in _TONES)
            base = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES))
            written += (base + tones).encode("cp1258")
    return written.decode("cp1252")


def as_windows_1252(text: str) -> str:
    """UTF-8 taken for windows-1252, as browsers and databases do: the five open bytes become control characters."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def as_latin_1(text: str) -> str:
    return text.encode().decode("latin-1")


def as_windows_1258(text: str) -> str:
    return "".join(bytes([byte]).decode("cp1258", "ignore") or chr(byte) for byte in text.encode())


def without_invisible(text: str) -> str:
    """What many programs make of a damaged text: soft hyphens and control characters dropped, no-break spaces made blanks."""
    return "".join(letter for letter in text if letter != "\u00ad" and not 0x80 <= ord(letter) < 0xA0).replace("\u00a0", " ")
