"""Real articles with labels of our own: the labels are here (`vietnews.jsonl`), the texts are not ours to pass on.

They come from VietNews, a public collection of Vietnamese news of 2016 to 2019 made for research in summarising (V.-H. Nguyen et al., NICS 2019): one file an
article, cut into words, with title, lead and body in paragraphs. A label names its file; `folder` is the collection's `data` on this machine.
"""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any, Final

LABELS: Final = Path(__file__).with_name("vietnews.jsonl")
SUMMARY_CHARACTERS: Final = 900
BODY_CHARACTERS: Final = 700  # what a feed shows of one, where it shows any: `body` in the label says whether it was read


def labelled_lines(folder: Path) -> list[str]:
    """Labelled entries as JSON lines, as `parse_labelled` reads them.

    Raises:
        FileNotFoundError: `folder` is not the collection.
    """
    return [_line(json.loads(label), folder) for label in LABELS.read_text(encoding="utf-8").splitlines()]


def _line(label: dict[str, Any], folder: Path) -> str:
    paragraphs = [running_text(each) for each in (folder / label["file"]).read_text(encoding="utf-8").split("\n\n")]
    text = {"title": paragraphs[0], "summary": paragraphs[1][:SUMMARY_CHARACTERS], "body": ""}
    if label["body"]:
        text["body"] = " ".join(paragraphs[2:])[:BODY_CHARACTERS]
    return json.dumps({**label, **text, "id": label["file"], "kind": "press"}, ensure_ascii=False)


def running_text(words: str) -> str:
    """A paragraph as it was printed: words joined by underscores and marks set apart are put together again."""
    text = re.sub(r"\s+([,.;:!?…%)\]])", r"\1", words.replace("_", " "))
    text = re.sub(r"([(\[])\s+", r"\1", text)
    text = re.sub(r"\s*/\s*", "/", text)
    text = re.sub(r'"\s*([^"]*?)\s*"', r'"\1"', text)
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text)).strip()
