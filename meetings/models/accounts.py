"""Sign-ins: one global account, which boards know as a person of theirs."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    is_demo = models.BooleanField(
        _("demo account"),
        default=False,
        help_text=_("Its password is public. The server refuses to start with DEMO off."),
    )

    read_to = models.PositiveBigIntegerField(
        default=0, editable=False
    )  # the key of the newest notice that they marked as read

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("email"),
                condition=~models.Q(email=""),
                name="user_email_once",
                violation_error_message=_("Another account has this e-mail address."),
            )
        ]
