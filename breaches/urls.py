"""Addresses of cases."""

from django.urls import path

from breaches.views import (
    cases,
    closing,
    confirmations,
    findings,
    home,
    leading,
    letter_stages,
    letters,
    listing,
    notes,
    steps,
    verify,
)

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
    path("cases/<int:pk>/hand-over/", leading.case_hand_over, name="case_hand_over"),
    path("cases/<int:pk>/close/", closing.close, name="close"),
    path("cases/<int:pk>/reopen/", closing.reopen, name="reopen"),
    path("cases/<int:pk>/letters/", letters.letter_choose, name="letter_choose"),
    path("cases/<int:pk>/letters/<slug:kind>/", letters.letter_draft, name="letter_draft"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/edit/", letters.letter_edit, name="letter_edit"),
    path("letters/<int:pk>/approve/", letter_stages.letter_approve, name="letter_approve"),
    path("letters/<int:pk>/produce/", letter_stages.letter_produce, name="letter_produce"),
    path("letters/<int:pk>/send/", letter_stages.letter_send, name="letter_send"),
    path("letters/<int:pk>/withdraw/", letter_stages.letter_withdraw, name="letter_withdraw"),
    path("letters/<int:pk>/pdf/", letter_stages.letter_pdf, name="letter_pdf"),
    path("verify/", verify.verify, name="verify"),
]
