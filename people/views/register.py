"""The register of parties: find, read, add and change people."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.acting import ActingRequest, requires
from people.forms.register import PersonForm, RelationshipForm
from people.models import Person, Relationship
from people.permissions import Action
from people.querysets import PersonQuerySet
from people.services.register import OnePersonTwice, OwnTie, StalePerson, add_person, change_person, relate, unrelate

PAGE_SIZE = 50
FOUND_AT_MOST = 20


@require_safe
@requires(Action.KEEP_REGISTER)
def person_list(request: ActingRequest) -> HttpResponse:
    """Everybody in the school's register, found by any part of a name."""
    text = request.GET.get("q", "").strip()
    people = _register(request).named_like(text).prefetch_related("capacities")
    paginator = Paginator(people, PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    numbers = list(paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return render(request, "people/person_list.html", {"page": page, "page_numbers": numbers, "text": text})


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
    form = PersonForm(request.POST or None, sees_flag=_sees_flag(request))
    if request.method == "POST" and form.is_valid():
        acting = request.acting
        added = add_person(by=acting.user, now=acting.now, school=acting.school, **form.fields_to_store())
        messages.success(request, f"{added.name} is in the register.")
        return redirect("people:person", pk=added.pk)
    context = {"form": form, "heading": "Add a person", "cancel_url": reverse("people:person_list")}
    return render(request, "people/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_REGISTER)
def person_change(request: ActingRequest, pk: int) -> HttpResponse:
    """Change an entry, unless somebody else has meanwhile: then both are shown and nothing is lost."""
    found = get_object_or_404(_register(request).prefetch_related("capacities"), pk=pk)
    form = PersonForm(request.POST or None, sees_flag=_sees_flag(request), person=found)
    context: dict[str, Any] = {
        "form": form,
        "heading": f"Change {found.name}",
        "cancel_url": reverse("people:person", args=[pk]),
    }
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            change_person(
                by=request.acting.user,
                now=request.acting.now,
                person=found,
                revision=revision,
                **form.fields_to_store(),
            )
        except StalePerson as fault:
            form.add_error(None, str(fault))
            return render(request, "people/form.html", context | {"stored": found}, status=409)
        messages.success(request, "The entry is changed.")
        return redirect("people:person", pk=pk)
    return render(request, "people/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.KEEP_REGISTER)
def relationship_add(request: ActingRequest, pk: int) -> HttpResponse:
    """Find a relative by name, and say how the two are related."""
    one = get_object_or_404(_register(request), pk=pk)
    text = request.GET.get("q", "").strip()
    found = _register(request).exclude(pk=pk).named_like(text) if text else _register(request).none()
    at_most = _register(request).filter(pk__in=list(found.values_list("pk", flat=True)[:FOUND_AT_MOST]))
    form = RelationshipForm(request.POST or None, person=one, found=at_most)
    if request.method == "POST" and form.is_valid():
        kind = Relationship.Kind(form.cleaned_data["kind"])
        relative = form.cleaned_data["relative"]
        try:
            relate(by=request.acting.user, now=request.acting.now, person=one, kind=kind, relative=relative)
        except OnePersonTwice as fault:
            form.add_error("relative", str(fault))
        else:
            return redirect("people:person", pk=pk)
    context = {"form": form, "person": one, "text": text, "found": bool(at_most)}
    return render(request, "people/relationship.html", context)


@require_POST
@requires(Action.KEEP_REGISTER)
def relationship_remove(request: ActingRequest, pk: int, relative_pk: int) -> HttpResponse:
    """Take back a family tie entered by mistake."""
    one = get_object_or_404(_register(request), pk=pk)
    tie = get_object_or_404(Relationship.objects.select_related("person__school"), person=one, relative=relative_pk)
    try:
        unrelate(by=request.acting.user, now=request.acting.now, tie=tie)
    except OwnTie as fault:
        messages.warning(request, str(fault))
    else:
        messages.success(request, "The relationship is removed.")
    return redirect("people:person", pk=pk)


def _register(request: ActingRequest) -> PersonQuerySet:
    acting = request.acting
    return Person.objects.visible_to(acting.user, on=acting.today).filter(school=acting.school)


def _sees_flag(request: ActingRequest) -> bool:
    return request.acting.may(Action.READ_SAFEGUARDING_FLAGS)
