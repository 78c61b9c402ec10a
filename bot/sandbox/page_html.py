"""The Page as people see it: what the API was told, drawn with the look of a Page, and a ribbon that says that it is none."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from bot.sandbox.attachments import photos_of, picture_url
from bot.sandbox.config import PageSpec
from bot.sandbox.growth import Engagement
from bot.sandbox.nodes import Nodes
from bot.sandbox.state import PostRecord, State

_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
_MOST_SHOWN: Final = 200
_FACES: Final = {"LIKE": "👍", "LOVE": "❤️", "CARE": "🤗", "WOW": "😮", "HAHA": "😆", "SAD": "😢", "ANGRY": "😡"}
_SPECIAL: Final = re.compile(r"(https?://[^\s<>\"]+)|(?<!\w)(#\w+)|@\[(\d{5,20})\]")

_ENVIRONMENT: Final = Environment(
    loader=PackageLoader("bot.sandbox", "page_templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One post, ready for the template. The first `mine` comments are the Page's own; `photos` are (id, address, alternative text)."""

    record: PostRecord
    anchor: str
    text: Markup
    ago: str
    full_date: str
    counts: Engagement
    faces: str
    comments: list[tuple[str, Markup]]
    mine: int
    photos: list[tuple[str, str, str]]
    host: str
    link: str
    image: str


def render_page(state: State, page: PageSpec, now: datetime, base_url: str) -> str:
    """The whole HTML page."""
    nodes = Nodes(state, now, page, base_url)
    records = [post for post in state.visible(page.page_id) if post.created_time + state.config.listing_lag <= now]
    posts = [_shown(state, post, nodes, now, base_url) for post in records[:_MOST_SHOWN]]
    initials = "".join(word[0] for word in page.name.split()[:2]).upper()
    return _ENVIRONMENT.get_template("page.html").render(
        page=page, posts=posts, initials=initials, now=f"{now.astimezone(_ZONE):%H:%M %d/%m/%Y}"
    )


def _shown(state: State, post: PostRecord, nodes: Nodes, now: datetime, base_url: str) -> Shown:
    counts = nodes.counts(post)
    local = post.created_time.astimezone(_ZONE)
    # The faces on a Page are those of the most frequent kinds.
    frequent = sorted(counts.reactions, key=lambda kind: -counts.reactions[kind])[:3]
    return Shown(
        record=post,
        anchor=f"post-{post.id.partition('_')[2]}",
        text=_text(post.message),
        ago=_ago(now, post.created_time),
        full_date=f"{local:%H:%M, %d/%m/%Y}",
        counts=counts,
        faces="".join(_FACES[kind] for kind in frequent),
        comments=[
            *((each.author, _text(each.message)) for each in post.comments),
            *((person, _text(text)) for person, text in counts.comments),
        ],
        mine=len(post.comments),
        photos=[(photo.id, _web(picture_url(photo, base_url)), photo.alt) for photo in photos_of(state, post)],
        host=(urlsplit(post.link).hostname or "").removeprefix("www."),
        link=_web(post.link),
        image=_web(post.card.image),
    )


def _web(url: str) -> str:
    """Only http(s) addresses become links."""
    return url if urlsplit(url).scheme in {"http", "https"} else ""


def _text(message: str) -> Markup:
    """Escaped text with line breaks, links and hashtags marked."""
    pieces: list[Markup] = []
    place = 0
    for match in _SPECIAL.finditer(message):
        pieces.append(escape(message[place : match.start()]))
        if match[1]:
            pieces.append(Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(match[1]))
        elif match[2]:
            pieces.append(Markup('<span class="tag">{}</span>').format(match[2]))
        else:
            pieces.append(Markup('<span class="tag">@{}</span>').format(match[3]))
        place = match.end()
    pieces.append(escape(message[place:]))
    return Markup("").join(pieces).replace("\n", Markup("<br>"))


def _ago(now: datetime, then: datetime) -> str:
    seconds = max(int((now - then).total_seconds()), 0)
    if seconds < 60:
        return "Vừa xong"
    if seconds < 3_600:
        return f"{seconds // 60} phút trước"
    if seconds < 86_400:
        return f"{seconds // 3_600} giờ trước"
    return f"{seconds // 86_400} ngày trước"
