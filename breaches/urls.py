"""Addresses of cases."""

from django.urls import path

from breaches.views import cases, closing, confirmations, findings, home, listing, notes, steps

app_name = "breaches"

urlpatterns = [
    path("", home.home, name="home"),
    path("cases/", listing.case_list, name="case_list"),
    path("cases/export/", listing.case_export, name="case_export"),
    path("incidents/<int:incident_pk>/open-case/", cases.open_from_incident, name="open_case"),
    path("cases/<int:pk>/", cases.case, name="case"),
    path("cases/<int:pk>/findings/add/", findings.finding_add, name="finding_add"),
    path("cases/<int:pk>/findings/<int:finding_pk>/withdraw/", findings.finding_withdraw, name="finding_withdraw"),
    path("cases/<int:pk>/confirm/<slug:fact>/", confirmations.confirm, name="confirm"),
    path("cases/<int:pk>/confirmed/<int:confirmation_pk>/take-back/", confirmations.unconfirm, name="unconfirm"),
    path("cases/<int:pk>/steps/<slug:step>/", steps.step_take, name="step_take"),
    path("cases/<int:pk>/steps/<slug:step>/leave-undone/", steps.step_leave_undone, name="step_leave_undone"),
    path("cases/<int:pk>/outside-policy/", steps.outside_policy, name="outside_policy"),
    path("cases/<int:pk>/follow-ups/<int:record_pk>/done/", steps.follow_up_done, name="follow_up_done"),
    path("cases/<int:pk>/notes/add/", notes.note_add, name="note_add"),
    path("cases/<int:pk>/close/", closing.close, name="close"),
    path("cases/<int:pk>/reopen/", closing.reopen, name="reopen"),
]
