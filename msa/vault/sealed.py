"""A sealed value in Python: nothing that prints, logs or renders can show it."""

from __future__ import annotations

from typing import Any

from django.db import models


class Sealed:
    """An envelope that was not opened. It has no text form and can't be pickled."""

    __slots__ = ("_envelope",)

    def __init__(self, envelope: bytes) -> None:
        self._envelope = bytes(envelope)

    @property
    def envelope(self) -> bytes:
        """The bytes as stored: ciphertext only."""
        return self._envelope

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__

    def __format__(self, format_spec: str) -> str:
        return "<sealed>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and self._envelope == other._envelope

    def __hash__(self) -> int:
        return hash(self._envelope)

    def __reduce__(self) -> Any:
        raise TypeError("a sealed value does not leave the process")


class SealedField(models.BinaryField):  # type: ignore[type-arg]  # not generic at run time
    """A column of envelopes; reads as :class:`Sealed`, never as bytes or text."""

    description = "A value sealed by the vault"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else Sealed(value)

    def get_db_prep_value(
        self, value: Any, connection: Any, prepared: bool = False
    ) -> Any:
        if value is not None and not isinstance(value, Sealed):
            raise TypeError("only a Sealed value can be stored here")
        raw = None if value is None else value.envelope
        return super().get_db_prep_value(raw, connection, prepared)

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("a sealed value is not serialised")
