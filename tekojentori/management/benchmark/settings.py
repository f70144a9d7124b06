"""The product's own settings and middleware, with one bare view more to measure against."""

from tekojentori.settings import *  # noqa: F403

ROOT_URLCONF = "tekojentori.management.benchmark.urls"
