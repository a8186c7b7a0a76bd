"""Addresses of policies."""

from django.urls import path

from policies.views import approvals, asking, readers, reading

app_name = "policies"

urlpatterns = [
    path("policies/", reading.policy_list, name="policy_list"),
    path("policies/to-read/", readers.to_read, name="to_read"),
    path("policies/deadlines/<int:pk>/", readers.deadline_change, name="deadline_change"),
    path("policies/ask/", asking.ask, name="ask"),
    path("policies/<slug:slug>/", reading.policy, name="policy"),
    path("policies/<slug:slug>/versions/<int:pk>/", reading.version, name="version"),
    path("policies/<slug:slug>/versions/<int:pk>/approvals/add/", approvals.approval_add, name="approval_add"),
    path("policies/<slug:slug>/versions/<int:pk>/document/keep/", approvals.document_attach, name="document_attach"),
    path("policies/<slug:slug>/readers/", readers.reader_list, name="reader_list"),
    path("policies/<slug:slug>/readers/ask/", readers.reader_ask, name="reader_ask"),
    path(
        "policies/<slug:slug>/versions/<int:pk>/acknowledge/", readers.version_acknowledge, name="version_acknowledge"
    ),
    path("policies/<slug:slug>/versions/<int:pk>/document/", reading.document, name="document"),
]
