"""The errors of a channel as the real one makes them, from answers of Graph that name the token wherever Graph might."""

import json

from bot.channels.facebook.wire import decipher
from bot.errors import ChannelError

TOKEN = "EAAB1sEcReTtOkEnOfThIsPaGe0123456789"


def graph_error(code: int, subcode: int | None = None, *, status: int = 400, method: str = "POST") -> ChannelError:
    """What a write (or, with "GET", a read) raises that Graph has answered with `code`."""
    told = f"Error validating access token {TOKEN}: access_token={TOKEN}"
    error = {"message": told, "error_user_title": told, "error_user_msg": told, "type": TOKEN, "code": code, "fbtrace_id": TOKEN}
    if subcode is not None:
        error["error_subcode"] = subcode
    try:
        decipher(method, status, {"www-authenticate": f'OAuth "Facebook Platform" "{told}"'}, json.dumps({"error": error}).encode())
    except ChannelError as raised:
        raised.__traceback__ = raised.__context__ = None
        return raised
    raise AssertionError("an error envelope is an error")


def transient() -> ChannelError:
    return graph_error(100, 1_609_010)


def throttled() -> ChannelError:
    return graph_error(32)


def too_fast() -> ChannelError:
    return graph_error(368, 1_390_008)


def in_doubt() -> ChannelError:
    return graph_error(2, status=500)


def vague() -> ChannelError:
    """A refusal that has been seen on posts that are on the Page."""
    return graph_error(100)


def duplicate() -> ChannelError:
    return graph_error(506)


def refused() -> ChannelError:
    return graph_error(368)


def refused_of_way() -> ChannelError:
    return graph_error(100, 1_609_005)


def dead_token() -> ChannelError:
    return graph_error(190, 463, status=401)
