"""Addresses of dashboards, packs and reminders."""

from django.urls import path

from oversight.views import reminders

app_name = "oversight"

urlpatterns = [
    path("reminders/", reminders.reminders, name="reminders"),
]
