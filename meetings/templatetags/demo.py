"""The demo accounts, named on the sign-in page while the demo runs, and its outgoing mail."""

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def demo_keeps_mails() -> bool:
    return settings.DEMO and not settings.EMAIL_URL


@register.simple_tag
def demo_accounts() -> list[tuple[str, str]]:
    if not settings.DEMO:
        return []
    return [
        ("chair", _("chair of Harbour")),
        ("secretary", _("secretary of Harbour")),
        ("member", _("member of Harbour")),
        ("observer", _("observer at Harbour")),
        ("outsider", _("member of Library only")),
        ("admin", _("operator: the admin pages")),
    ]
