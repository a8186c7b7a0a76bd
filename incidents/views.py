"""Pages of incidents: log one page by page, check the answers, read it, open its evidence."""

from collections.abc import Callable
from pathlib import PurePath
from typing import Any, cast

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.access import ChairLogsOthers, NobodyCouldSeeIt, chair_may_log, who_could_lead
from incidents.forms import (
    FORMS,
    ChoosePersonForm,
    EvidenceForm,
    FindingsForm,
    NewPersonForm,
    StepBackForm,
    answers_in,
    findings_in,
)
from incidents.journey import FIELDS, Page, no_policy_on, page_context, sections_of
from incidents.loading import (
    evidence_in_own_draft,
    evidence_of,
    incidents_of,
    involvement_in_own_draft,
    logged_incident,
    own_draft,
)
from incidents.models import Evidence, Incident, Involvement
from incidents.querysets import IncidentQuerySet
from incidents.services.drafts import (
    AlreadyInvolved,
    FaultyDays,
    NameTaken,
    NotADraft,
    NotWhole,
    StaleDraft,
    add_involvement,
    add_involvement_of_new_person,
    discard_draft,
    log_incident,
    remove_involvement,
    save_page,
    set_findings,
    start_draft,
)
from incidents.services.drafts import step_back as step_back_service
from incidents.services.evidence import (
    KINDS,
    FileRefused,
    add_evidence,
    record_download,
    record_reading,
    take_back_evidence,
)
from people.acting import Acting, ActingRequest, requires
from people.models import Capacity, Person, Role
from people.permissions import Action
from people.querysets import PersonQuerySet
from web.paging import page_of
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


def evidence_page(request: ActingRequest, draft: Incident, page: Page) -> HttpResponse:
    """The files so far, and the form that adds one."""
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and _added(request.acting, draft, form):
        messages.success(request, "The file is kept.")
        return redirect("incidents:log_page", pk=draft.pk, page=Page.EVIDENCE)
    context = page_context(draft, page) | {"form": form}
    return render(request, "incidents/log_evidence.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ADD_EVIDENCE)
def evidence_add(request: ActingRequest, pk: int) -> HttpResponse:
    """Add a file to an incident that is logged already."""
    incident = logged_incident(request.acting, pk)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and _added(request.acting, incident, form):
        messages.success(request, "The file is kept.")
        return redirect("incidents:incident", pk=incident.pk)
    return render(request, "incidents/evidence_add.html", {"incident": incident, "form": form})


@require_POST
@requires(Action.LOG_INCIDENT)
def evidence_take_back(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a file out of a draft."""
    kept = evidence_in_own_draft(request.acting, pk)
    take_back_evidence(by=request.acting.user, now=request.acting.now, evidence=kept)
    messages.success(request, "The file is taken out.")
    return redirect("incidents:log_page", pk=kept.incident_id, page=Page.EVIDENCE)


@require_safe
@requires(Action.READ_INCIDENTS)
def evidence(request: ActingRequest, pk: int) -> HttpResponse:
    """Give a file out as an attachment that no browser runs or shows in place, and put that on record."""
    kept = get_object_or_404(evidence_of(request.acting).select_related("incident__school"), pk=pk)
    content = kept.file.open("rb")
    record_download(by=request.acting.user, now=request.acting.now, evidence=kept)
    response = FileResponse(content, as_attachment=True, filename=download_name(kept), content_type=kept.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return cast(HttpResponse, response)  # it streams, which the guard of roles does not mind


def download_name(kept: Evidence) -> str:
    """The name the file came with, its end made to tell what the file is."""
    ending = next(kind.ending for kind in KINDS if kind.content_type == kept.content_type)
    return f"{PurePath(kept.original_name).stem}{ending}"


def _added(acting: Acting, incident: Incident, form: EvidenceForm) -> bool:
    """Whether the form's file was kept; if not, the form says why."""
    if not form.is_valid():
        return False
    said = form.cleaned_data
    try:
        add_evidence(by=acting.user, now=acting.now, incident=incident, title=said["title"], upload=said["file"])
    except FileRefused as refused:
        form.add_error("file", str(refused))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_INCIDENT)
def log_start(request: ActingRequest) -> HttpResponse:
    """Say what logging takes, offer the drafts there are, and start a new one."""
    acting = request.acting
    if request.method == "POST":
        draft = start_draft(by=acting.user, now=acting.now, school=acting.school)
        return redirect("incidents:log_page", pk=draft.pk, page=Page.WHEN)
    drafts = incidents_of(acting).drafts_of(acting.user).order_by("-started_at")
    return render(request, "incidents/log_start.html", {"drafts": drafts, "is_chair": acting.role == Role.CHAIR})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_INCIDENT)
def log_page(request: ActingRequest, pk: int, page: str) -> HttpResponse:
    """One page of the journey; each POST keeps it as a draft, and nothing is lost on the way."""
    draft = own_draft(request.acting, pk)
    if page not in list(Page):
        raise Http404
    return PAGES[Page(page)](request, draft, Page(page))


def answers_page(request: ActingRequest, draft: Incident, page: Page) -> HttpResponse:
    """When, where or what."""
    form_class, acting = FORMS[page], request.acting
    local = timezone.localtime(acting.now)
    if request.method != "POST":
        form = form_class(initial=answers_in(draft, page), now=local, draft=draft)
        return show(request, draft, page, form)
    form = form_class(request.POST, now=local, draft=draft, partial="later" in request.POST)
    if not form.is_valid():
        return show(request, draft, page, form)
    try:
        save_page(
            by=acting.user,
            now=acting.now,
            incident=draft,
            revision=form.cleaned_data["revision"],
            page=page,
            values={field: form.cleaned_data[field] for field in FIELDS[page]},
        )
    except StaleDraft as refused:
        return show_stale(request, draft, page, form, refused)
    return onward(request, draft, page)


def findings_page(request: ActingRequest, draft: Incident, page: Page) -> HttpResponse:
    """What the person finds."""
    if request.method != "POST":
        return show(request, draft, page, FindingsForm(initial=findings_in(draft)))
    form = FindingsForm(request.POST, partial="later" in request.POST)
    if not form.is_valid():
        return show(request, draft, page, form)
    acting = request.acting
    try:
        set_findings(
            by=acting.user,
            now=acting.now,
            incident=draft,
            revision=form.cleaned_data["revision"],
            findings=form.chosen(),
        )
    except StaleDraft as refused:
        return show_stale(request, draft, page, form, refused)
    return onward(request, draft, page)


def show(request: ActingRequest, draft: Incident, page: Page, form: Form, **context: Any) -> HttpResponse:
    """The page with its form, as typed where it was refused."""
    everything = page_context(draft, page) | {"form": form} | context
    return render(request, f"incidents/log_{page}.html", everything)


def show_stale(request: ActingRequest, draft: Incident, page: Page, form: Form, refused: StaleDraft) -> HttpResponse:
    """The page as it was typed beside what is stored, ready to be kept after all."""
    typed = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict, as it came with the request
    typed["revision"] = str(draft.revision)
    form.data = typed
    form.add_error(None, str(refused))
    return show(request, draft, page, form, stale=True)


def onward(request: ActingRequest, draft: Incident, page: Page) -> HttpResponse:
    """The next page, or the list of incidents for somebody who comes back later."""
    if "later" in request.POST:
        messages.success(request, "Your draft is kept. You find it again under Incidents.")
        return redirect("incidents:incident_list")
    return redirect("incidents:log_page", pk=draft.pk, page=page.following)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_INCIDENT)
def discard(request: ActingRequest, pk: int) -> HttpResponse:
    """Ask once more, then put the draft away."""
    draft = own_draft(request.acting, pk)
    if request.method == "POST":
        discard_draft(by=request.acting.user, now=request.acting.now, incident=draft)
        messages.success(request, "The draft is discarded.")
        return redirect("incidents:incident_list")
    return render(request, "incidents/discard.html", {"draft": draft})


PAGES: dict[Page, Callable[[ActingRequest, Incident, Page], HttpResponse]] = {
    Page.WHEN: answers_page,
    Page.WHERE: answers_page,
    Page.WHAT: answers_page,
    Page.WHO: who_page,
    Page.FINDINGS: findings_page,
    Page.EVIDENCE: evidence_page,
}


REFUSALS = (ChairLogsOthers, FaultyDays, NobodyCouldSeeIt, NotADraft, NotWhole, StaleDraft)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.LOG_INCIDENT)
def log_check(request: ActingRequest, pk: int) -> HttpResponse:
    """Every answer with its way back, who will take the incident on, and the button that logs it."""
    acting = request.acting
    if incidents_of(acting).logged().filter(pk=pk, logged_by=acting.user).exists():
        return redirect("incidents:logged", pk=pk)
    draft = own_draft(acting, pk)
    if request.method != "POST":
        return _show_answers(request, draft)
    asked = request.POST.get("revision", "")
    try:
        log_incident(by=acting.user, now=acting.now, incident=draft, revision=whole_number(asked) or 0)
    except REFUSALS as refused:
        return _show_answers(request, draft, refused=str(refused))
    if incidents_of(acting).filter(pk=pk).exists():
        return redirect("incidents:logged", pk=pk)
    messages.success(request, "The incident is logged and passed on. You will not see it again.")
    return redirect("incidents:incident_list")


@require_safe
@requires(Action.READ_INCIDENTS)
def logged(request: ActingRequest, pk: int) -> HttpResponse:
    """The reference, and a case to open for each subject."""
    incident = logged_incident(request.acting, pk)
    context = {
        "incident": incident,
        "subjects": subjects_to_open(incident),
        "nothing_in_force": no_policy_on(incident),
    }
    return render(request, "incidents/logged.html", context)


def subjects_to_open(incident: Incident) -> list[tuple[Involvement, str]]:
    """Each subject without a case yet, and where to open one."""
    with_a_case = set(incident.cases.values_list("subject", flat=True))
    return [(one, _open_case_url(incident, one)) for one in incident.subjects if one.person_id not in with_a_case]


def _open_case_url(incident: Incident, subject: Involvement) -> str:
    return f"{reverse('breaches:open_case', args=[incident.pk])}?subject={subject.person_id}"


def _show_answers(request: ActingRequest, draft: Incident, refused: str = "") -> HttpResponse:
    sections = sections_of(draft)
    context = {
        "draft": draft,
        "sections": sections,
        "missing": [one for section in sections for one in section.missing],
        "nothing_in_force": no_policy_on(draft),
        "refused": refused,
        **_handover(request.acting, draft),
    }
    return render(request, "incidents/log_check.html", context)


def _handover(acting: Acting, draft: Incident) -> dict[str, object]:
    """Who will see the incident once it is logged, and whether the person logging it is among them."""
    leads = list(who_could_lead(draft.pk, on=acting.today))
    users = list(dict.fromkeys(one.user for one in leads))
    return {
        "leads": leads,
        "nobody_sees": not leads,
        "hidden_from_me": acting.user not in users,
        "chair_may_not": not chair_may_log(draft, by=acting.user, on=acting.today),
    }


PAGE_SIZE = 25
SHOWN = {"all": "All", "without-a-case": "Logged, without a case", "drafts": "Your drafts"}


@require_safe
@requires(Action.READ_INCIDENTS)
def incident_list(request: ActingRequest) -> HttpResponse:
    """The incidents one may see: all, those nobody opened a case for, or one's own drafts."""
    show = request.GET.get("show", "all")
    show = show if show in SHOWN else "all"
    found = _shown(request.acting, show).latest_first().prefetch_related("involvements__person")
    page = page_of(request, found, size=PAGE_SIZE, is_capped=True)
    context = {
        "page": page,
        "show": show,
        "shown": SHOWN,
    }
    return render(request, "incidents/incident_list.html", context)


@require_safe
@requires(Action.READ_INCIDENTS)
def incident(request: ActingRequest, pk: int) -> HttpResponse:
    """One logged incident, whole; opening it goes on record."""
    found = logged_incident(request.acting, pk)
    record_reading(by=request.acting.user, now=request.acting.now, incident=found)
    context = {
        "incident": found,
        "sections": sections_of(found),
        "cases": found.cases.select_related("subject"),
        "subjects": subjects_to_open(found),
        "nothing_in_force": no_policy_on(found),
    }
    return render(request, "incidents/incident.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.STEP_BACK)
def step_back(request: ActingRequest, pk: int) -> HttpResponse:
    """Step back from an incident for good, with a reason."""
    found = logged_incident(request.acting, pk)
    form = StepBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            step_back_service(
                by=request.acting.user, now=request.acting.now, incident=found, why=form.cleaned_data["why"]
            )
        except NobodyCouldSeeIt as refused:
            form.add_error("why", str(refused))
        else:
            messages.success(request, "You have stepped back. You will not see that incident again.")
            return redirect("incidents:incident_list")
    return render(request, "incidents/step_back.html", {"incident": found, "form": form})


def _shown(acting: Acting, show: str) -> IncidentQuerySet:
    visible = incidents_of(acting)
    if show == "drafts":
        return visible.drafts_of(acting.user)
    return visible.without_a_case() if show == "without-a-case" else visible
