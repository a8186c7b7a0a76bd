"""Addresses of what staff report, and of low-level concerns."""

from django.urls import path

from reports import views
from reports.concerns import views as concern_views

app_name = "reports"

urlpatterns = [
    path("concerns/", concern_views.concern_list, name="concern_list"),
    path("concerns/add/", concern_views.concern_add, name="concern_add"),
    path("concerns/<int:pk>/", concern_views.concerns_about, name="concerns_about"),
    path("reports/", views.report_list, name="report_list"),
    path("reports/new/", views.report_start, name="report_start"),
    path("reports/new/<slug:kind>/", views.report_new, name="report_new"),
    path("reports/mine/", views.my_reports, name="my_reports"),
    path("reports/mine/<int:pk>/", views.my_report, name="my_report"),
    path("reports/relationships/", views.report_relationships, name="report_relationships"),
    path("reports/<int:pk>/", views.report, name="report"),
    path("reports/<int:pk>/start-incident/", views.report_incident, name="report_incident"),
]
