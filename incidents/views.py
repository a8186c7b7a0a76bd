"""Pages of incidents: the list, one incident, and the journey that logs it, in the order of its pages."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.access import chair_may_log, who_could_see
from incidents.forms import (
    FORMS,
    ChoosePersonForm,
    EvidenceForm,
    FindingsForm,
    IncidentFilter,
    NewPersonForm,
    PageForm,
    StepBackForm,
    read_answers,
    read_findings,
)
from incidents.journey import (
    FIELDS,
    Page,
    build_page_context,
    build_page_url,
    lacks_policy,
    list_answers,
    list_sections,
)
from incidents.models import Evidence, Incident, Involvement
from incidents.querysets import EvidenceQuerySet, IncidentQuerySet
from incidents.services import drafts
from incidents.services.evidence import KINDS, add_evidence, record_download, take_back_evidence
from people.acting import Acting, ActingRequest, requires
from people.models import Person, Role
from people.permissions import Action
from policies.rules.wordings import Wordings
from policies.stored_packs import load_wordings_on
from web.paging import page_of
from web.submit import Refused, form_page, refusals_as_messages, refusals_on
from web.text import whole_number


@require_safe
@requires(Action.READ_INCIDENTS)
def incident_list(request: ActingRequest) -> HttpResponse:
    rows = visible_incidents(request.acting).latest_first().prefetch_related("involvements__person")
    list_filter = IncidentFilter(request.GET, rows=rows)
    context = {"filter": list_filter, "page": page_of(request, list_filter.qs, is_capped=True)}
    return render(request, "incidents/incident_list.html", context)


@require_safe
@requires(Action.READ_INCIDENTS)
def incident(request: ActingRequest, pk: int) -> HttpResponse:
    """One logged incident, whole; opening it goes on record."""
    incident = get_logged_incident(request.acting, pk)
    drafts.read_incident(by=request.acting.user, now=request.acting.now, incident=incident)
    context = {
        "incident": incident,
        "sections": list_sections(incident),
        "cases": incident.cases.select_related("subject"),
        "subjects": list_subjects_without_case(incident),
        "nothing_in_force": lacks_policy(incident),
    }
    return render(request, "incidents/incident.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.STEP_BACK)
def step_back(request: ActingRequest, pk: int) -> HttpResponse:
    incident = get_logged_incident(request.acting, pk)
    form = StepBackForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            drafts.step_back(by=request.acting.user, now=request.acting.now, incident=incident, **form.cleaned_data)
            messages.success(request, "You have stepped back. You will not see that incident again.")
            return redirect("incidents:incident_list")
    return form_page(
        request,
        form,
        heading="Step back from this incident",
        cancel_url=reverse("incidents:incident", args=[pk]),
        template="incidents/step_back.html",
        incident=incident,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_INCIDENT)
def log_start(request: ActingRequest) -> HttpResponse:
    acting = request.acting
    if request.method == "POST":
        draft = drafts.start_draft(by=acting.user, now=acting.now, school=acting.school)
        return redirect("incidents:log_page", pk=draft.pk, page=Page.WHEN)
    own = visible_incidents(acting).drafts_of(acting.user).order_by("-started_at")
    return render(request, "incidents/log_start.html", {"drafts": own, "is_chair": acting.role == Role.CHAIR})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_INCIDENT)
def log_page(request: ActingRequest, pk: int, page: str) -> HttpResponse:
    """One page of the journey; each POST keeps it as a draft, and nothing is lost on the way."""
    draft = get_own_draft(request.acting, pk)
    if page not in list(Page):
        raise Http404
    return PAGES[Page(page)](request, draft, Page(page))


def answers_page(request: ActingRequest, draft: Incident, page: Page) -> HttpResponse:
    acting = request.acting
    form = FORMS[page](
        request.POST or None, draft=draft, now=timezone.localtime(acting.now), initial=read_answers(draft, page)
    )
    if form.is_valid():
        with refusals_on(form):
            drafts.save_page(
                by=acting.user,
                now=acting.now,
                incident=draft,
                revision=form.cleaned_data["revision"],
                page=page,
                values={field: form.cleaned_data[field] for field in FIELDS[page]},
            )
            return _go_on(request, draft, page, form)
    return _show_page(request, draft, page, form)


def who_page(request: ActingRequest, draft: Incident, page: Page) -> HttpResponse:
    text = _read_search(request.POST or request.GET)
    matches = _find_people(request.acting, draft, text, key=request.POST.get("person", ""))
    wordings = _load_wordings(request, draft)
    form = ChoosePersonForm(request.POST or None, initial={"q": text}, matches=matches, wordings=wordings)
    if form.is_valid():
        with refusals_on(form):
            involvement = drafts.add_involvement(
                by=request.acting.user,
                now=request.acting.now,
                incident=draft,
                person=form.cleaned_data["person"],
                part=form.cleaned_data["part"],
                capacity=form.cleaned_data["capacity"],
            )
            messages.success(request, f"{involvement.person} is added.")
            return redirect("incidents:log_page", pk=draft.pk, page=Page.WHO)
    return _show_page(request, draft, page, form, text=text, involvements=draft.involvements.all())


@require_safe
@requires(Action.LOG_INCIDENT)
def person_search(request: ActingRequest, pk: int) -> HttpResponse:
    """The matches while somebody types, to stand in the place of those before."""
    draft = get_own_draft(request.acting, pk)
    text = _read_search(request.GET)
    matches, wordings = _find_people(request.acting, draft, text), _load_wordings(request, draft)
    form = ChoosePersonForm(initial={"q": text}, matches=matches, wordings=wordings)
    return render(request, "incidents/_matches.html", {"draft": draft, "text": text, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_INCIDENT)
def person_add(request: ActingRequest, pk: int) -> HttpResponse:
    draft = get_own_draft(request.acting, pk)
    wordings = _load_wordings(request, draft)
    form = NewPersonForm(request.POST or None, initial={"name": request.GET.get("name", "")}, wordings=wordings)
    if form.is_valid():
        with refusals_on(form):
            involvement = drafts.add_involvement_of_new_person(
                by=request.acting.user, now=request.acting.now, incident=draft, **form.cleaned_data
            )
            messages.success(request, f"{involvement.person} is added here and to the register.")
            return redirect("incidents:log_page", pk=draft.pk, page=Page.WHO)
        form.asks_for_another = True
    return form_page(
        request,
        form,
        heading="Add somebody who is not in the register",
        cancel_url=build_page_url(draft, Page.WHO),
        caption="Log an incident",
        lead="They are added to this incident and to your school's register of people.",
        back="Back to who took part",
    )


@require_POST
@requires(Action.LOG_INCIDENT)
def involvement_remove(request: ActingRequest, pk: int) -> HttpResponse:
    own = visible_incidents(request.acting).drafts_of(request.acting.user)
    involvement = get_object_or_404(
        Involvement.objects.filter(incident__in=own.values("pk")).select_related("incident", "person"), pk=pk
    )
    with refusals_as_messages(request):
        drafts.remove_involvement(by=request.acting.user, now=request.acting.now, involvement=involvement)
        messages.success(request, f"{involvement.person.name} is taken out.")
    return redirect("incidents:log_page", pk=involvement.incident_id, page=Page.WHO)


def findings_page(request: ActingRequest, draft: Incident, page: Page) -> HttpResponse:
    acting, wordings = request.acting, _load_wordings(request, draft)
    initial = read_findings(draft, wordings)
    form = FindingsForm(request.POST or None, draft=draft, now=acting.now, wordings=wordings, initial=initial)
    if form.is_valid():
        with refusals_on(form):
            drafts.set_findings(
                by=acting.user,
                now=acting.now,
                incident=draft,
                revision=form.cleaned_data["revision"],
                findings=form.reasons(),
            )
            return _go_on(request, draft, page, form)
    return _show_page(request, draft, page, form)


def evidence_page(request: ActingRequest, draft: Incident, page: Page) -> HttpResponse:
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_on(form):
            _add_file(request, draft, form)
            return redirect("incidents:log_page", pk=draft.pk, page=Page.EVIDENCE)
    return _show_page(request, draft, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ADD_EVIDENCE)
def evidence_add(request: ActingRequest, pk: int) -> HttpResponse:
    incident = get_logged_incident(request.acting, pk)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_on(form):
            _add_file(request, incident, form)
            return redirect("incidents:incident", pk=pk)
    return form_page(
        request,
        form,
        heading="Add evidence",
        cancel_url=reverse("incidents:incident", args=[pk]),
        template="incidents/evidence_add.html",
        incident=incident,
    )


@require_POST
@requires(Action.LOG_INCIDENT)
def evidence_take_back(request: ActingRequest, pk: int) -> HttpResponse:
    in_drafts = visible_evidence(request.acting).filter(incident__status=Incident.Status.DRAFT)
    file = get_object_or_404(in_drafts.select_related("incident"), pk=pk)
    with refusals_as_messages(request):
        take_back_evidence(by=request.acting.user, now=request.acting.now, evidence=file)
        messages.success(request, "The file is taken out.")
    return redirect("incidents:log_page", pk=file.incident_id, page=Page.EVIDENCE)


@require_safe
@requires(Action.READ_INCIDENTS)
def evidence(request: ActingRequest, pk: int) -> HttpResponse:
    """Give a file out as an attachment that no browser runs or shows in place, and put that on record."""
    evidence = get_object_or_404(visible_evidence(request.acting).select_related("incident__school"), pk=pk)
    content = evidence.file.open("rb")
    record_download(by=request.acting.user, now=request.acting.now, evidence=evidence)
    response = FileResponse(
        content, as_attachment=True, filename=choose_download_name(evidence), content_type=evidence.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return cast(HttpResponse, response)  # it streams, which the guard of roles does not mind


def choose_download_name(file: Evidence) -> str:
    """The name the file came with, its end made to tell what the file is."""
    ending = next(kind.ending for kind in KINDS if kind.content_type == file.content_type)
    return f"{PurePath(file.original_name).stem}{ending}"


PAGES: dict[Page, Callable[[ActingRequest, Incident, Page], HttpResponse]] = {
    Page.WHEN: answers_page,
    Page.WHERE: answers_page,
    Page.WHAT: answers_page,
    Page.WHO: who_page,
    Page.FINDINGS: findings_page,
    Page.EVIDENCE: evidence_page,
}


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_INCIDENT)
def discard(request: ActingRequest, pk: int) -> HttpResponse:
    draft = get_own_draft(request.acting, pk)
    if request.method == "POST":
        with refusals_as_messages(request):
            drafts.discard_draft(by=request.acting.user, now=request.acting.now, incident=draft)
            messages.success(request, "The draft is discarded.")
        return redirect("incidents:incident_list")
    return render(request, "incidents/discard.html", {"draft": draft})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_INCIDENT)
def log_check(request: ActingRequest, pk: int) -> HttpResponse:
    """Every answer with its way back, who will take the incident on, and the button that logs it."""
    acting = request.acting
    if visible_incidents(acting).logged().filter(pk=pk, logged_by=acting.user).exists():
        return redirect("incidents:logged", pk=pk)
    draft = get_own_draft(acting, pk)
    if request.method != "POST":
        return _show_check(request, draft)
    try:
        revision = whole_number(request.POST.get("revision", "")) or 0
        drafts.log_incident(by=acting.user, now=acting.now, incident=draft, revision=revision)
    except Refused as refusal:  # there is no form to put it on: what is missing is listed with links to its pages
        return _show_check(request, draft, refusal=str(refusal))
    if visible_incidents(acting).filter(pk=pk).exists():
        return redirect("incidents:logged", pk=pk)
    messages.success(request, "The incident is logged and passed on. You will not see it again.")
    return redirect("incidents:incident_list")


@require_safe
@requires(Action.READ_INCIDENTS)
def logged(request: ActingRequest, pk: int) -> HttpResponse:
    incident = get_logged_incident(request.acting, pk)
    context = {
        "incident": incident,
        "subjects": list_subjects_without_case(incident),
        "nothing_in_force": lacks_policy(incident),
    }
    return render(request, "incidents/logged.html", context)


def list_subjects_without_case(incident: Incident) -> list[tuple[Involvement, str]]:
    with_a_case = set(incident.cases.values_list("subject", flat=True))
    url = reverse("breaches:open_case", args=[incident.pk])
    return [
        (subject, f"{url}?subject={subject.person_id}")
        for subject in incident.subjects
        if subject.person_id not in with_a_case
    ]


def visible_incidents(acting: Acting) -> IncidentQuerySet:
    return Incident.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)


def visible_evidence(acting: Acting) -> EvidenceQuerySet:
    return Evidence.objects.visible_to(acting.user, on=acting.today).at_school(acting.school).current()


def get_own_draft(acting: Acting, pk: int) -> Incident:
    return get_object_or_404(visible_incidents(acting).drafts_of(acting.user).with_answers(), pk=pk)


def get_logged_incident(acting: Acting, pk: int) -> Incident:
    return get_object_or_404(visible_incidents(acting).logged().with_answers(), pk=pk)


def _show_page(request: ActingRequest, draft: Incident, page: Page, form: Any, **context: Any) -> HttpResponse:
    return form_page(
        request,
        form,
        heading=page.label,
        cancel_url=build_page_url(draft, page.preceding) if page.preceding else reverse("incidents:log_start"),
        stored=lambda stored: list_answers(stored, page),
        template=f"incidents/log_{page}.html",
        **build_page_context(draft, page),
        **context,
    )


def _go_on(request: ActingRequest, draft: Incident, page: Page, form: PageForm) -> HttpResponse:
    """The next page, or the list of incidents for somebody who comes back later."""
    if form.is_partial:
        messages.success(request, "Your draft is kept. You find it again under Incidents.")
        return redirect("incidents:incident_list")
    return redirect("incidents:log_page", pk=draft.pk, page=page.following)


def _add_file(request: ActingRequest, incident: Incident, form: EvidenceForm) -> None:
    title, upload = form.cleaned_data["title"], form.cleaned_data["file"]
    add_evidence(by=request.acting.user, now=request.acting.now, incident=incident, title=title, upload=upload)
    messages.success(request, "The file is kept.")


def _show_check(request: ActingRequest, draft: Incident, refusal: str = "") -> HttpResponse:
    acting, sections = request.acting, list_sections(draft)
    members = list(who_could_see(draft.pk, on=acting.today))
    context = {
        "draft": draft,
        "sections": sections,
        "missing": [answer for section in sections for answer in section.missing],
        "nothing_in_force": lacks_policy(draft),
        "refusal": refusal,
        "members": members,
        "hidden_from_me": acting.user not in {member.user for member in members},
        "chair_may_not": not chair_may_log(draft, by=acting.user, on=acting.today),
    }
    return render(request, "incidents/log_check.html", context)


def _load_wordings(request: ActingRequest, draft: Incident) -> Wordings:
    """The words that the policy knows of the day it happened, or of today while nobody has said."""
    return load_wordings_on(request.acting.school, on=draft.happened_on or request.acting.today)


def _read_search(query: QueryDict) -> str:
    """The name somebody typed, without the sign that PostgreSQL refuses to look for."""
    return query.get("q", "").replace("\0", "").strip()


def _find_people(acting: Acting, draft: Incident, text: str, *, key: str = "") -> list[Person]:
    register = Person.objects.visible_to(acting.user, on=acting.today).filter(school=acting.school)
    others = register if key else register.exclude(involvements__incident=draft)
    return others.select_related("school").prefetch_related("capacities").matches(text, key=key)
