"""Hot reload: a cheap look at the files' signatures; only where one has changed is everything read again, and swapped whole or refused."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import Fault, SettingsInvalid
from bot.settings.model import Settings

Signature = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """The files changed and are sound."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class Refused:
    """The files changed and are faulty; the old settings go on."""

    error: SettingsInvalid


class SettingsWatch:
    """Holds the settings in force. No thread, no waiting: `look` is called between ticks.

    Raises:
        SettingsInvalid: on construction, where there are no sound settings to begin with.
    """

    def __init__(self, load: Callable[[], Settings]) -> None:
        self._load = load
        self.current = load()
        self._signature = _signature(self.current.files)
        self._told = ""
        self.faults: tuple[Fault, ...] = ()
        """What is wrong with the files, where the settings in force are older than they are."""

    def look(self) -> Changed | Refused | None:
        """What became of the settings since the last look; None where nothing did. The same fault is told once, until the files change again."""
        signature = _signature(self.current.files)
        if signature == self._signature:
            return None
        self._signature = signature
        try:
            settings = self._load()
        except SettingsInvalid as error:
            self.faults = tuple(error.faults)
            text = "\n".join(map(str, error.faults))
            if text == self._told:
                return None
            self._told = text
            return Refused(error)
        self._told, self.faults = "", ()
        same = settings.digest == self.current.digest
        self.current = settings
        self._signature = _signature(settings.files)
        return None if same else Changed(settings)


def _signature(files: Iterable[Path]) -> Signature:
    """Name, inode, time and size of each file, and of each file beside a template, so that a new one is seen too."""
    paths = set(files)
    paths |= {beside for path in files if path.suffix == ".j2" for beside in path.parent.glob("*.j2")}
    return tuple(sorted(_stat(path) for path in paths))


def _stat(path: Path) -> tuple[str, int, int, int]:
    try:
        found = path.stat()
    except OSError:
        return (str(path), 0, 0, -1)
    return (str(path), found.st_ino, found.st_mtime_ns, found.st_size)
