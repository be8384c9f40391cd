"""The shipped settings, and one bare view more to measure against."""

from boardapp.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
