"""Two acts at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection, transaction


def at_once(
    first: Callable[[], None],
    second: Callable[[], None],
    *,
    refusal: type[Exception] | tuple[type[Exception], ...],
) -> None:
    """Do ``second``, which may be refused, while ``first`` is not committed yet."""

    def run() -> None:
        try:
            second()
        except refusal:
            pass
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        thread.join(0.3)
    thread.join(10)
    assert not thread.is_alive()
