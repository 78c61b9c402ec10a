"""The settings of reports: whose document it is, who signs it, who gets it, and the yearly plan's quotas."""

import re
from datetime import timedelta
from typing import Annotated, Final

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from bot.judgement import Field as ReformField
from bot.judgement import Tone, Topic
from bot.policy import Duration, Name, Policy

Line = Annotated[str, Field(max_length=200)]
Quota = Annotated[int, Field(ge=1, le=100_000)]
Year = Annotated[int, Field(ge=2000, le=2999)]
_PLACE: Final = re.compile(r"\{[^{}]*\}")


def _has_number(text: str) -> str:
    if _PLACE.findall(text) != ["{number}"] or text.count("{") != 1 or text.count("}") != 1:
        raise PydanticCustomError("settings.no_number_place", "needs the number's place exactly once: {value}", {"value": text})
    return text


class QuotaPolicy(Policy):
    """What the plan of one year asks for, in items; what is not named has no quota."""

    items: Quota | None = None
    """In all."""
    fields: dict[ReformField, Quota] = {}
    topics: dict[Topic, Quota] = {}
    tones: dict[Tone, Quota] = {}
    channels: dict[Name, Quota] = {}
    """By Page, in Posts."""


class SignatoryPolicy(Policy):
    """Who signs."""

    authority: Line = ""
    """The line above the title, such as "TM. ỦY BAN NHÂN DÂN" or "KT. GIÁM ĐỐC"; empty: none."""
    title: Line = "GIÁM ĐỐC"
    name: Line = ""


class ReportPolicy(Policy):
    """The `report:` part of bot.yaml."""

    superior: Line = ""
    """The superior agency, above the name; empty: no such line."""
    agency: Line = ""
    """The agency as it stands on documents; empty: `organisation.name`."""
    place: Line = ""
    """The place before the date; empty: only the date."""
    number: Annotated[str, Field(min_length=8, max_length=80), AfterValidator(_has_number)] = "{number}/BC"
    """The number line, without "Số:"; {number} stands where the number goes."""
    subject: Line = "Kết quả thông tin, tuyên truyền cải cách hành chính trên mạng xã hội"
    """What it is about; the period is added."""
    plan: Annotated[str, Field(max_length=500)] = ""
    """The plan that it reports on, as it is cited: "Kế hoạch số 12/KH-UBND ngày 05/01/2026 của …"; empty: none is cited."""
    signatory: SignatoryPolicy = SignatoryPolicy()
    recipients: Annotated[tuple[Line, ...], Field(max_length=30)] = ("Như trên", "Lưu: VT")
    """The lines below "Nơi nhận", without dashes and semicolons."""
    compare_at: Duration = timedelta(days=7)
    """The age at which Posts are compared with each other."""
    quotas: dict[Year, QuotaPolicy] = {}
    """By year, what the yearly plan asks for."""
