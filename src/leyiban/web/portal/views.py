from leyiban.web.edge import Visit, page
from leyiban.web.rights import ANYONE


def _soon(visit: Visit):
    return visit.show("errors/page.html", {})


home = search = items = progress = entrances = help_page = accessibility = privacy = page(ANYONE)(_soon)
