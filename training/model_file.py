"""How a model is written: `fitted.json`, which `bot/editorial/fitted.py` reads. The only place that writes it.

Four lists: the n-grams, the lengths of their rows, and the rows themselves, indexes of targets apart from weights (in thousandths). Flat lists of numbers are
read in a quarter of the time that a list for each n-gram takes. An n-gram has its own line in each of them, so two models can be compared.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.editorial.fitted import FORMAT

Row = Sequence[tuple[int, int]]  # index of a target, weight in thousandths


def model_text(head: Mapping[str, Any], rows: Mapping[str, Row]) -> str:
    """The file's text. `head` is all but the format and the rows: sections, targets, scales and the rest."""
    lines = {
        "grams": [json.dumps(gram, ensure_ascii=False) for gram in rows],
        "lengths": [str(len(row)) for row in rows.values()],
        "numbers": [",".join(str(number) for number, _ in row) for row in rows.values()],
        "weights": [",".join(str(weight) for _, weight in row) for row in rows.values()],
    }
    lists = ",\n".join(f' "{name}": [\n' + ",\n".join(each) + "\n]" for name, each in lines.items())
    return json.dumps({"format": FORMAT, **head}, ensure_ascii=False, indent=1)[:-2] + f",\n{lists}\n}}\n"
