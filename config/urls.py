"""Every address of the site, app by app.

Of allauth's own pages of signing in, those that Rung has, and none that it does not. Nobody changes their own email
address: their school knows them by it and gives roles by it, so whoever could take an address that is not theirs would
be given what was meant for somebody else.
"""

from allauth.account import views as accounts
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


signing_in: list[URLPattern | URLResolver] = [
    path("login/", accounts.login, name="account_login"),
    path("logout/", accounts.logout, name="account_logout"),
    path("inactive/", accounts.account_inactive, name="account_inactive"),
    path("signup/", accounts.signup, name="account_signup"),
    path("reauthenticate/", accounts.reauthenticate, name="account_reauthenticate"),
    path("password/change/", accounts.password_change, name="account_change_password"),
    path("password/reset/", accounts.password_reset, name="account_reset_password"),
    path("password/reset/done/", accounts.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        accounts.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        accounts.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("accounts/", include(signing_in)),
    path("", include("breaches.urls")),
    path("", include("incidents.urls")),
    path("", include("reports.urls")),
    path("", include("reminders.urls")),
    path("", include("governors.urls")),
    path("", include("people.urls")),
    path("", include("policies.urls")),
    path("health/", health, name="health"),
]
