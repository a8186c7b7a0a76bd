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
    AlreadyHeld,
    EndsBeforeItStarts,
    NameInRegister,
    OwnRole,
    TermOverlaps,
    add_member,
    add_user,
    change_school,
    end_membership,
    entries_to_choose,
    set_term,
)
from people.slots import NEW_STARTER_READING


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
    if request.method == "POST" and form.is_valid():
        acting.school.refresh_from_db()
        change_school(by=acting.user, now=acting.now, school=acting.school, **form.cleaned_data)
        messages.success(request, "The school’s details are changed.")
        return redirect("people:school")
    return _form_page(request, form, "Change the school’s details")


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
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        user = known or add_user(by=acting.user, now=acting.now, email=said["email"], name=said["name"])
        try:
            added = add_member(
                by=acting.user,
                now=acting.now,
                school=acting.school,
                user=user,
                role=Role(said["role"]),
                from_on=said["from_on"],
                title=said["title"],
                **form.chosen(),
            )
        except (AlreadyHeld, NameInRegister, OwnRole) as fault:
            form.add_error("role", str(fault))
        else:
            messages.success(request, f"{added.user.name} is {added.get_role_display()}. Ask them to set a password.")
            return redirect("people:school")
    context = {
        "form": form,
        "heading": "Add somebody to the school",
        "cancel_url": reverse("people:school"),
        "to_read": NEW_STARTER_READING(acting),
    }
    return render(request, "people/member_add.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.GRANT_ROLE)
def member_end(request: ActingRequest, pk: int) -> HttpResponse:
    """End a role on a day; what the person did stays on record."""
    acting = request.acting
    held = Membership.objects.visible_to(acting.user, on=acting.today).filter(school=acting.school, to_on=None)
    membership = get_object_or_404(held.select_related("user", "school"), pk=pk)
    form = EndMembershipForm(request.POST or None, initial={"to_on": acting.today})
    if request.method == "POST" and form.is_valid():
        try:
            end_membership(by=acting.user, now=acting.now, membership=membership, to_on=form.cleaned_data["to_on"])
        except EndsBeforeItStarts as fault:
            form.add_error("to_on", str(fault))
        else:
            messages.success(request, "The role will end on that day.")
            return redirect("people:school")
    return _form_page(request, form, f"End the role of {membership.user.name} as {membership.get_role_display()}")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CHANGE_SCHOOL)
def term_add(request: ActingRequest) -> HttpResponse:
    """Add a term."""
    acting = request.acting
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_term(by=acting.user, now=acting.now, school=acting.school, **form.cleaned_data)
        except EndsBeforeItStarts as fault:
            form.add_error("ends_on", str(fault))
        except TermOverlaps as fault:
            form.add_error("name", str(fault))
        else:
            messages.success(request, "The term is added.")
            return redirect("people:school")
    return _form_page(request, form, "Add a term")


def _form_page(request: ActingRequest, form: object, heading: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "cancel_url": reverse("people:school")}
    return render(request, "people/form.html", context)
