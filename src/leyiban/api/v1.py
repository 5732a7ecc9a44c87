"""Version 1 of the API: its domains, and how the whole is described and answered."""

from typing import Any, Final

from django.conf import settings
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from leyiban.api import (
    bars,
    cases,
    catalogue,
    codes,
    draft_papers,
    drafts,
    green,
    hearings,
    ledger,
    licences,
    lists,
    looks,
    mandates,
    moves,
    notes,
    people,
    places,
    prechecks,
    province,
    publicity,
    samples,
    signing_in,
    states,
    statistics,
    supervision,
    tasks,
    work,
)
from leyiban.api.frame.document import Document
from leyiban.api.frame.door import PREFIX
from leyiban.api.frame.failures import answer_failures
from leyiban.api.frame.json_text import JsonRenderer
from leyiban.api.frame.reading import StrictParser


class Api(NinjaAPI):
    """Ninja's API with our own description of it."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI document; paths are below the server's address."""
        return Document(self)


_DOMAINS: Final = (
    signing_in.door,
    people.door,
    mandates.door,
    catalogue.door,
    prechecks.door,
    lists.door,
    places.door,
    drafts.door,
    draft_papers.door,
    bars.door,
    green.door,
    cases.door,
    moves.door,
    notes.door,
    tasks.door,
    hearings.door,
    work.door,
    licences.door,
    publicity.door,
    samples.door,
    supervision.door,
    province.door,
    looks.door,
    ledger.door,
    codes.door,
    states.door,
    statistics.door,
)

api: Final = Api(
    title="Leyiban API",
    version="1.0.0",
    description=(
        "Everything that people and offices do with Leyiban, done by programs. The pages of the portal and "
        "of the workbench call the same operations."
    ),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
    servers=[{"url": f"{settings.PUBLIC_URL}{PREFIX}", "description": "This city"}],
    renderer=JsonRenderer(),
    parser=StrictParser(),
)
for _domain in _DOMAINS:
    api.add_router("", _domain.router)
answer_failures(api)
