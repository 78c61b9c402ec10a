"""When an article's page is asked again that could not be read when its entry was new. Pure."""

from datetime import datetime, timedelta
from typing import Final

# After the first try and after each further one; then the entry stays as its feed gave it.
_GAPS: Final = (timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1))


def next_reading(now: datetime, tries: int) -> datetime | None:
    """When to read again what could not be read `tries` times (1 or more); None where that was the last time."""
    return now + _GAPS[tries - 1] if tries <= len(_GAPS) else None
