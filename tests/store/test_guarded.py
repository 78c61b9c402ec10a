"""What the driver is asked itself fails in the same words as what goes through SQLAlchemy."""

import sqlite3

import pytest
from sqlalchemy import create_engine

from bot.errors import StoreError
from bot.store.engine import guarded


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (sqlite3.OperationalError("database is locked"), "store.locked"),
        (sqlite3.OperationalError("disk I/O error"), "store.unusable"),
        (sqlite3.DatabaseError("file is not a database"), "store.not_a_database"),
    ],
)
def test_the_drivers_own_error_is_a_sentence(error, key):
    with pytest.raises(StoreError) as caught, guarded(create_engine("sqlite://")):
        raise error
    assert caught.value.key == key
    assert str(error) in caught.value.say("vi")


def test_a_mistake_of_the_program_passes_as_it_is():
    with pytest.raises(sqlite3.IntegrityError), guarded(create_engine("sqlite://")):
        raise sqlite3.IntegrityError("UNIQUE constraint failed")
