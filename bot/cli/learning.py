"""The verbs that learn from editors' decisions: suggest, and `evaluate --corrections`."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.cli.jsonable import to_json
from bot.cli.lines import numbered
from bot.cli.options import DEFAULT_CONFIG, Config, Json
from bot.cli.wiring import open_world, read_settings
from bot.editorial.changes import Change, ChangeKind
from bot.editorial.classify import classify
from bot.editorial.evaluation import evaluate
from bot.editorial.labelled import Labelled, LabelledLines
from bot.editorial.suggestion import Proposal, Suggestion, Unmended
from bot.errors import LoaError
from bot.messages import Language, say
from bot.plan.bands import band_of
from bot.service.learning import Decisions, decisions
from bot.service.learning import suggest as search
from bot.settings.loader import reform_path, shown
from bot.settings.patching import patch_of

_SHOWN: Final = 70  # characters of a headline
_GROUPS: Final[Mapping[str, str]] = {"field": "fields", "topic": "topics", "tone": "tones"}


def evaluate_decisions(config: Path, *, json: bool) -> None:
    """`evaluate --corrections`: the present judgement against what editors have corrected and approved."""
    with open_world(read_settings(config)) as world:
        found = decisions(world)
        counts = {"corrected": found.corrected, "approved": found.approved, "rejected": found.rejected}
        judged = [(each, classify(each.entry, world.lexicon)) for each in found.labelled]
        report = evaluate(judged, lambda result: band_of(world.settings.approval.bands, result)) if judged else None
        if json:
            typer.echo(to_json({"decisions": counts, **(report.as_dict() if report is not None else {"lines": 0})}))
            return
        typer.echo(say("cli.decisions", world.language, corrected=found.corrected, approved=found.approved, rejected=found.rejected))
        if report is not None:
            typer.echo(report.as_text(world.language))


def suggest(
    guard: Annotated[
        list[Path] | None, typer.Option("--guard", help="Tệp JSON Lines có nhãn (như của evaluate) không được phép sai đi; lặp lại được.")
    ] = None,
    config: Config = DEFAULT_CONFIG,
    *,
    json: Json = False,
) -> None:
    """Đề xuất cụm từ và trọng số để lần sau phân loại đúng những tin đã sửa, dưới dạng bản vá cho reform.yaml; không tự thay đổi gì."""
    settings = read_settings(config)
    guards = _labelled(guard or (), settings.language)
    with open_world(settings) as world:
        found = decisions(world)
        suggestion = search(world, found, guards)
        path = reform_path(config)
        summary = _Summary(world.language, found, guards, suggestion, shown(path))
        if not json:
            for line in summary.lines():
                typer.echo(line, err=True)
        patch = patch_of(path, shown(path), [each.change for each in suggestion.proposals], suggestion.policy)
        if json:
            typer.echo(to_json(summary.value(patch)))
            return
        typer.echo(patch, nl=False)
        if patch:
            typer.echo(say("cli.suggest_apply", world.language, path=shown(path)), err=True)


def _labelled(files: Sequence[Path], language: Language) -> list[Labelled]:
    """The lines of all `--guard` files. What is odd in them is told on standard error."""
    lines, found = LabelledLines(), list[Labelled]()
    for file in files:
        try:
            found += lines.read(numbered(file), str(file))
        except LoaError as error:
            raise LoaError("cli.bad_guard", path=file, why=error.say(language)) from error
    for note in lines.notes:
        typer.echo(note.say(language), err=True)
    return found


class _Summary:
    """What is proposed, in words or as a value."""

    def __init__(self, language: Language, found: Decisions, guards: Sequence[Labelled], suggestion: Suggestion, path: str) -> None:
        self._language = language
        self._found = found
        self._guards = guards
        self._suggestion = suggestion
        self._path = path
        self._titles = {each.id: each.entry.title for each in (*guards, *found.labelled)}

    def value(self, patch: str) -> dict[str, object]:
        """For `--json`."""
        found, suggestion = self._found, self._suggestion
        return {
            "file": self._path,
            "decisions": {"corrected": found.corrected, "approved": found.approved, "rejected": found.rejected},
            "guards": len(self._guards),
            "right": suggestion.right,
            "proposals": [
                {
                    "kind": each.change.kind,
                    "target": each.change.target,
                    "phrase": each.change.phrase,
                    "weight": None if each.change.kind is ChangeKind.UNLESS else each.change.weight,
                    "unless": each.change.context or None,
                    "mends": each.mends,
                    "agreeing": each.agreeing,
                }
                for each in suggestion.proposals
            ],
            "mended": suggestion.mended,
            "unmended": suggestion.unmended,
            "patch": patch,
        }

    def lines(self) -> Iterator[str]:
        """For people."""
        language, found, suggestion = self._language, self._found, self._suggestion
        if not found.labelled:
            yield say("cli.suggest_nothing_decided", language)
            return
        wrong = len(found.labelled) - suggestion.right
        yield say("cli.suggest_seen", language, count=len(found.labelled), right=suggestion.right, wrong=wrong)
        if wrong:
            key = "cli.suggest_guarded" if self._guards else "cli.suggest_unguarded"
            yield say(key, language, count=len(self._guards)) if self._guards else say(key, language)
        if not suggestion.proposals:
            yield say("cli.suggest_nothing" if wrong else "cli.suggest_all_right", language)
        for proposal in suggestion.proposals:
            yield self._proposal(proposal)
        for unmended in suggestion.unmended:
            yield self._unmended(unmended)

    def _proposal(self, proposal: Proposal) -> str:
        what = _told(proposal.change, self._language)
        mends = "; ".join(self._title(identity) for identity in proposal.mends)
        others = ""
        if proposal.agreeing:
            others = say("cli.suggest_agreeing", self._language, count=proposal.agreeing)
        elif len(proposal.mends) == 1:
            others = say("cli.suggest_alone", self._language)
        return say("cli.suggest_proposal", self._language, what=what, mends=mends, others=others).rstrip()

    def _unmended(self, unmended: Unmended) -> str:
        wrong = ", ".join(say(f"cli.wrong_{each}", self._language) for each in unmended.wrong)
        if unmended.phrase:
            why = say("cli.suggest_breaks", self._language, phrase=unmended.phrase, title=self._title(unmended.breaks))
        elif unmended.weak:
            why = say("cli.suggest_too_weak", self._language, phrase=unmended.weak)
        else:
            why = say("cli.suggest_no_phrase", self._language)
        return say("cli.suggest_unmended", self._language, title=self._title(unmended.id), wrong=wrong, why=why)

    def _title(self, identity: str) -> str:
        title = self._titles[identity]
        return f"{identity} “{title if len(title) <= _SHOWN else title[:_SHOWN] + '…'}”"


def _told(change: Change, language: Language) -> str:
    kind, _, identity = change.target.partition(":")
    where = f"{_GROUPS[kind]}.{identity}" if identity else "relevance"
    match change.kind:
        case ChangeKind.ADD:
            return say("cli.suggest_add", language, phrase=change.phrase, weight=f"{change.weight:g}", where=where)
        case ChangeKind.UNLESS:
            return say("cli.suggest_unless", language, phrase=change.phrase, context=change.context, where=where)
        case ChangeKind.WEIGHT:
            return say("cli.suggest_weight", language, phrase=change.phrase, weight=f"{change.weight:g}", where=where)
