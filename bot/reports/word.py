"""The document as a Word file: a template's words are filled in (docxtpl), then paragraphs, tables and charts are put where the template wants them."""

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Final
from zipfile import BadZipFile

from docx.document import Document as Word
from docx.opc.exceptions import PackageNotFoundError
from docx.text.paragraph import Paragraph as WordParagraph
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from bot.errors import LoaError
from bot.reports.decree import default_template
from bot.reports.document import Chart, Document, Part
from bot.reports.word_parts import Writer
from bot.reports.writing import clean

Draw = Callable[[Chart], bytes]

_MARK: Final = "⟦{}⟧"  # where a section goes, between filling in and writing
_BODY: Final = "body"


def to_word(document: Document, draw: Draw, template: bytes | None = None) -> bytes:
    """The Word file, after `template` or the form of Decree 30/2020/NĐ-CP.

    Raises:
        LoaError: the template can't be used; the error says why.
    """
    try:
        filled = DocxTemplate(io.BytesIO(default_template() if template is None else template))
        filled.render(_words(document), SandboxedEnvironment(), autoescape=True)
    except TemplateError as error:
        raise LoaError("reports.template_fault", why=f"{type(error).__name__}: {error.message or error}") from error
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError) as error:
        raise LoaError("reports.template_unreadable", why=type(error).__name__) from error
    word = filled.docx
    sections: Mapping[str, tuple[Part, ...]] = {_BODY: tuple(document.parts), **dict(document.sections)}
    writer, places = Writer(word, draw), list(_places(word, sections))
    if not places:
        raise LoaError("reports.template_without_body", names=", ".join(sections))
    for paragraph, name in places:
        writer.put(sections[name], paragraph)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _words(document: Document) -> dict[str, object]:
    """What a template may name."""
    frame = {name: clean(value) if isinstance(value, str) and name != "number" else value for name, value in asdict(document.frame).items()}
    last = len(document.frame.recipients) - 1
    recipients = [f"- {clean(line)}{'.' if place == last else ';'}" for place, line in enumerate(document.frame.recipients)]
    marks = {name: _MARK.format(name) for name, _ in document.sections}
    return {**frame, "recipients": recipients, "sections": marks, _BODY: _MARK.format(_BODY)}


def _places(word: Word, sections: Mapping[str, object]) -> Iterator[tuple[WordParagraph, str]]:
    marks = {_MARK.format(name): name for name in sections}
    for paragraph in word.paragraphs:
        name = marks.get(paragraph.text.strip())
        if name is not None:
            yield paragraph, name
