"""facebook-sdk behind one overridden method: its verbs serve today's API, the token stays out of URLs, and every answer goes through `decipher`.

facebook-sdk 3.1.0 refuses every version above 3.1, drops HTTP status and headers, and puts tokens into URLs (facts: graph-api §2).
"""

import hashlib
import hmac
import json
import re
import ssl
import time
from collections.abc import Callable, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final
from urllib.parse import urlencode

import facebook
import requests
from requests.auth import AuthBase
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError, SSLError

from bot.channels.facebook.usage import Gauge
from bot.channels.facebook.wire import Answer, decipher, unclear
from bot.errors import ChannelDown, ChannelError, InDoubt, Transient

_MOST_BYTES: Final = 4 * 1024 * 1024
_WHOLE_BODY: Final = 60.0  # seconds; each byte that drips would begin the read time-out anew, and the lease of the Post runs
_NOT_SENT: Final = (NewConnectionError, NameResolutionError, ConnectTimeoutError)
# What may stand in a header. http.client refuses the rest with an exception that names the whole token.
_TOKEN: Final = re.compile(r"[\x21-\x7e]+")


class _Session(requests.Session):
    """Looks at no Location: even unfollowed, requests would parse it (and fail on a hostile one) and read the redirect's body without bound."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - the base class's signature
        return None


class _Bearer(AuthBase):
    """The token in the Authorization header. As an `auth` object, so that a netrc entry can't replace it."""

    def __init__(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise ChannelDown("channels.token_unfit")
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Graph(facebook.GraphAPI):  # type: ignore[misc] # facebook-sdk ships no types
    """A Graph API client for one token. Not for several threads at once: requests' Session is not; make one a thread.

    `gauge`, where there is one, hears the usage of every answer; `answered_version` is the version of the last one.

    Raises:
        ChannelDown: the token is empty, or holds what no token holds (a space, a line end).
    """

    def __init__(
        self,
        *,
        token: str,
        version: str,
        base_url: str,
        timeouts: tuple[float, float],
        gauge: Gauge | None = None,
        app_secret: str = "",
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(access_token=token, version=None, timeout=timeouts, session=_Session())
        _Bearer(token)
        # A POST comes minutes or hours after the last request. On a connection that a firewall has forgotten meanwhile it would hang, and end in doubt.
        self.session.headers["Connection"] = "close"
        # No cookie is kept: what a server puts into one would go out again in a header with every later request.
        self.session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        # After construction: the constructor accepts nothing newer than 3.1 (facts: graph-api §2.1).
        self.version = version
        self.base_url = base_url.rstrip("/")
        self._gauge = gauge
        self.answered_version = ""
        self._app_secret = app_secret
        self._monotonic = monotonic

    def __repr__(self) -> str:
        return f"Graph({self.base_url}/{self.version})"

    def close(self) -> None:
        """Close the connections."""
        self.session.close()

    def debug_access_token(self, token: str, app_id: str, app_secret: str) -> Any:
        """What Graph knows of `token`, asked with the app's own token.

        Raises:
            Transient, Refused, ChannelDown: nothing was changed, whatever went wrong.
        """
        return self._ask_as_app(f"debug_token?{urlencode({'input_token': token})}", app_id, app_secret)

    def extend_access_token(self, app_id: str, app_secret: str) -> Any:
        """This client's short-lived user token for a long-lived one: {"access_token", "token_type", "expires_in"}.

        Raises:
            Transient, Refused, ChannelDown: nothing was changed, whatever went wrong.
        """
        asked = {
            "grant_type": "fb_exchange_token",
            "client_id": app_id,
            "client_secret": app_secret,
            "fb_exchange_token": self.access_token,
        }
        return self._ask_as_app(f"oauth/access_token?{urlencode(asked)}", app_id, app_secret)

    def _ask_as_app(self, relative_url: str, app_id: str, app_secret: str) -> Any:
        """A GET with the app's own token, as the only operation of a batch.

        Graph takes these secrets as query parameters only; inside a batch the query stands in the body, so that no token is in any address.
        """
        form = {
            "access_token": f"{app_id}|{app_secret}",
            "batch": [{"method": "GET", "relative_url": relative_url}],
            "include_headers": False,
        }
        try:
            answers = self.request(f"{self.version}/", post_args=form)
        except InDoubt as error:
            raise Transient(error.key, retry_after=None, **error.params) from None
        answer = answers[0] if isinstance(answers, list) and answers else None
        if not isinstance(answer, Mapping) or not isinstance(answer.get("code"), int):
            # An operation that timed out is null (facts: graph-api §5.1).
            raise Transient("channels.unreadable", retry_after=None, code=200)
        return decipher("GET", answer["code"], {}, str(answer.get("body", "")).encode()).value

    def request(
        self,
        path: str,
        args: Mapping[str, Any] | None = None,
        post_args: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        method: str | None = None,
    ) -> Any:
        """One HTTP request, never repeated: the choke point of every verb of facebook-sdk.

        Raises:
            Transient, InDoubt, Refused, ChannelDown.
        """
        verb = (method or ("POST" if post_args is not None or files else "GET")).upper()
        query, form = _encoded(args), _encoded(post_args)
        token = query.pop("access_token", None) or form.pop("access_token", None) or self.access_token
        form.pop("access_token", None)
        if self._app_secret and token == self.access_token:
            (form if verb == "POST" else query)["appsecret_proof"] = proof(self._app_secret, token)
        answer = self._send(verb, path, query, form, files, token)
        self.answered_version = answer.version or self.answered_version
        return answer.value

    def _send(  # noqa: PLR0917 - the parts of one HTTP request
        self, verb: str, path: str, query: dict[str, str], form: dict[str, str], files: Mapping[str, Any] | None, token: str
    ) -> Answer:
        try:
            with self.session.request(
                verb,
                f"{self.base_url}/{path.lstrip('/')}",
                params=query,
                data=form or None,
                files=files,
                timeout=self.timeout,
                auth=_Bearer(token),
                allow_redirects=False,
                stream=True,
            ) as response:
                if self._gauge is not None:
                    self._gauge.read(response.headers)
                body = self._bounded(response, verb)
                return decipher(verb, response.status_code, response.headers, body)
        except (requests.RequestException, HTTPError) as error:
            # `from None`: the text of these exceptions names the whole URL.
            raise _not_answered(verb, error) from None
        finally:
            self.session.close()  # even where the server would have kept the connection open

    def _bounded(self, response: requests.Response, verb: str) -> bytes:
        deadline = self._monotonic() + _WHOLE_BODY
        body = b""
        # read1 gives what has come; iter_content would wait for a full chunk.
        while chunk := response.raw.read1(65_536, decode_content=True):
            body += chunk
            if len(body) > _MOST_BYTES:
                raise unclear(verb, "channels.unreadable", code=response.status_code)
            if self._monotonic() > deadline:
                raise unclear(verb, "channels.no_answer", why="too slow")
        return body


def proof(app_secret: str, token: str) -> str:
    """appsecret_proof: HMAC-SHA256 of the token with the app's secret, hexadecimal (facts: graph-api §4.2)."""
    return hmac.new(app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()


def _encoded(parameters: Mapping[str, Any] | None) -> dict[str, str]:
    """Lists, objects and booleans as JSON: facebook-sdk's own encoding destroys them (facts: graph-api §2.1)."""
    return {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in (parameters or {}).items()
        if value is not None
    }


def _not_answered(verb: str, error: Exception) -> ChannelError:
    """Not sent (refused, unknown name, connect time-out, untrusted certificate) is certain; everything else may have been carried out."""
    inner = error.args[0] if error.args else None
    reason = getattr(inner, "reason", None)
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError) or _kept_it_back(reason):
        return Transient("channels.not_reached", why=type(reason or error).__name__)
    return unclear(verb, "channels.no_answer", why=type(reason or inner or error).__name__)


def _kept_it_back(reason: object) -> bool:
    if isinstance(reason, SSLError):
        # TLS may also fail while the answer is read, after the request went out; only the certificate is surely judged before.
        return bool(reason.args) and isinstance(reason.args[0], ssl.SSLCertVerificationError)
    return isinstance(reason, _NOT_SENT)
