"""Addresses of policies."""

from django.urls import path

from policies.views import approvals, reading

app_name = "policies"

urlpatterns = [
    path("policies/", reading.policy_list, name="policy_list"),
    path("policies/<slug:slug>/", reading.policy, name="policy"),
    path("policies/<slug:slug>/versions/<int:pk>/", reading.version, name="version"),
    path("policies/<slug:slug>/versions/<int:pk>/approvals/add/", approvals.approval_add, name="approval_add"),
    path("policies/<slug:slug>/versions/<int:pk>/document/keep/", approvals.document_attach, name="document_attach"),
    path("policies/<slug:slug>/versions/<int:pk>/document/", reading.document, name="document"),
]
