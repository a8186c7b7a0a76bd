"""Addresses of policies."""

from django.urls import path

from policies.ask.views import ask
from policies.views import adding, approvals, differences, lives, readers, reading, reviews

app_name = "policies"

urlpatterns = [
    path("policies/", reading.policy_list, name="policy_list"),
    path("policies/to-read/", readers.to_read, name="to_read"),
    path("policies/deadlines/<int:pk>/", readers.deadline_change, name="deadline_change"),
    path("policies/ask/", ask, name="ask"),
    path("policies/add/", adding.policy_add, name="policy_add"),
    path("policies/<slug:slug>/", reading.policy, name="policy"),
    path("policies/<slug:slug>/review/", reviews.reviews, name="reviews"),
    path("policies/<slug:slug>/review/set/", reviews.cycle_set, name="cycle_set"),
    path("policies/<slug:slug>/review/bring-forward/", reviews.review_forward, name="review_forward"),
    path("policies/<slug:slug>/review/record/", reviews.review_record, name="review_record"),
    path("policies/<slug:slug>/differences/<int:old>/<int:new>/", differences.differences, name="differences"),
    path("policies/<slug:slug>/versions/<int:pk>/", reading.version, name="version"),
    path("policies/<slug:slug>/versions/<int:pk>/start/", lives.version_start, name="version_start"),
    path("policies/<slug:slug>/versions/<int:pk>/change/", lives.version_change, name="version_change"),
    path("policies/<slug:slug>/versions/<int:pk>/propose/", lives.version_propose, name="version_propose"),
    path("policies/<slug:slug>/versions/<int:pk>/send-back/", lives.version_send_back, name="version_send_back"),
    path("policies/<slug:slug>/versions/<int:pk>/withdraw/", lives.version_withdraw, name="version_withdraw"),
    path(
        "policies/<slug:slug>/versions/<int:pk>/bring-into-force/",
        lives.version_bring_into_force,
        name="version_bring_into_force",
    ),
    path("policies/<slug:slug>/versions/<int:pk>/approvals/add/", approvals.approval_add, name="approval_add"),
    path("policies/<slug:slug>/versions/<int:pk>/document/keep/", approvals.document_attach, name="document_attach"),
    path("policies/<slug:slug>/readers/", readers.reader_list, name="reader_list"),
    path("policies/<slug:slug>/readers/ask/", readers.reader_ask, name="reader_ask"),
    path(
        "policies/<slug:slug>/versions/<int:pk>/acknowledge/", readers.version_acknowledge, name="version_acknowledge"
    ),
    path("policies/<slug:slug>/versions/<int:pk>/document/", reading.document, name="document"),
]
