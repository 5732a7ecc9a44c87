"""What pages are put together from, as plain values. Each has a macro of the same name in ``components/``.

A view turns a domain's answer into these; a template draws them; neither knows the other. Texts are finished
(translated) strings or a city's :class:`~leyiban.catalogue.words.Bilingual`.
"""

from leyiban.catalogue.words import Bilingual, Said

Words = str | Bilingual | Said
