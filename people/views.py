"""Pages of people: the register, the school with its roles and terms, one's own role, what anybody may read."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.acting import SESSION_KEY, ActingRequest, requires, requires_any_role
from people.forms import (
    EndMembershipForm,
    MemberForm,
    PersonFilter,
    PersonForm,
    RelationshipForm,
    SchoolForm,
    TermForm,
)
from people.models import Membership, Person, Relationship, User
from people.permissions import Action
from people.querysets import PersonQuerySet
from people.services import (
    add_member_by_email,
    add_person,
    change_person,
    change_school,
    end_membership,
    entries_to_choose,
    relate,
    set_term,
    unrelate,
)
from people.slots import NEW_STARTER_READING
from web.dates import day_in_words
from web.paging import page_of
from web.submit import Row, form_page, refusals_as_messages, refusals_on
from web.text import whole_number

PAGE_SIZE = 50
MATCHES_AT_MOST = 20


@require_safe
@requires(Action.KEEP_REGISTER)
def person_list(request: ActingRequest) -> HttpResponse:
    people = _register(request).select_related("school").prefetch_related("capacities")
    list_filter = PersonFilter(request.GET, rows=people)
    context = {"filter": list_filter, "page": page_of(request, list_filter.qs, size=PAGE_SIZE)}
    return render(request, "people/person_list.html", context)


@require_safe
@requires(Action.KEEP_REGISTER)
def person(request: ActingRequest, pk: int) -> HttpResponse:
    entry = get_object_or_404(_register(request).prefetch_related("capacities"), pk=pk)
    context = {
        "person": entry,
        "sees_flag": _sees_flag(request),
        "relationships": entry.relationships.select_related("relative"),
        "relationships_to": entry.relationships_to.select_related("person"),
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_REGISTER)
def person_add(request: ActingRequest) -> HttpResponse:
    acting = request.acting
    form = PersonForm(request.POST or None, school=acting.school, sees_flag=_sees_flag(request))
    if form.is_valid():
        with refusals_on(form):
            added = add_person(by=acting.user, now=acting.now, school=acting.school, **form.fields_to_store())
            messages.success(request, f"{added.name} is in the register.")
            return redirect("people:person", pk=added.pk)
    return form_page(request, form, heading="Add a person", cancel_url=reverse("people:person_list"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_REGISTER)
def person_change(request: ActingRequest, pk: int) -> HttpResponse:
    """Change an entry, unless somebody else has meanwhile: then both are shown and nothing is lost."""
    acting = request.acting
    entry = get_object_or_404(_register(request).prefetch_related("capacities"), pk=pk)
    form = PersonForm(request.POST or None, school=acting.school, sees_flag=_sees_flag(request), person=entry)
    if form.is_valid():
        with refusals_on(form):
            change_person(
                by=acting.user,
                now=acting.now,
                person=entry,
                revision=form.cleaned_data["revision"],
                **form.fields_to_store(),
            )
            messages.success(request, "The entry is changed.")
            return redirect("people:person", pk=pk)
    back = reverse("people:person", args=[pk])
    return form_page(request, form, heading=f"Change {entry.name}", cancel_url=back, stored=_stored_rows)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_REGISTER)
def relationship_add(request: ActingRequest, pk: int) -> HttpResponse:
    acting = request.acting
    subject = get_object_or_404(_register(request), pk=pk)
    list_filter = PersonFilter(request.GET, rows=_register(request).exclude(pk=pk))
    keys = list_filter.qs.values_list("pk", flat=True)[:MATCHES_AT_MOST] if list_filter.is_narrowed else []
    matches = _register(request).filter(pk__in=list(keys))
    form = RelationshipForm(request.POST or None, person=subject, matches=matches)
    if form.is_valid():
        with refusals_on(form):
            relate(by=acting.user, now=acting.now, person=subject, **form.cleaned_data)
            return redirect("people:person", pk=pk)
    context = {"form": form, "person": subject, "filter": list_filter, "matches": bool(matches)}
    return render(request, "people/relationship.html", context)


@require_POST
@requires(Action.KEEP_REGISTER)
def relationship_remove(request: ActingRequest, pk: int, relative_pk: int) -> HttpResponse:
    acting = request.acting
    subject = get_object_or_404(_register(request), pk=pk)
    ties = Relationship.objects.select_related("person__school", "relative")
    tie = get_object_or_404(ties, person=subject, relative=relative_pk)
    with refusals_as_messages(request):
        unrelate(by=acting.user, now=acting.now, tie=tie)
        messages.success(request, "The relationship is removed.")
    return redirect("people:person", pk=pk)


def _register(request: ActingRequest) -> PersonQuerySet:
    acting = request.acting
    return Person.objects.visible_to(acting.user, on=acting.today).filter(school=acting.school)


def _sees_flag(request: ActingRequest) -> bool:
    return request.acting.may(Action.READ_SAFEGUARDING_FLAGS)


def _stored_rows(person: Person) -> list[Row]:
    """What everybody who may change an entry may see of it; so not the safeguarding flag."""
    rows = [
        Row("Full name", person.name),
        Row("How a letter begins", person.salutation),
        Row("At the school as", ", ".join(map(str, person.capacities.all()))),
        Row("Email address", person.email),
        Row("Telephone number", person.telephone),
        Row("Address", person.address),
        Row("Date of birth", day_in_words(person.born_on)),
        Row("Note", person.note),
    ]
    return [row for row in rows if row.value]


@require_safe
@requires(Action.CHANGE_SCHOOL)
def school(request: ActingRequest) -> HttpResponse:
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
    acting = request.acting
    user = User.objects.with_email(request.POST.get("email", ""))
    namesakes = entries_to_choose(acting.school, user, name=request.POST.get("name", ""))
    form = MemberForm(
        request.POST or None,
        initial={"from_on": acting.today},
        namesakes=namesakes.prefetch_related("capacities") if request.method == "POST" else (),
    )
    if form.is_valid():
        with refusals_on(form):
            member = add_member_by_email(by=acting.user, now=acting.now, school=acting.school, **form.values())
            sentence = f"{member.user.name} is {member.get_role_display()}. Ask them to set a password."
            messages.success(request, sentence)
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
    acting = request.acting
    open_ended = Membership.objects.visible_to(acting.user, on=acting.today).filter(school=acting.school, to_on=None)
    membership = get_object_or_404(open_ended.select_related("user", "school"), pk=pk)
    form = EndMembershipForm(request.POST or None, initial={"to_on": acting.today})
    if form.is_valid():
        with refusals_on(form):
            end_membership(by=acting.user, now=acting.now, membership=membership, **form.cleaned_data)
            messages.success(request, "The role will end on that day.")
            return redirect("people:school")
    heading = f"End the role of {membership.user.name} as {membership.get_role_display()}"
    return form_page(request, form, heading=heading, cancel_url=reverse("people:school"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CHANGE_SCHOOL)
def term_add(request: ActingRequest) -> HttpResponse:
    acting = request.acting
    form = TermForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            set_term(by=acting.user, now=acting.now, school=acting.school, **form.cleaned_data)
            messages.success(request, "The term is added.")
            return redirect("people:school")
    return form_page(request, form, heading="Add a term", cancel_url=reverse("people:school"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires_any_role
def choose_membership(request: ActingRequest) -> HttpResponse:
    """Choose among the roles one holds today; the choice lasts until signing out."""
    memberships = Membership.objects.held_by(request.acting.user, on=request.acting.today)
    if request.method == "POST":
        membership = get_object_or_404(memberships, pk=whole_number(request.POST.get("membership", "")))
        request.session[SESSION_KEY] = membership.pk
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"memberships": memberships.select_related("school").order_by("pk")}
    return render(request, "people/choose_membership.html", context)


@require_safe
@login_required
def no_role(request: HttpRequest) -> HttpResponse:
    return render(request, "people/no_role.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "people/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "people/privacy.html")
