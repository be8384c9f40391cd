"""The same settings for tests: fixed key, quick password hashes, a loud N+1 detector."""

import os

from boardapp.settings import *
from boardapp.settings import BASE_DIR, DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES

SECRET_KEY = "only-for-tests-and-never-for-a-board-that-lives"  # noqa: S105
DEMO = False
HTTPS = False
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessionid", "csrftoken"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {
    "papers": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SITE_URL, EMAIL_URL, MAIL_HOUR = "https://board.example.org", "memory:", 7
FLUSH_ALLOWED = True
LOGGING = {}
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
ZEAL_RAISE = True
# Django's own: signing out looks the session up again, a form looks at each constraint.
ZEAL_ALLOWLIST = [
    {"model": "sessions.Session"},
    {"model": "meetings.Board", "field": "get()"},
    {"model": "meetings.User", "field": "get()"},
]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file: SQLite in memory ignores the busy timeout as soon as there are threads.
    # One for each run: the browser tests run beside the others.
    DATABASES["default"]["TEST"] = {"NAME": BASE_DIR / ".cache" / f"test-{os.getpid()}.sqlite3"}
    (BASE_DIR / ".cache").mkdir(exist_ok=True)
