"""What the server looks at before it starts."""

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def refuse_unsafe_start() -> None:
    """Everybody knows the demo accounts' password: they never meet a real board."""
    if settings.DEMO:
        return
    user_model = apps.get_model(settings.AUTH_USER_MODEL)
    if user_model._default_manager.filter(is_demo=True).exists():
        raise ImproperlyConfigured(
            "This database holds demo accounts, and DEMO is off. "
            "Delete the accounts marked as demo, or start with DEMO=1."
        )
