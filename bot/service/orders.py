"""What may be ordered of the workshop: the report of a period, and everything that is kept, as one zip file."""

import re
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from bot.errors import LoaError
from bot.messages import say
from bot.plan.rights import Deed
from bot.reports.period import Period
from bot.reports.render import Format
from bot.reports.writing import clean
from bot.service.exporting import ExportFormat, export, note
from bot.service.progress import Told
from bot.service.reporting import check_begun, file_name, report_file
from bot.service.workshop import Finished, Order
from bot.service.world import World

_MEDIA_TYPES: Final[Mapping[Format, str]] = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.HTML: "text/html",
    Format.CSV: "text/csv",
    Format.JSON: "application/json",
}
_NO_NAME: Final = re.compile(r"[^\w .,-]+")  # what some system does not take in a file's name
_PACKED: Final = frozenset({".jpg"})
_A_PORTION: Final = 1_000_000  # bytes between two steps


def report_order(
    world: World,
    period: Period,
    form: Format,
    *,
    owner: str,
    number: str = "",
    signed_on: date | None = None,
    wish: Mapping[str, str] | None = None,
) -> Order:
    """The report of `period`. Raises LoaError for a period that has not begun."""
    check_begun(world, period)
    numbered = f"Báo cáo số {number} {period.name}" if number else f"Báo cáo {period.name}"
    name = f"{_NO_NAME.sub('-', clean(numbered))}.{form}"

    def make(folder: Path, told: Told) -> Finished:
        path = folder / "report"
        path.write_bytes(report_file(world, period, form, told, number=number, signed_on=signed_on))
        return Finished(path=path, name=name, plain_name=file_name(period, form), media_type=_MEDIA_TYPES[form])

    title = say("service.report_ordered", world.language, period=period.name, form=form)
    return Order(owner=owner, deed=Deed.REPORT, title=title, make=make, wish=wish or {})


def export_order(world: World, form: ExportFormat, *, owner: str, by: str) -> Order:
    """Everything that is kept. The journal says that `by` has it before anybody can fetch it."""

    def make(folder: Path, told: Told) -> Finished:
        try:
            # Half of the way; packing is the other one.
            done = export(world, folder / "all", form, lambda some, total: told(some, 2 * total))
        except LoaError as error:
            if isinstance(error.__cause__, OSError):
                # Where the files of the work lie is nobody's business.
                raise error.__cause__ from None
            raise
        path = folder / "zip"
        _pack(folder / "all", path, told)
        note(world, done, form, by=by)
        name = f"loa-{form}-{world.clock().astimezone(world.zone):%Y-%m-%d}.zip"
        return Finished(path=path, name=name, plain_name=name, media_type="application/zip")

    return Order(owner=owner, deed=Deed.EXPORT, title=say("service.export_ordered", world.language, form=form), make=make)


def _pack(folder: Path, path: Path, told: Told) -> None:
    """One zip file of everything in a folder, which is then gone; what is packed is deleted at once, so that it does not stand on the disk twice."""
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    total, done = max(sum(each.stat().st_size for each in files), 1), 0
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for each in files:
            about = ZipInfo.from_file(each, each.relative_to(folder))
            about.compress_type = ZIP_STORED if each.suffix in _PACKED else ZIP_DEFLATED
            with each.open("rb") as source, packed.open(about, "w") as out:
                while some := source.read(_A_PORTION):
                    out.write(some)
                    done += len(some)
                    told(total + done, 2 * total)
            each.unlink()
    shutil.rmtree(folder)
