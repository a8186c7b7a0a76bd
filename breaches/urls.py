"""Addresses of cases."""

from django.urls import path

from breaches.letters import views
from breaches.views import answers, cases, home, steps

app_name = "breaches"

urlpatterns = [
    path("", home.home, name="home"),
    path("cases/", cases.case_list, name="case_list"),
    path("cases/calendar/", cases.case_calendar, name="case_calendar"),
    path("cases/export/", cases.case_export, name="case_export"),
    path("incidents/<int:incident_pk>/open-case/", cases.case_open, name="open_case"),
    path("cases/<int:pk>/", cases.case_page, name="case"),
    path("cases/<int:pk>/findings/add/", steps.finding_add, name="finding_add"),
    path("cases/<int:pk>/findings/<int:finding_pk>/withdraw/", steps.finding_withdraw, name="finding_withdraw"),
    path("cases/<int:pk>/confirm/<slug:fact>/", answers.fact_answer, name="confirm"),
    path("cases/<int:pk>/confirm/<slug:fact>/<path:scope>/", answers.fact_answer, name="confirm_of"),
    path("cases/<int:pk>/steps/<slug:step>/", steps.step_take, name="step_take"),
    path("cases/<int:pk>/steps/<slug:step>/leave-undone/", steps.step_leave_undone, name="step_leave_undone"),
    path("cases/<int:pk>/outside-policy/", steps.outside_policy, name="outside_policy"),
    path("cases/<int:pk>/follow-ups/<int:record_pk>/done/", steps.follow_up_done, name="follow_up_done"),
    path("cases/<int:pk>/notes/add/", steps.note_add, name="note_add"),
    path("cases/<int:pk>/hand-over/", cases.case_hand_over, name="case_hand_over"),
    path("cases/<int:pk>/close/", cases.case_close, name="close"),
    path("cases/<int:pk>/reopen/", cases.case_reopen, name="reopen"),
    path("cases/<int:pk>/letters/", views.letter_choose, name="letter_choose"),
    path("cases/<int:pk>/letters/<slug:kind>/", views.letter_draft, name="letter_draft"),
    path("letters/<int:pk>/", views.letter_page, name="letter"),
    path("letters/<int:pk>/edit/", views.letter_edit, name="letter_edit"),
    path("letters/<int:pk>/approve/", views.letter_approve, name="letter_approve"),
    path("letters/<int:pk>/produce/", views.letter_produce, name="letter_produce"),
    path("letters/<int:pk>/send/", views.letter_send, name="letter_send"),
    path("letters/<int:pk>/withdraw/", views.letter_withdraw, name="letter_withdraw"),
    path("letters/<int:pk>/pdf/", views.letter_pdf, name="letter_pdf"),
    path("verify/", views.verify, name="verify"),
]
