"""Addresses of people, roles and the school."""

from django.urls import path

from people.views import about, register, roles, schools

app_name = "people"

urlpatterns = [
    path("role/", roles.choose_membership, name="choose_membership"),
    path("no-role/", roles.no_role, name="no_role"),
    path("people/", register.person_list, name="person_list"),
    path("people/add/", register.person_add, name="person_add"),
    path("people/<int:pk>/", register.person, name="person"),
    path("people/<int:pk>/change/", register.person_change, name="person_change"),
    path("people/<int:pk>/family/", register.relationship_add, name="relationship_add"),
    path("people/<int:pk>/family/<int:relative_pk>/remove/", register.relationship_remove, name="relationship_remove"),
    path("school/", schools.school, name="school"),
    path("school/change/", schools.school_change, name="school_change"),
    path("school/people/add/", schools.member_add, name="member_add"),
    path("school/people/<int:pk>/end/", schools.member_end, name="member_end"),
    path("school/terms/add/", schools.term_add, name="term_add"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("privacy/", about.privacy, name="privacy"),
]
