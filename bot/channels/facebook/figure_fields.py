"""Which fields of Graph the figures of Posts come from, and how they are read out of a node: what is no count is missing, and never 0."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from bot.channels.facebook.listing import inner
from bot.channels.protocol import Measure
from bot.engagement.metrics import METRICS
from bot.figures import Lack

_MOST: Final = 2**63 - 1  # a database can't hold more
SHARES: Final = "shares"
_SUMMARY: Final = ".limit(0).summary(total_count)"
# Replies are comments, too.
_COMMENTS: Final = "comments.limit(0).filter(stream).summary(total_count)"


@dataclass(frozen=True, slots=True)
class Wish:
    """The figures asked for besides shares: `counts` are summaries, by our name; `insights` our name to Graph's; `lacking` those that are not asked for, and why."""

    counts: tuple[str, ...]
    insights: Mapping[str, str]
    lacking: Mapping[str, Lack]

    @property
    def fields(self) -> str:
        """The fields of one request for all of them."""
        parts = [SHARES, *(_count_field(name) for name in self.counts)]
        if self.insights:
            parts.append(f"insights.metric({','.join(self.insights.values())}).period(lifetime)")
        return ",".join(parts)

    def only(self, names: Collection[str]) -> "Wish":
        """Nothing but these, and shares."""
        return replace(
            self,
            counts=tuple(name for name in self.counts if name in names),
            insights={name: offer for name, offer in self.insights.items() if name in names},
        )

    def without(self, names: Collection[str], why: Lack) -> "Wish":
        """The same without these."""
        rest = self.only([name for name in (*self.counts, *self.insights) if name not in names])
        return replace(rest, lacking={**self.lacking, **dict.fromkeys(names, why)})


def wish(version: str, day: date, without: Mapping[str, Lack]) -> Wish:
    """Everything that Graph of this version gives on this day, but for `without`."""
    names = [name for name in METRICS if name != SHARES and name not in without]
    offers = {name: METRICS[name].offered(version, day) for name in names}
    ended = {name: Lack.NOT_OFFERED for name, offer in offers.items() if offer is None}
    return Wish(
        counts=tuple(name for name, offer in offers.items() if offer is not None and not METRICS[name].insight),
        insights={name: offer for name, offer in offers.items() if offer is not None and METRICS[name].insight},
        lacking={**{name: why for name, why in without.items() if name in METRICS}, **ended},
    )


def _count_field(name: str) -> str:
    if name == "comments":
        return _COMMENTS
    if name == "reactions":
        return f"reactions{_SUMMARY}"
    return f"{METRICS[name].offers[0].name}{_SUMMARY}.as({name})"


def read_node(node: Mapping[str, Any], asked: Wish) -> Measure:
    """The figures in one node, and why the others are missing."""
    metrics: dict[str, int] = {}
    missing: dict[str, str] = {name: why.value for name, why in asked.lacking.items()}
    # `shares` is left out when it is 0 (facts: graph-api §6.1); that is the one absence which means a number.
    shares = number(inner(node, SHARES).get("count")) if SHARES in node else 0
    _note(SHARES, shares, metrics, missing, Lack.UNREADABLE)
    for name in asked.counts:
        _note(name, number(inner(inner(node, name), "summary").get("total_count")), metrics, missing, Lack.NOT_YET)
    values = insight_values(inner(node, "insights").get("data"))
    for name, offer in asked.insights.items():
        _note(name, values.get(offer), metrics, missing, Lack.NOT_YET)
    return Measure(metrics=metrics, missing=missing)


def _note(name: str, value: int | None, metrics: dict[str, int], missing: dict[str, str], why: Lack) -> None:
    if value is None:
        missing[name] = why.value
    else:
        metrics[name] = value


def insight_values(rows: object) -> dict[str, int]:
    """The last value of each insight, by Graph's name."""
    found = {}
    for row in insight_rows(rows):
        values = row["values"]
        value = insight_number(values[-1].get("value")) if values and isinstance(values[-1], Mapping) else None
        if value is not None:
            found[str(row.get("name"))] = value
    return found


def insight_rows(rows: object) -> Sequence[Mapping[str, Any]]:
    """The rows of an insights answer that have a list of values."""
    given = rows if isinstance(rows, list) else []
    return [row for row in given if isinstance(row, Mapping) and isinstance(row.get("values"), list)]


def insight_number(value: object) -> int | None:
    """A value; some come split (paid, organic), and the parts add up (facts: graph-api §6.5)."""
    if isinstance(value, Mapping):
        parts = [part for part in map(number, value.values()) if part is not None]
        return number(sum(parts)) if parts else None
    return number(value)


def number(value: object) -> int | None:
    """A count, or None for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST else None
