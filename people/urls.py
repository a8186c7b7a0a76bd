"""Addresses of people, roles and the school."""

from django.urls import path

from people import views

app_name = "people"

urlpatterns = [
    path("role/", views.choose_membership, name="choose_membership"),
    path("no-role/", views.no_role, name="no_role"),
]
