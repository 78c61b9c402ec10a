"""YAML, templates and environment to one frozen Settings, or every fault at once."""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

from dotenv import dotenv_values
from pydantic import AnyHttpUrl, BaseModel, TypeAdapter, ValidationError

from bot.channels.policy import GraphPolicy
from bot.compose.policy import Templates, Vocabulary
from bot.editorial.policy import PlacesPolicy, ReformPolicy, TargetRule, split_kind
from bot.errors import Fault, SettingsInvalid
from bot.judgement import Tone
from bot.messages import Language, say
from bot.policy import write_duration
from bot.settings.alerts import alert_faults
from bot.settings.approval import approval_faults
from bot.settings.environment import env_path
from bot.settings.faults import brief, did_you_mean, looks_secret, translate, without_secrets
from bot.settings.model import BotFile, Secrets, Settings
from bot.settings.network import digest_of, network_faults
from bot.settings.people import people_faults
from bot.settings.phrases import phrase_faults
from bot.settings.places import place_faults, wanted_place_faults
from bot.settings.positions import Document, load_yaml, shown_path
from bot.settings.reading import UnreadableError, read_text
from bot.settings.reports import report_faults, with_compared_age
from bot.settings.templates import template_faults
from bot.settings.timetable import timetable_faults
from bot.settings.websub import websub_faults

_SECRET_KEYS: Final = frozenset({"token", "app_id", "app_secret", "url_from", "proxy_from", "secret", "key_from"})
_WHOLE_ANSWER: Final = timedelta(minutes=1)  # so long an answer may drip (channels)
_GRAPH_URL: Final = "FACEBOOK_GRAPH_URL"

Model = TypeVar("Model", bound=BaseModel)


@dataclass(slots=True)
class _Reading:
    """One reading of everything: what was found wrong so far, which files were read, and what they held."""

    language: Language = "vi"
    faults: list[Fault] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    digest: Any = field(default_factory=hashlib.sha256)

    def text(self, path: Path) -> str | None:
        """A file's text, or None with a fault noted."""
        self.files.append(path)
        try:
            text = read_text(path, shown(path), self.language)
        except UnreadableError as error:
            self.faults.append(error.fault)
            return None
        self.digest.update(f"{path}\0{text}\0".encode())
        return text

    def document(self, path: Path) -> Document | None:
        """A YAML file, or None where there is nothing to go on with."""
        text = self.text(path)
        if text is None:
            return None
        if (language := language_in(text)) is not None:
            self.language = language
        document = load_yaml(text, shown(path), self.language)
        self.faults.extend(document.faults)
        return None if document.value is None else document

    def model(self, kind: type[Model], document: Document, path: Path) -> Model | None:
        """The document as a model, or None with faults noted; a token pasted into the file is named, never shown."""
        pasted = set(_pasted_secrets(document.value, ()))
        for place in sorted(pasted, key=str):
            self.note(document, path, place, "settings.token_in_yaml")
        try:
            return kind.model_validate(document.value)
        except ValidationError as error:
            told = {shown_path(place) for place in pasted} | {fault.path for fault in document.faults if fault.path}
            found = translate(error, kind, document, shown(path), self.language)
            self.faults.extend(fault for fault in found if fault.path not in told)
            return None

    def note(self, document: Document, path: Path, place: Sequence[str | int], key: str, **params: object) -> None:
        """Note a fault at a place of a document."""
        line, column = document.place(place)
        self.faults.append(Fault(shown(path), line, column, shown_path(place), say(key, self.language, **params)))


def shown(path: Path) -> str:
    """A file's name as an editor knows it: relative to the folder Loa is started in, where that is shorter."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def load_settings(config: Path, environment: Mapping[str, str], *, env_file: Path | None = None, with_secrets: bool = True) -> Settings:
    """The settings of `config` (bot.yaml) and everything it names.

    Args:
        config: bot.yaml; reform.yaml and the templates are found relative to it.
        environment: overrides the .env file.
        env_file: the .env file; by default the one beside `config`, else the one in the working folder.
        with_secrets: whether variables that the settings name must be there; judging needs none of them.

    Raises:
        SettingsInvalid: with every fault of every file.
    """
    reading = _Reading()
    document = reading.document(config)
    bot = reading.model(BotFile, document, config) if document is not None else None
    named = document.value if document is not None and isinstance(document.value, dict) else {}
    reform = _reform(reading, config.parent / _name(named, "reform", "reform.yaml"))
    gazetteer = config.parent / _name(named, "places", "places.yaml")
    is_wanted = "places" in named or gazetteer.exists()
    places = _places(reading, gazetteer, is_wanted=is_wanted)
    templates_folder = config.parent / _name(named, "templates", "templates")
    templates = _templates(reading, templates_folder)
    variables = _variables(reading, config, environment, env_file)
    secrets = _secrets(reading, document, config, bot if with_secrets else None, variables)
    ca_file = None if bot is None else _ca_file(reading, bot, config)
    if bot is not None and document is not None:
        _check_references(reading, bot, document, config)
        known = secrets.by_name()
        for place, key, params in (
            *approval_faults(bot, reading.language),
            *network_faults(bot.intake, ca_file, known),
            *websub_faults(bot, known),
            *people_faults(bot, known),
            *timetable_faults(bot, reading.language),
            *alert_faults(bot, known),
            *report_faults(bot),
        ):
            reading.note(document, config, place, key, **params)
        if places is not None or not is_wanted:
            # Where the gazetteer itself is faulty, its faults are all there is to say.
            for place, key, params in wanted_place_faults(bot, places, reading.language):
                reading.note(document, config, place, key, **params)
        bot = with_compared_age(_with_graph_url(reading, bot, variables))
    if reading.faults or bot is None or reform is None:
        faults = [replace(fault, path=without_secrets(fault.path), message=without_secrets(fault.message)) for fault in reading.faults]
        raise SettingsInvalid(sorted(faults, key=lambda fault: (fault.file, fault.line, fault.column, fault.path)))
    values = {name: getattr(bot, name) for name in BotFile.model_fields if name not in {"reform", "places", "templates"}}
    return Settings(
        **values,
        vocabulary=_vocabulary(reform, places),
        templates=Templates(sources=templates),
        reform=reform,
        places=places,
        secrets=secrets,
        ca_file=ca_file,
        ca_digest="" if ca_file is None else digest_of(ca_file),
        report_template=templates_folder / "report.docx",
        files=tuple(reading.files),
        digest=reading.digest.hexdigest(),
    )


def reform_path(config: Path) -> Path:
    """The file of the editorial knowledge that `config` names (or would, were it without faults)."""
    document = _Reading().document(config)
    return config.parent / _name(
        document.value if document is not None and isinstance(document.value, dict) else {}, "reform", "reform.yaml"
    )


def language_of(config: Path) -> Language:
    """The language that `config` names, whatever else is wrong with it; Vietnamese where it can't be told."""
    try:
        return language_in(read_text(config, shown(config), "vi")) or "vi"
    except UnreadableError:
        return "vi"


def _name(value: Mapping[str, Any], key: str, default: str) -> str:
    """A file's name from the raw document, so that one file's faults don't hide the other's."""
    found = value.get(key)
    return found if isinstance(found, str) and found else default


def language_in(text: str) -> Language | None:
    """The `language:` of a file, read before anything else so that its faults are told in it."""
    for line in text.splitlines():
        key, _, value = line.partition(":")
        if key == "language":
            word = value.partition("#")[0].strip().strip("'\"")
            return "en" if word == "en" else "vi"
    return None


def _reform(reading: _Reading, path: Path) -> ReformPolicy | None:
    document = reading.document(path)
    found = reading.model(ReformPolicy, document, path) if document is not None else None
    if found is not None and document is not None:
        for place, key, params in phrase_faults(found):
            reading.note(document, path, place, key, **params)
    return found


def _places(reading: _Reading, path: Path, *, is_wanted: bool) -> PlacesPolicy | None:
    """The gazetteer; None where there is none, or with faults noted. A bot.yaml that doesn't name one may do without."""
    if not is_wanted:
        reading.files.append(path)  # so that one laid there later is seen
        return None
    document = reading.document(path)
    found = reading.model(PlacesPolicy, document, path) if document is not None else None
    if found is not None and document is not None:
        for place, key, params in place_faults(found, reading.language):
            reading.note(document, path, place, key, **params)
    return found


def _templates(reading: _Reading, folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.glob("*.j2")):
        text = reading.text(path)
        if text is not None:
            reading.faults.extend(template_faults(text, shown(path), reading.language))
            found[path.stem] = text
    if "default" not in found:
        reading.files.append(folder / "default.j2")
        reading.faults.append(Fault(shown(folder / "default.j2"), 0, 0, "", say("settings.no_default_template", reading.language)))
    return found


def _variables(reading: _Reading, config: Path, environment: Mapping[str, str], env_file: Path | None) -> Mapping[str, str]:
    path = env_file or env_path(config)
    reading.files.append(path)
    if not path.exists():
        return environment
    try:
        text = read_text(path, shown(path), reading.language)
    except UnreadableError as error:
        if path.stat().st_size:
            reading.faults.append(error.fault)
        return environment
    values = dotenv_values(stream=io.StringIO(text), interpolate=False)
    return {**{name: value for name, value in values.items() if value is not None}, **environment}


def variables_of(config: Path, environment: Mapping[str, str]) -> Mapping[str, str]:
    """Every variable that the settings could name: the .env file's and, above them, the environment's. For the verb that makes secrets."""
    return _variables(_Reading(), config, environment, None)


def _secrets(reading: _Reading, document: Document | None, config: Path, bot: BotFile | None, variables: Mapping[str, str]) -> Secrets:
    found: dict[str, str] = {}
    for place, name in _named_variables(bot):
        value = variables.get(name, "")
        if value.strip():
            found[name] = value.strip()
            reading.digest.update(f"{name}={hashlib.sha256(value.encode()).hexdigest()}\0".encode())
        elif document is not None:
            key = "settings.variable_empty" if name in variables else "settings.variable_missing"
            reading.note(document, config, place, key, name=name)
    return Secrets(found)


def _named_variables(bot: BotFile | None) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if bot is None:
        return
    for number, page in enumerate(bot.pages):
        if not page.enabled:
            continue
        for key in ("token", "app_id", "app_secret"):
            name = getattr(page, key)
            if name is not None:
                yield ("pages", number, key), name
    if bot.intake.proxy_from is not None:
        yield ("intake", "proxy_from"), bot.intake.proxy_from
    if bot.intake.websub.secret is not None:
        yield ("intake", "websub", "secret"), bot.intake.websub.secret
    if bot.web.key_from is not None:
        yield ("web", "key_from"), bot.web.key_from
    for number, recipient in enumerate(bot.alerts.recipients):
        yield ("alerts", "recipients", number, "url_from"), recipient.url_from
    if bot.database.url_from is not None:
        yield ("database", "url_from"), bot.database.url_from


def _pasted_secrets(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """Places where a secret itself stands, instead of the name of its variable."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _pasted_secrets(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _pasted_secrets(item, (*path, number))
    elif isinstance(value, str) and path:
        anywhere = value.startswith("EAA") and len(value) >= 20 and value.isalnum()
        in_its_place = path[-1] in _SECRET_KEYS and looks_secret(value)
        password = path[-1] in {"url", "proxy"} and "://" in value and ":" in value.partition("://")[2].partition("@")[0] and "@" in value
        if anywhere or in_its_place or password:
            yield path


def _ca_file(reading: _Reading, bot: BotFile, config: Path) -> Path | None:
    """Where the file of certificates is, if one is named; watched like every other file."""
    if not bot.intake.ca_file:
        return None
    path = config.parent / bot.intake.ca_file
    reading.files.append(path)
    reading.digest.update(f"{path}\0{digest_of(path)}\0".encode())
    return path


def _check_references(reading: _Reading, bot: BotFile, document: Document, config: Path) -> None:
    """What no single key can know: names that refer to each other."""
    note: Callable[..., None] = reading.note
    for key in ("feeds", "pages"):
        names = [item.name for item in getattr(bot, key)]
        for number, name in enumerate(names):
            if name in names[:number]:
                note(document, config, (key, number, "name"), "settings.name_twice", name=name)
    ids = [page.page_id for page in bot.pages]
    for number, page_id in enumerate(ids):
        if page_id in ids[:number]:
            # Every article would go out on it once for each of its names.
            note(document, config, ("pages", number, "page_id"), "settings.page_twice", id=page_id)
    known = [page.name for page in bot.pages]
    for number, feed in enumerate(bot.feeds):
        for place, name in enumerate(feed.pages):
            if name not in known:
                hint = did_you_mean(name, known, reading.language)
                note(
                    document,
                    config,
                    ("feeds", number, "pages", place),
                    "settings.no_such_page",
                    name=name,
                    known=", ".join(known),
                    hint=hint,
                )
    for year, quota in bot.report.quotas.items():
        for name in quota.channels:
            if name not in known:
                hint = did_you_mean(name, known, reading.language)
                where = ("report", "quotas", year, "channels", name)
                note(document, config, where, "settings.no_such_page", name=name, known=", ".join(known), hint=hint)
    for tone in bot.compose.mentions:
        if tone not in list(Tone):
            hint = did_you_mean(tone, list(Tone), reading.language)
            note(document, config, ("compose", "mentions", tone), "settings.no_such_tone", name=tone, known=", ".join(Tone), hint=hint)
    longest = bot.graph.connect_timeout + bot.graph.read_timeout + _WHOLE_ANSWER
    if bot.retry.grace < longest:
        # A Post still on its way must not be taken for absent (it would be posted twice).
        note(document, config, ("retry", "grace"), "settings.grace_too_short", least=write_duration(longest))


def _with_graph_url(reading: _Reading, bot: BotFile, variables: Mapping[str, str]) -> BotFile:
    override = variables.get(_GRAPH_URL, "").strip()
    if not override:
        return bot
    reading.digest.update(f"{_GRAPH_URL}={override}\0".encode())
    try:
        url = TypeAdapter(AnyHttpUrl).validate_python(override)
    except ValidationError:
        reading.faults.append(Fault(_GRAPH_URL, 0, 0, "", say("settings.bad_url", reading.language, value=brief(override))))
        return bot
    graph: GraphPolicy = bot.graph.model_copy(update={"url": url})
    return bot.model_copy(update={"graph": graph})


def _vocabulary(reform: ReformPolicy, places: PlacesPolicy | None) -> Vocabulary:
    rules: dict[str, TargetRule] = {}
    districts = places.districts if places is not None else ()
    for group in (reform.fields, reform.topics, reform.tones):
        rules.update({key.value: rule for key, rule in group.items()})
    return Vocabulary(
        names={key: rule.name for key, rule in rules.items()},
        hashtags={key: tuple(rule.hashtags) for key, rule in rules.items()},
        communes={each.name: each.hashtag or split_kind(each.name)[1] for district in districts for each in district.communes},
        districts={district.name: district.hashtag or split_kind(district.name)[1] for district in districts},
    )
