"""Real headlines and leads of 2018 to 2026 with labels of our own: the labels are here (`articles.jsonl`), the texts are not ours to pass on.

They come from news that many people gathered in public repositories. A label names the repository, and its article by the SHA-256 of the headline; `texts` is a
file with what the repositories hold of them, one JSON object a line: title, summary and body, as far as there are any.
"""

import hashlib
import json
import unicodedata
from pathlib import Path
from typing import Any, Final

LABELS: Final = Path(__file__).with_name("articles.jsonl")
SUMMARY_CHARACTERS: Final = 700
BODY_CHARACTERS: Final = 450  # of the body, the beginning was read where there is no summary


def labelled_lines(texts: Path) -> list[str]:
    """Labelled entries as JSON lines, as `parse_labelled` reads them.

    Raises:
        OSError: `texts` can't be read.
        ValueError: `texts` lacks labelled articles; it says how many, and where the first of them is found.
    """
    articles = {fingerprint(article["title"]): article for article in map(json.loads, texts.read_text(encoding="utf-8").splitlines())}
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    missing = [label for label in labels if label["title_sha256"] not in articles]
    if missing:
        first = f"{missing[0]['title_sha256']} of {missing[0]['repository']}"
        raise ValueError(f"{texts}: {len(missing)} of {len(labels)} labelled articles are not in it, the first {first}")
    return [_line(label, articles[label["title_sha256"]]) for label in labels]


def fingerprint(title: str) -> str:
    """What a headline is known by: the first 16 hexadecimal digits of the SHA-256 of its words."""
    return hashlib.sha256(" ".join(unicodedata.normalize("NFC", title).split()).encode()).hexdigest()[:16]


def _line(label: dict[str, Any], article: dict[str, str]) -> str:
    summary = article.get("summary", "")[:SUMMARY_CHARACTERS]
    text = {"title": article["title"], "summary": summary, "body": "" if summary else article.get("body", "")[:BODY_CHARACTERS]}
    return json.dumps({**label, **text, "id": label["title_sha256"], "kind": "press"}, ensure_ascii=False)
