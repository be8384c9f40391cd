"""A throw-away PostgreSQL cluster for a soak, with as many databases as are asked for."""

import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def databases() -> Iterator[Callable[[], str]]:
    """Gives a function that makes an empty database and returns its address."""
    import psycopg

    from tests import pgplugin  # starts the cluster

    address = os.environ.pop("DATABASE_URL")
    count = itertools.count(1)

    def make() -> str:
        name = f"soak{next(count)}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return address.replace("/postgres?", f"/{name}?")

    try:
        yield make
    finally:
        pgplugin.pytest_unconfigure()
