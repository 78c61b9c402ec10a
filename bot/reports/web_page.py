"""The document as one HTML file with everything in it: for reading on a screen, and for printing on A4."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from html import escape
from typing import Final

from bot.reports.document import Cell, Chart, Document, Frame, Heading, Linked, Paragraph, Table, shown
from bot.reports.writing import clean

_STYLE: Final = """
@page { size: A4; margin: 20mm 20mm 20mm 30mm }
body { font: 14pt/1.4 "Times New Roman", "Liberation Serif", serif; color: #000; background: #fff; max-width: 190mm; margin: 1em auto; padding: 0 5mm }
header, footer { display: grid; grid-template-columns: 2fr 3fr; gap: 1em; text-align: center; font-size: 13pt; break-inside: avoid }
header p, footer p { margin: 0; text-align: center; text-indent: 0 }
.rule { border: 0; border-top: 1px solid; width: 40%; margin: .2em auto .6em }
h1, .subject { font-size: 14pt; text-align: center; margin: 1em 0 0 }
.subject { margin-top: 0; font-weight: bold }
h2, h3 { font-size: 14pt; break-after: avoid }
p { text-align: justify; text-indent: 12.7mm; margin: .4em 0 }
p.small { font-size: 12pt; font-style: italic }
table { border-collapse: collapse; width: 100%; font-size: 12pt; margin: .5em 0 1em }
caption, figcaption { font-weight: bold; font-size: 12pt; padding: .3em }
th, td { border: 1px solid; padding: .2em .4em; text-align: left }
.figure { text-align: center; font-variant-numeric: tabular-nums }
tr { break-inside: avoid }
figure { margin: 1em 0; text-align: center; break-inside: avoid }
figure img { max-width: 100% }
footer div:first-child { text-align: left; font-size: 11pt }
footer div:first-child p { text-align: left }
.number { white-space: pre }
.scroll { overflow-x: auto }
"""


def to_html(document: Document, draw: Callable[[Chart], bytes]) -> bytes:
    """The page, UTF-8; nothing in it is loaded from elsewhere."""
    return "\n".join(_page(document, draw)).encode()


def _page(document: Document, draw: Callable[[Chart], bytes]) -> Iterator[str]:
    frame = document.frame
    title = escape(clean(f"{frame.kind}: {frame.subject}"))
    yield f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style></head><body>'
    yield from _head(frame)
    tables = charts = 0
    yield "<main>"
    for part in document.parts:
        match part:
            case Heading():
                yield f"<h{part.level + 1}>{_text(part.text)}</h{part.level + 1}>"
            case Paragraph():
                yield f"<p{' class=small' if part.small else ''}>{_text(part.text)}</p>"
            case Table():
                tables += 1
                yield from _table(part, tables)
            case Chart():
                charts += 1
                picture = b64encode(draw(part)).decode("ascii")
                yield f'<figure><img src="data:image/png;base64,{picture}" alt="{_text(part.alt)}"><figcaption>Hình {charts}. {_text(part.caption)}</figcaption></figure>'
    yield "</main>"
    yield from _foot(frame)
    yield "</body></html>"


def _text(value: str) -> str:
    return escape(clean(value))


def _head(frame: Frame) -> Iterator[str]:
    superior = f"<p>{_text(frame.superior)}</p>" if frame.superior else ""
    yield f'<header><div>{superior}<p><strong>{_text(frame.agency)}</strong></p><hr class="rule"><p class="number">{escape(frame.number)}</p></div>'
    yield '<div><p><strong>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</strong></p><p><strong>Độc lập - Tự do - Hạnh phúc</strong></p><hr class="rule">'
    yield f"<p><em>{_text(frame.place_and_date)}</em></p></div></header>"
    yield f'<h1>{_text(frame.kind)}</h1><p class="subject" style="text-align:center;text-indent:0">{_text(frame.subject)}</p><hr class="rule">'


def _foot(frame: Frame) -> Iterator[str]:
    last = len(frame.recipients) - 1
    lines = "".join(f"<p>- {_text(line)}{'.' if place == last else ';'}</p>" for place, line in enumerate(frame.recipients))
    authority = f"<p><strong>{_text(frame.authority)}</strong></p>" if frame.authority else ""
    yield f"<footer><div><p><strong><em>Nơi nhận:</em></strong></p>{lines}</div>"
    yield f"<div>{authority}<p><strong>{_text(frame.signatory)}</strong></p><p style='height:5em'></p><p><strong>{_text(frame.name)}</strong></p></div></footer>"


def _table(table: Table, place: int) -> Iterator[str]:
    yield f'<div class="scroll"><table><caption>Bảng {place}. {_text(table.caption)}</caption><thead><tr>'
    yield "".join(f'<th scope="col"{_figure(column.figures)}>{_text(column.head)}</th>' for column in table.columns)
    yield "</tr></thead><tbody>"
    for index, row in enumerate(table.on_paper):
        tag = "th" if table.total and index == len(table.on_paper) - 1 else "td"
        cells = zip(row, table.columns, strict=True)
        yield "<tr>" + "".join(f"<{tag}{_figure(column.figures)}>{_cell(value)}</{tag}>" for value, column in cells) + "</tr>"
    yield "</tbody></table></div>"
    if table.note:
        yield f"<p class=small>{_text(table.note)}</p>"


def _figure(figures: bool) -> str:  # noqa: FBT001 - what a column says of itself
    return ' class="figure"' if figures else ""


def _cell(value: Cell | Linked) -> str:
    text = escape(shown(value))
    if isinstance(value, Linked) and value.url.startswith(("http://", "https://")):
        return f'<a href="{escape(value.url)}" rel="noopener noreferrer">{text}</a>'
    return text
