"""The WSGI door that granian opens."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leyiban.config.settings")

application = get_wsgi_application()
# Load every page's code now: the first visitor does not wait for it, and what is broken fails at the start.
get_resolver().url_patterns  # noqa: B018
