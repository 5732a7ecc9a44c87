"""Model fields for what must not lie readable in the database."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import pre_save

from leyiban.kernel.crypto import Hidden

_OF_MIGRATIONS = "__fake__"  # the module in which django.db.migrations.state renders its models

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
        instance.__dict__[self.field.attname] = self.field.placed(value, _row_of(instance))


class EncryptedText(_Field[SetType, GetType]):
    """A text sealed at rest (AES-256-GCM) and :class:`Hidden` in memory; assign a ``str``, read by ``reveal()``.

    The column is ``bytea``. The sealed value is bound to ``place``, by default ``app.model.field``, and to
    its row's primary key, so that whoever can write to the database cannot show one person's fact as
    another's. Give ``place`` when a model or field is renamed, so that stored values still open. A value is
    written by saving its row, never by ``update()``, which knows no row. The column cannot be searched: keep
    a :class:`KeyedDigest` beside it.
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

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        # Migrations make thousands of passing classes and save none: each would be held, and compared, to the end.
        if not cls._meta.abstract and cls.__module__ != _OF_MIGRATIONS:
            pre_save.connect(
                _draw_key, sender=cls, dispatch_uid=f"{cls.__module__}.{cls.__qualname__}.sealed"
            )

    def placed(self, value: object, row: str) -> Hidden | None:
        """``value`` as it may lie in ``row`` ("" : no row yet): read there, moved there, or sealed for it."""
        if value is None:
            return None
        if isinstance(value, str):
            return Hidden.of(value, place=self.place, row=row)
        if not isinstance(value, Hidden):
            raise TypeError(f"{self.place} takes a text, not {type(value).__name__}")
        if value.place != self.place or (value.row and value.row != row):
            return value.moved_to(self.place, row)
        return value if value.row == row else value.found_in(row)

    def to_python(self, value: object) -> Hidden | None:
        return self.placed(value, value.row if isinstance(value, Hidden) else "")

    def pre_save(self, model_instance: models.Model, add: bool) -> Hidden | None:
        """What is saved opens in this row only; what an older release stored is bound on the way."""
        hidden: Hidden | None = getattr(model_instance, self.attname)
        row = _row_of(model_instance)
        if hidden is not None and not hidden.is_bound_to(self.place, row):
            hidden = hidden.moved_to(self.place, row)
            model_instance.__dict__[self.attname] = hidden
        return hidden

    def from_db_value(self, value: Any, expression: object, connection: BaseDatabaseWrapper) -> Hidden | None:
        return None if value is None else Hidden(bytes(value), place=self.place)

    def get_prep_value(self, value: object) -> bytes | None:
        if value is None:
            return None
        if not isinstance(value, Hidden) or not value.row or not value.is_bound_to(self.place, value.row):
            raise TypeError(f"{self.place} is written by saving its row")
        return value.sealed

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


def _row_of(instance: models.Model) -> str:
    """What names the row of ``instance``, or "" while it has no key."""
    key = instance.__dict__.get(instance._meta.pk.attname)
    return "" if key is None else str(key)


def _draw_key(
    sender: type[models.Model], *, instance: models.Model, raw: bool, using: str, **_: object
) -> None:
    """Give a new row its key before its values are sealed: they are bound to it."""
    if raw or instance.pk is not None:
        return
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s))", [sender._meta.db_table, sender._meta.pk.column]
        )
        (instance.pk,) = cursor.fetchone()


class KeyedDigest(_BinaryField[SetType, GetType]):
    """32 bytes made by :func:`leyiban.kernel.crypto.digest_of`; filter with ``__in`` and ``search_digests``."""

    _pyi_private_set_type: bytes
    _pyi_private_get_type: bytes

    def from_db_value(self, value: Any, expression: object, connection: BaseDatabaseWrapper) -> bytes | None:
        return None if value is None else bytes(value)
