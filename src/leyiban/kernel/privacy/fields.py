"""Model fields for what must not lie readable in the database."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from leyiban.kernel.crypto import Hidden

SetType = TypeVar("SetType", contravariant=True)
GetType = TypeVar("GetType", covariant=True)

if TYPE_CHECKING:
    _Field = models.Field
    _BinaryField = models.BinaryField
else:
    # Django's fields are generic for the type checker only.
    class _Field(models.Field):
        def __class_getitem__(cls, _types: object) -> type:
            return cls

    class _BinaryField(models.BinaryField):
        def __class_getitem__(cls, _types: object) -> type:
            return cls


class _HiddenAttribute(DeferredAttribute):
    """Seals a plain text at the moment it is assigned, so that no instance carries it in the clear."""

    field: "EncryptedText[Any, Any]"

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class EncryptedText(_Field[SetType, GetType]):
    """A text sealed at rest (AES-256-GCM) and :class:`Hidden` in memory; assign a ``str``, read by ``reveal()``.

    The column is ``bytea``. The sealed value is bound to ``place``, by default ``app.model.field``; give
    ``place`` when a model or field is renamed, so that stored values still open. The column cannot be
    searched: keep a :class:`KeyedDigest` beside it.
    """

    descriptor_class = _HiddenAttribute
    _pyi_private_set_type: str | Hidden
    _pyi_private_get_type: Hidden

    def __init__(self, *args: Any, place: str = "", **options: Any) -> None:
        self._given_place = place
        super().__init__(*args, **options)

    @property
    def place(self) -> str:
        return self._given_place or f"{self.model._meta.label_lower}.{self.name}"

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        if self._given_place:
            options["place"] = self._given_place
        return name, path, args, options

    def get_internal_type(self) -> str:
        return "BinaryField"

    def to_python(self, value: object) -> Hidden | None:
        if value is None or isinstance(value, Hidden):
            return value if value is None or value.place == self.place else value.moved_to(self.place)
        if isinstance(value, str):
            return Hidden.of(value, place=self.place)
        raise TypeError(f"{self.place} takes a text, not {type(value).__name__}")

    def from_db_value(self, value: Any, expression: object, connection: BaseDatabaseWrapper) -> Hidden | None:
        return None if value is None else Hidden(bytes(value), place=self.place)

    def get_prep_value(self, value: object) -> bytes | None:
        hidden = self.to_python(value)
        return None if hidden is None else hidden.sealed

    def get_db_prep_value(
        self, value: object, connection: BaseDatabaseWrapper, prepared: bool = False
    ) -> Any:
        prepped = value if prepared else self.get_prep_value(value)
        return prepped

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise TypeError(f"{self.place} cannot be searched: use the keyed digest beside it")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self.place} is not serialised")


class KeyedDigest(_BinaryField[SetType, GetType]):
    """32 bytes made by :func:`leyiban.kernel.crypto.digest_of`; filter with ``__in`` and ``search_digests``."""

    _pyi_private_set_type: bytes
    _pyi_private_get_type: bytes

    def from_db_value(self, value: Any, expression: object, connection: BaseDatabaseWrapper) -> bytes | None:
        return None if value is None else bytes(value)
