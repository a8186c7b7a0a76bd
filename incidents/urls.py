"""Addresses of incidents and their evidence."""

from django.urls import path

from incidents import views

app_name = "incidents"

urlpatterns = [
    path("incidents/", views.incident_list, name="incident_list"),
    path("incidents/log/", views.log_start, name="log_start"),
    path("incidents/<int:pk>/", views.incident, name="incident"),
    path("incidents/<int:pk>/log/check/", views.log_check, name="log_check"),
    path("incidents/<int:pk>/log/person-search/", views.person_search, name="person_search"),
    path("incidents/<int:pk>/log/person-add/", views.person_add, name="person_add"),
    path("incidents/<int:pk>/log/<slug:page>/", views.log_page, name="log_page"),
    path("incidents/<int:pk>/logged/", views.logged, name="logged"),
    path("incidents/<int:pk>/discard/", views.discard, name="discard"),
    path("incidents/<int:pk>/step-back/", views.step_back, name="step_back"),
    path("incidents/<int:pk>/evidence/add/", views.evidence_add, name="evidence_add"),
    path("involvements/<int:pk>/remove/", views.involvement_remove, name="involvement_remove"),
    path("evidence/<int:pk>/", views.evidence, name="evidence"),
    path("evidence/<int:pk>/take-back/", views.evidence_take_back, name="evidence_take_back"),
]
