"""Every address of the site, app by app."""

from django.urls import include, path

from config.health import health

urlpatterns = [
    path("accounts/", include("config.accounts")),
    path("", include("breaches.urls")),
    path("", include("incidents.urls")),
    path("", include("reports.urls")),
    path("", include("reminders.urls")),
    path("", include("governors.urls")),
    path("", include("people.urls")),
    path("", include("policies.urls")),
    path("health/", health, name="health"),
]
