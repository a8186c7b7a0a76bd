"""Addresses of people, roles and the school."""

from django.urls import path

from people import views

app_name = "people"

urlpatterns = [
    path("role/", views.choose_membership, name="choose_membership"),
    path("no-role/", views.no_role, name="no_role"),
    path("people/", views.person_list, name="person_list"),
    path("people/add/", views.person_add, name="person_add"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/change/", views.person_change, name="person_change"),
    path("people/<int:pk>/family/", views.relationship_add, name="relationship_add"),
    path("people/<int:pk>/family/<int:relative_pk>/remove/", views.relationship_remove, name="relationship_remove"),
    path("school/", views.school, name="school"),
    path("school/change/", views.school_change, name="school_change"),
    path("school/people/add/", views.member_add, name="member_add"),
    path("school/people/<int:pk>/end/", views.member_end, name="member_end"),
    path("school/terms/add/", views.term_add, name="term_add"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]
