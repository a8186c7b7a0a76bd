"""Addresses of policies."""

from django.urls import URLPattern, URLResolver, include, path

from policies import views
from policies.ask.views import ask
from policies.readers import views as readers
from policies.reviews import views as reviews

app_name = "policies"

Patterns = list[URLPattern | URLResolver]

version: Patterns = [
    path("", views.version, name="version"),
    path("start/", views.version_start, name="version_start"),
    path("change/", views.version_change, name="version_change"),
    path("propose/", views.version_propose, name="version_propose"),
    path("send-back/", views.version_send_back, name="version_send_back"),
    path("withdraw/", views.version_withdraw, name="version_withdraw"),
    path("bring-into-force/", views.version_bring_into_force, name="version_bring_into_force"),
    path("approvals/add/", views.approval_add, name="approval_add"),
    path("document/", views.document, name="document"),
    path("document/keep/", views.document_attach, name="document_attach"),
    path("acknowledge/", readers.version_acknowledge, name="version_acknowledge"),
]
policy: Patterns = [
    path("", views.policy, name="policy"),
    path("review/", reviews.reviews, name="reviews"),
    path("review/set/", reviews.cycle_set, name="cycle_set"),
    path("review/bring-forward/", reviews.review_forward, name="review_forward"),
    path("review/record/", reviews.review_record, name="review_record"),
    path("readers/", readers.reader_list, name="reader_list"),
    path("readers/ask/", readers.reader_ask, name="reader_ask"),
    path("differences/<int:old>/<int:new>/", views.differences, name="differences"),
    path("versions/<int:pk>/", include(version)),
]
policies: Patterns = [
    path("", views.policy_list, name="policy_list"),
    path("add/", views.policy_add, name="policy_add"),
    path("ask/", ask, name="ask"),
    path("to-read/", readers.to_read, name="to_read"),
    path("deadlines/<int:pk>/", readers.deadline_change, name="deadline_change"),
    path("<slug:slug>/", include(policy)),
]
urlpatterns = [path("policies/", include(policies))]
