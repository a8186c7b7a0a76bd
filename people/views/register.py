"""The register of parties: find, read, add and change people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.acting import ActingRequest, requires
from people.forms.register import PersonFilter, PersonForm, RelationshipForm
from people.models import Person, Relationship
from people.permissions import Action
from people.querysets import PersonQuerySet
from people.services.register import add_person, change_person, relate, unrelate
from web.dates import day_in_words
from web.paging import page_of
from web.submit import Row, form_page, refusals_as_messages, refusals_on

PAGE_SIZE = 50
FOUND_AT_MOST = 20


@require_safe
@requires(Action.KEEP_REGISTER)
def person_list(request: ActingRequest) -> HttpResponse:
    """Everybody in the school's register, found by any part of a name."""
    chosen = PersonFilter(request.GET, rows=_register(request).prefetch_related("capacities"))
    context = {"filter": chosen, "page": page_of(request, chosen.qs, size=PAGE_SIZE)}
    return render(request, "people/person_list.html", context)


@require_safe
@requires(Action.KEEP_REGISTER)
def person(request: ActingRequest, pk: int) -> HttpResponse:
    """One entry, with its standings and family."""
    found = get_object_or_404(_register(request).prefetch_related("capacities"), pk=pk)
    context = {
        "person": found,
        "sees_flag": _sees_flag(request),
        "relationships": found.relationships.select_related("relative"),
        "relationships_to": found.relationships_to.select_related("person"),
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_REGISTER)
def person_add(request: ActingRequest) -> HttpResponse:
    """Add somebody to the register."""
    acting = request.acting
    form = PersonForm(request.POST or None, sees_flag=_sees_flag(request))
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
    found = get_object_or_404(_register(request).prefetch_related("capacities"), pk=pk)
    form = PersonForm(request.POST or None, sees_flag=_sees_flag(request), person=found)
    if form.is_valid():
        with refusals_on(form):
            change_person(
                by=acting.user,
                now=acting.now,
                person=found,
                revision=form.cleaned_data["revision"],
                **form.fields_to_store(),
            )
            messages.success(request, "The entry is changed.")
            return redirect("people:person", pk=pk)
    back = reverse("people:person", args=[pk])
    return form_page(request, form, heading=f"Change {found.name}", cancel_url=back, stored=_stored_rows)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_REGISTER)
def relationship_add(request: ActingRequest, pk: int) -> HttpResponse:
    """Find a relative by name, and say how the two are related."""
    acting = request.acting
    subject = get_object_or_404(_register(request), pk=pk)
    chosen = PersonFilter(request.GET, rows=_register(request).exclude(pk=pk))
    matches = chosen.qs.values_list("pk", flat=True)[:FOUND_AT_MOST] if chosen.is_narrowed else []
    found = _register(request).filter(pk__in=list(matches))
    form = RelationshipForm(request.POST or None, person=subject, found=found)
    if form.is_valid():
        with refusals_on(form):
            relate(
                by=acting.user,
                now=acting.now,
                person=subject,
                kind=Relationship.Kind(form.cleaned_data["kind"]),
                relative=form.cleaned_data["relative"],
            )
            return redirect("people:person", pk=pk)
    context = {"form": form, "person": subject, "filter": chosen, "found": bool(found)}
    return render(request, "people/relationship.html", context)


@require_POST
@requires(Action.KEEP_REGISTER)
def relationship_remove(request: ActingRequest, pk: int, relative_pk: int) -> HttpResponse:
    """Take back a family tie entered by mistake."""
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
        Row("At the school as", ", ".join(str(standing) for standing in person.capacities.all())),
        Row("Email address", person.email),
        Row("Telephone number", person.telephone),
        Row("Address", person.address),
        Row("Date of birth", day_in_words(person.born_on)),
        Row("Note", person.note),
    ]
    return [row for row in rows if row.value]
