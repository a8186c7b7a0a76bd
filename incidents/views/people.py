"""Who took part: found in the register, added to it in place, taken out again."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.forms.people import ChoosePersonForm, NewPersonForm
from incidents.journey import page_context
from incidents.loading import involvement_in_own_draft, own_draft
from incidents.models import Incident, Involvement
from incidents.pages import Page
from incidents.services.involvements import (
    AlreadyInvolved,
    NameTaken,
    add_involvement,
    add_involvement_of_new_person,
    remove_involvement,
)
from people.acting import Acting, ActingRequest, requires
from people.models import Capacity, Person
from people.permissions import Action
from people.querysets import PersonQuerySet
from web.text import whole_number

FOUND_AT_MOST = 10


def who_page(request: ActingRequest, draft: Incident, page: Page) -> HttpResponse:
    """Those chosen so far, a search, and the form to give one of those found a part."""
    if request.method != "POST":
        text = _searched_for(request.GET)
        form = ChoosePersonForm(initial={"q": text}, found=_found(request.acting, draft, text))
        return _show(request, draft, page, form, text)
    text = _searched_for(request.POST)
    found = _found(request.acting, draft, text, chosen=request.POST.get("person", ""))
    form = ChoosePersonForm(request.POST, found=found)
    if form.is_valid():
        try:
            involvement = add_involvement(
                by=request.acting.user,
                now=request.acting.now,
                incident=draft,
                person=form.chosen(),
                part=Involvement.Part(form.cleaned_data["part"]),
                capacity=Capacity(form.cleaned_data["capacity"]),
            )
        except AlreadyInvolved as refused:
            form.add_error("person", str(refused))
        else:
            messages.success(request, f"{involvement.person} is added.")
            return redirect("incidents:log_page", pk=draft.pk, page=Page.WHO)
    return _show(request, draft, page, form, text)


@require_safe
@requires(Action.LOG_INCIDENT)
def person_search(request: ActingRequest, pk: int) -> HttpResponse:
    """The people found while somebody types, to stand in the place of those found before."""
    draft = own_draft(request.acting, pk)
    text = _searched_for(request.GET)
    form = ChoosePersonForm(initial={"q": text}, found=_found(request.acting, draft, text))
    return render(request, "incidents/_found.html", {"draft": draft, "text": text, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_INCIDENT)
def person_add(request: ActingRequest, pk: int) -> HttpResponse:
    """Add somebody to the register and to the incident at once."""
    draft = own_draft(request.acting, pk)
    form = NewPersonForm(initial={"name": request.GET.get("name", "")})
    if request.method == "POST":
        form = NewPersonForm(request.POST, name_taken="another_of_this_name" in request.POST)
        if form.is_valid():
            try:
                involvement = add_involvement_of_new_person(
                    by=request.acting.user,
                    now=request.acting.now,
                    incident=draft,
                    name=form.cleaned_data["name"],
                    title=form.cleaned_data["title"],
                    part=Involvement.Part(form.cleaned_data["part"]),
                    capacity=Capacity(form.cleaned_data["capacity"]),
                    another_of_this_name=form.cleaned_data["another_of_this_name"],
                )
            except NameTaken as refused:
                form = NewPersonForm(request.POST, name_taken=True)
                form.add_error("name", str(refused))
            else:
                messages.success(request, f"{involvement.person} is added here and to the register.")
                return redirect("incidents:log_page", pk=draft.pk, page=Page.WHO)
    return render(request, "incidents/person_add.html", {"draft": draft, "form": form})


@require_POST
@requires(Action.LOG_INCIDENT)
def involvement_remove(request: ActingRequest, pk: int) -> HttpResponse:
    """Take somebody out of a draft."""
    involvement = involvement_in_own_draft(request.acting, pk)
    draft, name = involvement.incident, involvement.person.name
    remove_involvement(by=request.acting.user, now=request.acting.now, involvement=involvement)
    messages.success(request, f"{name} is taken out.")
    return redirect("incidents:log_page", pk=draft.pk, page=Page.WHO)


def _searched_for(said: QueryDict) -> str:
    """The name somebody typed, without the sign that PostgreSQL refuses to look for."""
    return said.get("q", "").replace("\0", "").strip()


def _show(request: ActingRequest, draft: Incident, page: Page, form: ChoosePersonForm, text: str) -> HttpResponse:
    context = page_context(draft, page) | {"form": form, "text": text, "involved": draft.involvements.all()}
    return render(request, "incidents/log_who.html", context)


def _found(acting: Acting, draft: Incident, text: str, *, chosen: str = "") -> list[Person]:
    """Those of the register whose name holds the text, and the one chosen among them before."""
    register = Person.objects.visible_to(acting.user, on=acting.today).filter(school=acting.school)
    wanted = _named(register, text)
    number = whole_number(chosen)
    if number is not None:
        wanted = register.filter(Q(pk__in=wanted.values("pk")) | Q(pk=number))
    else:
        wanted = wanted.exclude(involvements__incident=draft)
    return list(wanted.prefetch_related("capacities")[:FOUND_AT_MOST])


def _named(register: PersonQuerySet, text: str) -> PersonQuerySet:
    return register.named_like(text) if text else register.none()
