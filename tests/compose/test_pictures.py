"""Any picture of the web to one that Facebook takes, or the reason why not."""

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from bot.compose.pictures import PictureUnfit, looks_like_decoration, prepare
from bot.compose.policy import PicturePolicy
from bot.messages import TABLE

POLICY = PicturePolicy()


def picture(width: int = 1200, height: int = 800, mode: str = "RGB") -> Image.Image:
    """Something with edges and colours: the left half red, the right half blue, a white disc at the top."""
    image = Image.new("RGB", (width, height), "#b01020")
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height), fill="#1020b0")
    draw.ellipse((width // 4, 0, width // 2, height // 3), fill="white")
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_kind_that_sites_use_becomes_a_jpeg_of_the_same_size(kind):
    prepared = prepare(saved(picture(), kind), f"image/{kind.lower()}", POLICY)
    image = opened(prepared.content)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (1200, 800)) == ("JPEG", "RGB", (prepared.width, prepared.height))
    assert len(prepared.digest) == 64


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1", "I;16", "YCbCr"])
def test_every_mode_becomes_colours_that_look_the_same(mode):
    kind = {"CMYK": "JPEG", "YCbCr": "JPEG"}.get(mode, "PNG")
    if mode == "I;16":
        grey = picture(mode="L")
        image = Image.frombytes("I;16", grey.size, b"".join(struct.pack("<H", value * 256) for value in grey.tobytes()))
    else:
        image = picture().convert("P", palette=Image.Palette.ADAPTIVE) if mode == "P" else picture(mode=mode)
    prepared = opened(prepare(saved(image, kind), "", POLICY).content).convert("L")
    # Areas, since single points of a dithered picture say nothing.
    for area in ((50, 600, 150, 700), (1050, 600, 1150, 700), (400, 50, 500, 150)):
        found, expected = (each.crop(area).resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)) for each in (prepared, picture(mode="L")))
        assert abs(found - expected) <= 12, (mode, area)


def test_transparency_stands_on_white():
    image = picture(mode="RGBA")
    image.paste((0, 0, 0, 0), (0, 0, 300, 300))
    assert min(opened(prepare(saved(image, "PNG"), "image/png", POLICY).content).getpixel((50, 50))) > 240


def test_a_picture_that_lies_on_its_side_is_turned_upright_and_loses_its_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise by 90°
    exif[0x010E] = "nơi chụp: nhà riêng"
    content = saved(picture(1200, 800), "JPEG", exif=exif, comment=b"bi mat")
    image = opened(prepare(content, "image/jpeg", POLICY).content)
    assert image.size == (800, 1200)
    # What was at the left edge is now at the top.
    red, blue = image.getpixel((400, 100)), image.getpixel((400, 1100))
    assert red[0] > red[2]
    assert blue[2] > blue[0]
    assert dict(image.getexif()) == {}
    assert not {"exif", "icc_profile", "comment", "xmp"} & set(image.info)
    assert b"bi mat" not in prepare(content, "image/jpeg", POLICY).content


def test_a_large_picture_is_made_smaller_in_its_proportions():
    prepared = prepare(saved(picture(5000, 2500), "JPEG"), "image/jpeg", POLICY)
    assert (prepared.width, prepared.height) == (2048, 1024)


def test_a_picture_full_of_detail_stays_below_what_facebook_takes():
    noise = Image.effect_noise((3000, 3000), 120).convert("RGB")
    assert len(prepare(saved(noise, "PNG"), "image/png", PicturePolicy(longest_side=4096)).content) < 4_000_000


def test_of_an_animation_the_first_frame_is_taken():
    frames = [picture(), Image.new("RGB", (1200, 800), "green")]
    image = opened(prepare(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]), "image/gif", POLICY).content)
    assert getattr(image, "n_frames", 1) == 1
    assert image.getpixel((100, 700))[0] > 120


def test_a_damaged_colour_profile_costs_nothing():
    assert prepare(saved(picture(), "JPEG", icc_profile=b"no profile"), "image/jpeg", POLICY).width == 1200


def test_the_same_picture_gives_the_same_bytes():
    content = saved(picture(), "PNG")
    assert prepare(content, "", POLICY) == prepare(content, "image/png", POLICY)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that claims to be enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "declared", "key"),
    [
        (b"", "image/jpeg", "compose.picture_none"),
        (b"<html><body>404</body></html>", "image/jpeg", "compose.picture_none"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml", "compose.picture_none"),
        (saved(picture(), "BMP"), "image/bmp", "compose.picture_none"),
        (saved(picture(), "PNG")[:900], "image/png", "compose.picture_broken"),
        (saved(picture(), "JPEG")[:600], "image/jpeg", "compose.picture_broken"),
        (saved(picture(), "PNG"), "image/jpeg", "compose.picture_lies"),
        (saved(picture(), "PNG"), "text/html; charset=utf-8", "compose.picture_lies"),
        (bomb(60_000, 60_000), "image/png", "compose.picture_none"),
        (bomb(9_000, 6_000), "image/png", "compose.picture_huge"),
        (saved(picture(399, 400), "PNG"), "image/png", "compose.picture_small"),
        (saved(picture(600, 249), "PNG"), "image/png", "compose.picture_small"),
        (saved(picture(1600, 400), "PNG"), "image/png", "compose.picture_shape"),
        (saved(picture(400, 1600), "PNG"), "image/png", "compose.picture_shape"),
        (saved(Image.new("RGB", (1200, 800), "white"), "PNG"), "image/png", "compose.picture_blank"),
        (saved(Image.new("RGBA", (1200, 800), (0, 0, 0, 0)), "PNG"), "image/png", "compose.picture_blank"),
    ],
)
def test_what_is_not_fit_is_refused_with_its_reason(content, declared, key):
    with pytest.raises(PictureUnfit) as refusal:
        prepare(content, declared, POLICY)
    assert refusal.value.key == key
    assert key in TABLE
    assert refusal.value.say("vi")


@pytest.mark.parametrize("declared", ["image/jpg", "image/pjpeg", "IMAGE/JPEG; q=1", "application/octet-stream", ""])
def test_other_names_of_a_type_and_none_at_all_are_no_lie(declared):
    assert prepare(saved(picture(), "JPEG"), declared, POLICY).width == 1200


@given(st.binary(max_size=300), st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x10\0\0\0WEBPVP8 "]))
def test_whatever_the_bytes_it_is_a_picture_or_a_reason(content, head):
    with pytest.raises(PictureUnfit):
        prepare(head + content, "", POLICY)


@given(st.integers(0, 20_000), st.integers(0, 255))
def test_a_picture_with_a_wrong_byte_is_a_picture_or_a_reason(place, value):
    content = bytearray(saved(picture(500, 400), "JPEG"))
    content[place % len(content)] = value
    try:
        found: object = prepare(bytes(content), "", POLICY).width
    except PictureUnfit as refusal:
        found = refusal.key
    assert found == 500 or found in TABLE


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://xa.vn/uploads/2026/hop-ban.jpg", False),
        ("https://xa.vn/uploads/logo.png", True),
        ("https://xa.vn/themes/images/icon-rss.gif", True),
        ("https://xa.vn/anh/banner_top.jpg", True),
        ("https://xa.vn/anh/Quảng-cáo/so-do.svg", True),
        ("https://xa.vn/favicon.ico", True),
        ("https://xa.vn/blogoflife/anh.jpg", False),  # "logo" inside another word
        ("https://xa.vn/anh.jpg?logo=1", False),
        ("ftp://xa.vn/anh.jpg", True),
        ("data:image/png;base64,AAAA", True),
        ("http://[bad/anh.jpg", True),
    ],
)
def test_logos_icons_and_trackers_are_told_by_their_address(url, expected):
    assert looks_like_decoration(url) is expected
