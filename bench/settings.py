"""The product's settings with one more address: the view that is the limit of reads."""

from leyiban.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
