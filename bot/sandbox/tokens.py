"""Whose token it is and whether it lives: Pages, users, the app; inspecting one, and exchanging a short-lived one (facts: graph-api §4.2)."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.sandbox.config import PageSpec, UserSpec
from bot.sandbox.errors import GraphError
from bot.sandbox.state import State
from bot.sandbox.wire import Call

_DATA_ACCESS: Final = timedelta(days=90)
_LONG_LIVED: Final = 5_183_944  # seconds
_DEATHS: Final = {
    458: "Error validating access token: The user has not authorized application.",
    459: "Error validating access token: You cannot access the app till you log in and follow the instructions given.",
    460: "Error validating access token: The session has been invalidated because the user changed the password.",
    463: "Error validating access token: Session has expired",
    464: "Error validating access token: Sessions for the user are not allowed because the user is not a confirmed user.",
    467: "Error validating access token: This may be because the user logged out or may be due to a system error.",
    492: "Error validating access token: The user does not have a role on this Page.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """What a token stands for: a user, or a Page (`short_lived` where its token came from a short-lived one of a user). `dead` is why it no longer counts."""

    token: str
    page: PageSpec | None = None
    user: UserSpec | None = None
    expires_at: datetime | None = None
    short_lived: bool = False
    dead: GraphError | None = None


class Tokens:
    """Answers about tokens at the instant `now`."""

    def __init__(self, state: State, now: datetime) -> None:
        self._state = state
        self._config = state.config
        self._now = now

    def bearer(self, call: Call) -> Bearer:
        """Who calls. Raises GraphError where there is no token, it is unknown or dead, or the proof is wrong."""
        if not call.token:
            raise GraphError(104, "An access token is required to request this resource.")
        found = self._known(call.token)
        if found is None:
            raise GraphError(190, "Invalid OAuth access token - Cannot parse access token", status=401)
        if found.dead is not None:
            raise found.dead
        self._check_proof(call)
        return found

    def page_of(self, call: Call) -> PageSpec:
        """The Page that calls. Raises GraphError, also for a user's token."""
        found = self.bearer(call)
        if found.page is None:
            raise GraphError(190, "A Page access token is required to request this resource.", subcode=2_069_032)
        return found.page

    def page_id_of(self, token: str) -> str:
        """The Page a token is of, whether it lives or not; "" for none."""
        found = self._known(token)
        return found.page.page_id if found is not None and found.page is not None else ""

    def _known(self, token: str) -> Bearer | None:
        for page in self._config.pages:
            if hmac.compare_digest(page.token.encode(), token.encode()):
                dies = page.dies_at is not None and page.dies_at <= self._now
                dead = _died(page.death) if dies else self._expired(page.expires_at)
                return Bearer(token=token, page=page, expires_at=page.expires_at, dead=dead)
        for user in self._config.users:
            for own, ends in ((user.token, user.expires_at), (user.long_token, user.long_expires_at)):
                if hmac.compare_digest(own.encode(), token.encode()):
                    return Bearer(token=token, user=user, expires_at=ends, short_lived=own == user.token, dead=self._expired(ends))
        return self._short_lived_page(token)

    def _short_lived_page(self, token: str) -> Bearer | None:
        page_id, of = self._state.short_page_tokens.get(token, ("", ""))
        user = next((user for user in self._config.users if user.token == of), None)
        page = next((page for page in self._config.pages if page.page_id == page_id), None)
        if user is None or page is None:
            return None
        return Bearer(token=token, page=page, expires_at=user.expires_at, short_lived=True, dead=self._expired(user.expires_at))

    def _expired(self, ends: datetime | None) -> GraphError | None:
        return _died(463) if ends is not None and ends <= self._now else None

    def _check_proof(self, call: Call) -> None:
        proof = call.parameters.get("appsecret_proof")
        right = hmac.new(self._config.app_secret.encode(), call.token.encode(), hashlib.sha256).hexdigest()
        if (proof is None and self._config.require_proof) or (proof is not None and not hmac.compare_digest(str(proof), right)):
            raise GraphError(100, "Invalid appsecret_proof provided in the API argument", kind="GraphMethodException")

    def debug(self, call: Call) -> dict[str, Any]:
        """`GET /debug_token`, asked with the app's own token or one that is known."""
        config = self._config
        if call.token != f"{config.app_id}|{config.app_secret}" and self._known(call.token) is None:
            raise GraphError(190, "Invalid OAuth access token signature.", status=401)
        found = self._known(str(call.parameters.get("input_token", "")))
        if found is None:
            error = {"code": 190, "message": "Invalid OAuth access token.", "subcode": 0}
            return {"data": {"is_valid": False, "scopes": [], "error": error}}
        data = self._of_page(found.page, found) if found.page is not None else self._of_user(found)
        if found.dead is not None:
            data["error"] = {"code": 190, "message": found.dead.message, "subcode": found.dead.subcode or 0}
        return {"data": data}

    def _of_page(self, page: PageSpec, found: Bearer) -> dict[str, Any]:
        targets = [page.page_id] if page.granular_targets is None else list(page.granular_targets)
        return {
            **self._common(found, page.scopes, targets),
            "type": "PAGE",
            "data_access_expires_at": int((page.data_access_expires_at or self._now + _DATA_ACCESS).timestamp()),
            "profile_id": page.page_id,
            "user_id": next((user.user_id for user in self._config.users if page.page_id in user.pages), "500000000000005"),
        }

    def _of_user(self, found: Bearer) -> dict[str, Any]:
        assert found.user is not None  # a Bearer is of a Page or of a user
        return {
            **self._common(found, found.user.scopes, list(found.user.pages)),
            "type": "USER",
            "data_access_expires_at": int((self._now + _DATA_ACCESS).timestamp()),
            "user_id": found.user.user_id,
        }

    def _common(self, found: Bearer, scopes: tuple[str, ...], targets: list[str]) -> dict[str, Any]:
        return {
            "app_id": self._config.app_id,
            "application": "Loa",
            "expires_at": int(found.expires_at.timestamp()) if found.expires_at else 0,
            "is_valid": found.dead is None,
            "issued_at": int(self._now.timestamp()) - 3_600,
            "scopes": list(scopes),
            "granular_scopes": [{"scope": scope, "target_ids": targets} for scope in scopes],
        }

    def exchange(self, call: Call) -> dict[str, Any]:
        """`GET /oauth/access_token`: the app's own token, or the long-lived one for a user's short-lived one. An expired one can't be exchanged."""
        config = self._config
        if call.parameters.get("client_id") != config.app_id or call.parameters.get("client_secret") != config.app_secret:
            raise GraphError(101, "Error validating application. Invalid application ID.")
        kind = call.parameters.get("grant_type")
        if kind == "client_credentials":
            return {"access_token": f"{config.app_id}|{config.app_secret}", "token_type": "bearer"}
        if kind != "fb_exchange_token" or not call.parameters.get("fb_exchange_token"):
            raise GraphError(100, "Missing or invalid grant_type")
        found = self._known(str(call.parameters["fb_exchange_token"]))
        if found is None:
            raise GraphError(190, "Invalid OAuth access token - Cannot parse access token", status=401)
        if found.dead is not None:
            raise found.dead
        if found.user is None:
            # A Page's token stays what it is.
            return {"access_token": found.token, "token_type": "bearer"}
        ends = found.user.long_expires_at
        seconds = int((ends - self._now).total_seconds()) if ends is not None else _LONG_LIVED
        return {"access_token": found.user.long_token, "token_type": "bearer", "expires_in": seconds}

    def owned_pages(self, found: Bearer) -> list[dict[str, Any]]:
        """The rows of `GET /me/accounts`: the Pages of a user, each with its own token; a Page itself has none but itself."""
        user = found.user
        if user is None:
            assert found.page is not None  # see above
            return [_owned(found.page, found.token, ("ANALYZE", "CREATE_CONTENT", "MODERATE"))]
        pages = [page for page in self._config.pages if page.page_id in user.pages]
        return [_owned(page, self._handed_out(page, user, short_lived=found.short_lived), user.tasks) for page in pages]

    def _handed_out(self, page: PageSpec, user: UserSpec, *, short_lived: bool) -> str:
        if not short_lived:
            return page.token
        token = "EAA" + hashlib.sha256(f"{user.token}:{page.page_id}".encode()).hexdigest()[:40]
        self._state.short_page_tokens[token] = (page.page_id, user.token)
        self._state.know_secrets()
        return token


def _owned(page: PageSpec, token: str, tasks: tuple[str, ...]) -> dict[str, Any]:
    return {"id": page.page_id, "name": page.name, "access_token": token, "tasks": list(tasks)}


def _died(subcode: int | None) -> GraphError:
    return GraphError(190, _DEATHS.get(subcode or 0, "Invalid OAuth access token."), subcode=subcode, status=401)
