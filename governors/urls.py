"""Addresses of dashboards and packs."""

from django.urls import path

from governors import views

app_name = "governors"

urlpatterns = [
    path("oversight/reviews/", views.reviews, name="reviews"),
    path("oversight/figures/", views.figures, name="figures"),
    path("oversight/schools/", views.schools, name="schools"),
    path("oversight/packs/", views.pack_list, name="pack_list"),
    path("oversight/packs/add/", views.pack_add, name="pack_add"),
    path("oversight/packs/<int:pk>/", views.pack_pdf, name="pack"),
]
