"""The school itself: its address, its people's roles, its terms."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from people.acting import ActingRequest, requires
from people.forms.schools import EndMembershipForm, MemberForm, SchoolForm, TermForm
from people.models import Membership, Role, User
from people.permissions import Action
from people.services.schools import (
    add_member,
    add_user,
    change_school,
    end_membership,
    entries_to_choose,
    set_term,
)
from people.slots import NEW_STARTER_READING
from web.submit import form_page, refusals_on


@require_safe
@requires(Action.CHANGE_SCHOOL)
def school(request: ActingRequest) -> HttpResponse:
    """The school's details, who holds which role, and its terms."""
    acting = request.acting
    members = Membership.objects.visible_to(acting.user, on=acting.today).filter(school=acting.school)
    context = {
        "members": members.select_related("user"),
        "terms": acting.school.terms.all(),
        "today": acting.today,
    }
    return render(request, "people/school.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CHANGE_SCHOOL)
def school_change(request: ActingRequest) -> HttpResponse:
    """Change how the school is written to, and how its letters are approved."""
    acting = request.acting
    form = SchoolForm(request.POST or None, instance=acting.school)
    if form.is_valid():
        acting.school.refresh_from_db()
        with refusals_on(form):
            change_school(by=acting.user, now=acting.now, school=acting.school, **form.cleaned_data)
            messages.success(request, "The school’s details are changed.")
            return redirect("people:school")
    return form_page(request, form, heading="Change the school’s details", cancel_url=reverse("people:school"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.GRANT_ROLE)
def member_add(request: ActingRequest) -> HttpResponse:
    """Give somebody a role, adding them to Rung first if they are new."""
    acting = request.acting
    known = User.objects.filter(email__iexact=request.POST.get("email", "").strip()).first()
    namesakes = entries_to_choose(acting.school, known, name=request.POST.get("name", ""))
    form = MemberForm(
        request.POST or None,
        initial={"from_on": acting.today},
        namesakes=namesakes.prefetch_related("capacities") if request.method == "POST" else (),
    )
    if form.is_valid():
        cleaned = form.cleaned_data
        user = known or add_user(by=acting.user, now=acting.now, email=cleaned["email"], name=cleaned["name"])
        with refusals_on(form):
            added = add_member(
                by=acting.user,
                now=acting.now,
                school=acting.school,
                user=user,
                role=Role(cleaned["role"]),
                from_on=cleaned["from_on"],
                title=cleaned["title"],
                **form.chosen_entry(),
            )
            messages.success(request, f"{added.user.name} is {added.get_role_display()}. Ask them to set a password.")
            return redirect("people:school")
    return form_page(
        request,
        form,
        heading="Add somebody to the school",
        cancel_url=reverse("people:school"),
        template="people/member_add.html",
        to_read=NEW_STARTER_READING(acting),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.GRANT_ROLE)
def member_end(request: ActingRequest, pk: int) -> HttpResponse:
    """End a role on a day; what the person did stays on record."""
    acting = request.acting
    open_ended = Membership.objects.visible_to(acting.user, on=acting.today).filter(school=acting.school, to_on=None)
    membership = get_object_or_404(open_ended.select_related("user", "school"), pk=pk)
    form = EndMembershipForm(request.POST or None, initial={"to_on": acting.today})
    if form.is_valid():
        with refusals_on(form):
            end_membership(by=acting.user, now=acting.now, membership=membership, to_on=form.cleaned_data["to_on"])
            messages.success(request, "The role will end on that day.")
            return redirect("people:school")
    heading = f"End the role of {membership.user.name} as {membership.get_role_display()}"
    return form_page(request, form, heading=heading, cancel_url=reverse("people:school"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CHANGE_SCHOOL)
def term_add(request: ActingRequest) -> HttpResponse:
    """Add a term."""
    acting = request.acting
    form = TermForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            set_term(by=acting.user, now=acting.now, school=acting.school, **form.cleaned_data)
            messages.success(request, "The term is added.")
            return redirect("people:school")
    return form_page(request, form, heading="Add a term", cancel_url=reverse("people:school"))
