"""Material for reports, put together by hand."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.judgement import Field, Tone
from bot.reports.figures import Report, figures
from bot.reports.material import Item, Material, Measured, Names
from bot.reports.period import Period, parse_period
from bot.reports.policy import ReportPolicy

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
AS_OF = datetime(2026, 10, 5, 8, 0, tzinfo=ZONE)
NAMES = Names(
    subjects={"procedures": "Thủ tục hành chính", "praise": "Biểu dương", "criticism": "Phê phán", "neutral": "Thông tin"},
    metrics={"views": "Lượt xem", "reach": "Người tiếp cận", "reactions": "Cảm xúc"},
    channels=("trang",),
)


def item(number: int, *, month: int = 8, views: int | None = None, **changes: object) -> Item:
    """A Post of the third quarter of 2026."""
    figures_ = Measured() if views is None else Measured(last={"views": views}, compared={"views": views}, at=AS_OF)
    given = {
        "post": f"p{number}",
        "entry": f"e{number}",
        "channel": "trang",
        "title": f"Tin {number}",
        "link": f"https://www.facebook.com/{number}",
        "published_at": datetime(2026, month, 1, 8, 0, tzinfo=ZONE) + timedelta(hours=number),
        "fields": (Field.PROCEDURES,),
        "topics": (),
        "tone": Tone.NEUTRAL,
        "figures": figures_,
        **changes,
    }
    return Item(**given)


def report(material: Material, period: Period | None = None, policy: ReportPolicy | None = None, *, finished: bool = True) -> Report:
    wanted = period or parse_period("2026-Q3")
    return figures(material, wanted, policy or ReportPolicy(), NAMES, as_of=AS_OF, finished=finished)


def material(*items: Item, before: tuple[Item, ...] | None = None, **changes: object) -> Material:
    return Material(**{"items": items, "before": before, "so_far": items, **changes})
