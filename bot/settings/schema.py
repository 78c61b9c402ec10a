"""JSON Schema of bot.yaml, reform.yaml and places.yaml, for editors' auto-completion."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.editorial.policy import PlacesPolicy, ReformPolicy
from bot.settings.model import BotFile


def schemas() -> dict[str, dict[str, Any]]:
    """By file name."""
    models: dict[str, type[BaseModel]] = {
        "bot.schema.json": BotFile,
        "reform.schema.json": ReformPolicy,
        "places.schema.json": PlacesPolicy,
    }
    return {
        name: {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema()} for name, model in models.items()
    }


def write_schema(folder: Path) -> tuple[Path, ...]:
    """Write the files into `folder`; their paths. The same settings models give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        path = folder / name
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        written.append(path)
    return tuple(written)
