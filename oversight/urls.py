"""Addresses of dashboards, packs and reminders."""

from django.urls import path

from oversight.views import governing, packs, reminders

app_name = "oversight"

urlpatterns = [
    path("oversight/reviews/", governing.reviews, name="reviews"),
    path("oversight/figures/", governing.figures, name="figures"),
    path("oversight/schools/", governing.schools, name="schools"),
    path("oversight/packs/", packs.pack_list, name="pack_list"),
    path("oversight/packs/add/", packs.pack_add, name="pack_add"),
    path("oversight/packs/<int:pk>/", packs.pack, name="pack"),
    path("reminders/", reminders.reminders, name="reminders"),
]
