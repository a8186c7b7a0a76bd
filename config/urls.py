"""Every address of the site, app by app."""

from django.urls import include, path

from config.health import health

urlpatterns = [
    path("accounts/", include("config.accounts")),
    path("", include("breaches.urls")),
    path("", include("incidents.urls")),
    path("", include("oversight.urls")),
    path("", include("people.urls")),
    path("", include("policies.urls")),
    path("health/", health, name="health"),
]
