"""The verb `audit`: the Page against the outbox, or the journal against its seals."""

import re
from typing import Annotated, Final

import typer

from bot.cli.jsonable import to_json
from bot.cli.options import DEFAULT_CONFIG, Config, Json
from bot.cli.render import audit_table, console
from bot.cli.wiring import open_world, read_settings
from bot.messages import say
from bot.service.audit import audit as compare
from bot.service.sealing import anchor_of
from bot.service.world import World
from bot.store.seals import Head, Verified

_ANCHOR: Final = re.compile(r"([1-9][0-9]{0,9}):([0-9a-f]{16,64})", re.ASCII)


def audit(
    config: Config = DEFAULT_CONFIG,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="Đối chiếu bao nhiêu ngày gần đây.")] = 30,
    anchor: Annotated[str, typer.Option("--anchor", help="Với --verify: mốc SỐ:MÃ đã ghi lại từ trước, để biết nhật ký có bị cắt.")] = "",
    *,
    verify: Annotated[bool, typer.Option("--verify", help="Không hỏi Trang, chỉ kiểm tra nhật ký có bị sửa hay xóa.")] = False,
    json: Json = False,
) -> None:
    """Đối chiếu Trang với sổ đăng bài: bài thiếu, bài lặp, bài đăng tay, nội dung khác. Với --verify: kiểm tra nhật ký."""
    mark = _ANCHOR.fullmatch(anchor)
    if anchor and (mark is None or not verify):
        raise typer.BadParameter(say("cli.bad_anchor", "vi"), param_hint="--anchor")
    with open_world(read_settings(config)) as world:
        if verify:
            found = world.store.seals.verify(None if mark is None else Head(number=int(mark[1]), hash=mark[2]))
            wrong = found.fault is not None
            typer.echo(to_json(_as_json(world, found)) if json else _told(world, found))
        else:
            wrong = _compare(world, days, json=json)
    if wrong:
        raise typer.Exit(1)


def _compare(world: World, days: int, *, json: bool) -> bool:
    """Whether something is wrong on the Pages."""
    found = compare(world, days)
    wrong = sum(line.fault for line in found.lines)
    if json:
        typer.echo(to_json(found))
    else:
        if found.lines:
            console().print(audit_table(world, found.lines))
        key = "cli.audit_wrong" if wrong else "cli.audit_fine"
        typer.echo(say(key, world.language, on_pages=found.on_pages, in_outbox=found.in_outbox, count=wrong))
    return bool(wrong)


def _as_json(world: World, found: Verified) -> dict[str, object]:
    fault = found.fault
    told = (
        None
        if fault is None
        else {"number": fault.number, "id": fault.event_id or None, "what": fault.what, "sentence": _told(world, found)}
    )
    return {"ok": fault is None, "lines": found.head.number, "anchor": anchor_of(found.head), "unsealed": found.unsealed, "fault": told}


def _told(world: World, found: Verified) -> str:
    fault = found.fault
    if fault is not None:
        return say(f"cli.journal_{fault.what}", world.language, number=fault.number, id=fault.event_id)
    return say("cli.journal_whole", world.language, count=found.head.number, anchor=anchor_of(found.head), unsealed=found.unsealed)
