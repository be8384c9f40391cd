"""The server's entry point; it refuses to start where demo accounts meet a real board."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boardapp.settings")
application = get_wsgi_application()


def refuse_unsafe_start() -> None:
    """Everybody knows the demo accounts' password."""
    from django.conf import settings
    from django.contrib.auth import get_user_model

    if settings.DEMO:
        return
    if get_user_model().objects.filter(is_demo=True).exists():
        raise ImproperlyConfigured(
            "This database holds demo accounts, and DEMO is off. "
            "Delete the accounts marked as demo, or start with DEMO=1."
        )


refuse_unsafe_start()
