"""Any picture of the web to one that Facebook takes: checked by its bytes, upright, without metadata, within the limits; or the reason why not. Pure."""

import hashlib
import io
import re
import warnings
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from PIL import Image, ImageCms, ImageOps, ImageStat, UnidentifiedImageError

from bot.compose.policy import PicturePolicy
from bot.errors import LoaError

_TYPES: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
_SAME: Final = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "image/x-png": "image/png"}
_SAYS_NOTHING: Final = frozenset({"", "application/octet-stream", "binary/octet-stream"})
_MOST_PIXELS: Final = 50_000_000  # judged by the header, before anything is unpacked
_MOST_BYTES: Final = 4_000_000  # of the result: Facebook refuses photos of 4 MB (facts: graph-api §3.2)
_WIDEST: Final = 3.0  # a banner or a column beyond this
_FLATTEST: Final = 6.0  # standard deviation of the brightness, of 255: a blank, a tracker, one colour
_QUALITIES: Final = (88, 80, 70, 55, 40, 25)
_DECORATION: Final = re.compile(
    r"logo|icons?|favicon|sprite|banner|avatar|pixel|spacer|blank|button|btn|share|captcha|counter|tracker|quangcao|ads|facebook|zalo|"
    r"youtube|twitter|rss|1x1|loading|lazy|placeholder|noimage|default|emoji"
)
_NO_PICTURES: Final = (".svg", ".ico", ".svgz", ".cur", ".swf")


class PictureUnfit(LoaError):
    """A picture can't be used; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A JPEG as it may be sent, and its size in pixels."""

    content: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, 64 hex digits: the name it is stored by."""
        return hashlib.sha256(self.content).hexdigest()


def looks_like_decoration(url: str) -> bool:
    """Whether an address promises a logo, an icon or a tracker rather than a picture of the news."""
    try:
        path = urlsplit(url).path.lower()
    except ValueError:
        return True
    names_decoration = any(_DECORATION.fullmatch(word) for word in re.split(r"[^0-9a-z]+", path))
    return not url.startswith(("http://", "https://")) or path.endswith(_NO_PICTURES) or names_decoration


def prepare(content: bytes, declared: str, policy: PicturePolicy) -> Prepared:
    """The picture in `content` as it may be sent.

    Args:
        content: the bytes as they came, bounded by whoever fetched them.
        declared: the Content-Type that came with them, "" where none did.
        policy: least size, longest side.

    Raises:
        PictureUnfit: for anything that is no picture, lies about its type, or is not fit to be shown.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(_TYPES)) as image:
                _check(image, declared, policy)
                upright = _flat(image)
    except PictureUnfit:
        raise
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureUnfit("compose.picture_none", why=type(error).__name__) from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, OverflowError, MemoryError, TypeError, KeyError) as error:
        # What Pillow's decoders raise for a damaged file; it shows nothing of its content.
        raise PictureUnfit("compose.picture_broken", why=type(error).__name__) from None
    if max(ImageStat.Stat(upright.convert("L")).stddev) < _FLATTEST:
        raise PictureUnfit("compose.picture_blank")
    upright.thumbnail((policy.longest_side, policy.longest_side), Image.Resampling.LANCZOS)
    return as_jpeg(upright)


def _check(image: Image.Image, declared: str, policy: PicturePolicy) -> None:
    """By the header alone: nothing has been unpacked yet."""
    found = _TYPES[str(image.format)]
    said = declared.partition(";")[0].strip().lower()
    said = _SAME.get(said, said)
    if said not in _SAYS_NOTHING and said != found:
        raise PictureUnfit("compose.picture_lies", declared=said[:60], found=found)
    width, height = image.size
    if width * height > _MOST_PIXELS:
        raise PictureUnfit("compose.picture_huge", width=width, height=height)
    if image.getexif().get(0x0112) in {5, 6, 7, 8}:
        width, height = height, width  # it lies on its side
    if width < policy.least_width or height < policy.least_height:
        raise PictureUnfit(
            "compose.picture_small", width=width, height=height, least_width=policy.least_width, least_height=policy.least_height
        )
    if max(width / height, height / width) > _WIDEST:
        raise PictureUnfit("compose.picture_shape", width=width, height=height)


def _flat(image: Image.Image) -> Image.Image:
    """Upright, in RGB of the common colour space, transparency on white, without any metadata; of an animation the first frame."""
    profile = image.info.get("icc_profile")
    image.load()
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I") or upright.mode == "F":
        upright = upright.point(lambda value: value * (1 / 256)).convert("L")
    if "A" in upright.getbands() or "transparency" in upright.info:
        with_alpha = upright.convert("RGBA")
        ground = Image.new("RGBA", with_alpha.size, "white")
        upright = Image.alpha_composite(ground, with_alpha)
    elif profile and upright.mode in {"RGB", "CMYK"}:
        upright = _common_colours(upright, profile)
    flat = upright.convert("RGB")
    flat.info.clear()
    return flat


def _common_colours(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        done = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        # A damaged profile: the colours as they stand are near enough.
        return image
    return done if done is not None else image


def as_jpeg(image: Image.Image) -> Prepared:
    """An RGB picture as the JPEG that is sent: the best quality that stays within Facebook's limit. Raises PictureUnfit where none does."""
    for quality in _QUALITIES:
        target = io.BytesIO()
        image.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
        if target.tell() < _MOST_BYTES:
            return Prepared(target.getvalue(), image.width, image.height)
    raise PictureUnfit("compose.picture_huge", width=image.width, height=image.height)
