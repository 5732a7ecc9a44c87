"""The questions that the search is tuned on, as far as the city's own items answer them."""

import pytest

from bench.search.judging import judge, quality
from bench.search.questions import SEEN, questions
from leyiban.catalogue.models import City, HandlingItem
from leyiban.catalogue.queries.searching import search
from tests.catalogue.rulefiles import TODAY

pytestmark = pytest.mark.usefixtures("db")


@pytest.mark.proves("F1.1")
def test_people_find_what_they_ask_for_among_the_first_twenty() -> None:
    leshan = City.objects.get(key="leshan")
    base_of = {code: code for code in HandlingItem.objects.values_list("code", flat=True)}
    judged, silent = [], []
    for question in questions(SEEN):
        wanted = question.wanted(base_of)
        shown = [hit.version.item.code for hit in search(question.text, city=leshan, on=TODAY, limit=20).hits]
        if wanted:
            judged.append(judge(shown, wanted))
        elif wanted is not None:
            silent.append(not shown)
    found = quality(judged, silent)
    assert found.asked > 30
    assert found.recall >= 0.95
    assert found.reciprocal >= 0.8
    assert found.silence == 1
