"""The URL root: the app, the accounts and the admin behind the same sign-in."""

from allauth.account import views as account
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.decorators.http import require_POST

admin.autodiscover()
admin.site.login = login_not_required(secure_admin_login(admin.site.login))  # type: ignore[method-assign]

urlpatterns = [
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", require_POST(account.logout), name="account_logout"),
    path("accounts/signup/", account.signup, name="account_signup"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path(
        "accounts/password/change/",
        account.password_change,
        name="account_change_password",
    ),
    path("accounts/password/set/", account.password_set, name="account_set_password"),
    path(
        "accounts/password/reset/",
        account.password_reset,
        name="account_reset_password",
    ),
    path(
        "accounts/password/reset/done/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("admin/", admin.site.urls),
    path("", include("meetings.urls")),
]

handler400 = "meetings.views.errors.bad_request"
handler403 = "meetings.views.errors.permission_denied"
handler404 = "meetings.views.errors.page_not_found"
handler500 = "meetings.views.errors.server_error"
