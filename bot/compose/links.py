"""The link with the Post's own marker: for the site's analytics and for finding the Post again on the Page are one and the same parameter."""

from typing import Final
from urllib.parse import urlsplit, urlunsplit

from bot.errors import LoaError

_OURS: Final = ("utm_source", "utm_medium", "utm_content")


def with_marker(link: str, marker: str) -> str:
    """`link` with utm_source=facebook, utm_medium=page and utm_content=`marker`; every other parameter stays byte for byte.

    Raises:
        LoaError: the link is not an http(s) address with a host.
    """
    try:
        parts = urlsplit(link)
    except ValueError as error:
        raise LoaError("compose.no_link", link=link) from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise LoaError("compose.no_link", link=link)
    kept = [pair for pair in parts.query.split("&") if pair and pair.partition("=")[0] not in _OURS]
    query = "&".join([*kept, "utm_source=facebook", "utm_medium=page", f"utm_content={marker}"])
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", query, parts.fragment))
