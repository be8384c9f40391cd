"""The shipped settings, with one guard taken away: only for the twins of the soak."""

from boardapp.settings import *  # noqa: F403
from boardapp.settings import INSTALLED_APPS, STATICFILES_DIRS, VAR_DIR

INSTALLED_APPS = [*INSTALLED_APPS, "tests.soak.broken.Broken"]
CHANGED = VAR_DIR / "broken"
CHANGED.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [CHANGED, *STATICFILES_DIRS]
