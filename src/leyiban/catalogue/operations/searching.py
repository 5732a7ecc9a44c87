"""What search reads is written here; every change draws the city's stamp anew, in the same transaction."""

import uuid
from dataclasses import asdict

from leyiban.catalogue.indexing import search_document
from leyiban.catalogue.models import City, HandlingItem, ItemSearch, SearchStamp
from leyiban.catalogue.rulefile.model import RuleFile


def hold_search(city: City) -> None:
    """Let nobody else change what the city's search reads while this transaction lasts.

    Whoever locks an item as well asks for this first: two writers then never wait for each other.
    """
    City.objects.select_for_update(of=("self",), no_key=True).get(pk=city.pk)


def index_item(item: HandlingItem, rulefile: RuleFile) -> None:
    """Keep the item's search document as ``rulefile`` draws it."""
    wanted = {name: list(texts) for name, texts in asdict(search_document(rulefile)).items()}
    stored = ItemSearch.objects.filter(item=item).values(*wanted).first()
    if stored != wanted:
        ItemSearch.objects.update_or_create(item=item, defaults=wanted)
        search_changed(item.city)


def search_changed(city: City) -> None:
    """Let every index of the city's items be built anew."""
    hold_search(city)
    SearchStamp.objects.update_or_create(city=city, defaults={"stamp": uuid.uuid4()})
