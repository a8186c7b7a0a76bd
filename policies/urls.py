"""Addresses of policies."""

from django.urls import path

from policies import views
from policies.ask.views import ask
from policies.readers import views as readers_views
from policies.reviews import views as reviews_views

app_name = "policies"

urlpatterns = [
    path("policies/", views.policy_list, name="policy_list"),
    path("policies/to-read/", readers_views.to_read, name="to_read"),
    path("policies/deadlines/<int:pk>/", readers_views.deadline_change, name="deadline_change"),
    path("policies/ask/", ask, name="ask"),
    path("policies/add/", views.policy_add, name="policy_add"),
    path("policies/<slug:slug>/", views.policy, name="policy"),
    path("policies/<slug:slug>/review/", reviews_views.reviews, name="reviews"),
    path("policies/<slug:slug>/review/set/", reviews_views.cycle_set, name="cycle_set"),
    path("policies/<slug:slug>/review/bring-forward/", reviews_views.review_forward, name="review_forward"),
    path("policies/<slug:slug>/review/record/", reviews_views.review_record, name="review_record"),
    path("policies/<slug:slug>/differences/<int:old>/<int:new>/", views.differences, name="differences"),
    path("policies/<slug:slug>/versions/<int:pk>/", views.version, name="version"),
    path("policies/<slug:slug>/versions/<int:pk>/start/", views.version_start, name="version_start"),
    path("policies/<slug:slug>/versions/<int:pk>/change/", views.version_change, name="version_change"),
    path("policies/<slug:slug>/versions/<int:pk>/propose/", views.version_propose, name="version_propose"),
    path("policies/<slug:slug>/versions/<int:pk>/send-back/", views.version_send_back, name="version_send_back"),
    path("policies/<slug:slug>/versions/<int:pk>/withdraw/", views.version_withdraw, name="version_withdraw"),
    path(
        "policies/<slug:slug>/versions/<int:pk>/bring-into-force/",
        views.version_bring_into_force,
        name="version_bring_into_force",
    ),
    path("policies/<slug:slug>/versions/<int:pk>/approvals/add/", views.approval_add, name="approval_add"),
    path("policies/<slug:slug>/versions/<int:pk>/document/keep/", views.document_attach, name="document_attach"),
    path("policies/<slug:slug>/readers/", readers_views.reader_list, name="reader_list"),
    path("policies/<slug:slug>/readers/ask/", readers_views.reader_ask, name="reader_ask"),
    path(
        "policies/<slug:slug>/versions/<int:pk>/acknowledge/",
        readers_views.version_acknowledge,
        name="version_acknowledge",
    ),
    path("policies/<slug:slug>/versions/<int:pk>/document/", views.document, name="document"),
]
