"""The page that answers a question of a case: yes, no or not yet."""

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from breaches.earlier import load_hint
from breaches.forms import NOT_YET, AnswerForm
from breaches.models import Case, Confirmation
from breaches.offers import Offer, offer_answers
from breaches.questions import Question, build_questions, find_scopes, group_answers, name_scope, name_scopes
from breaches.services.answers import answer_question, take_answer_back
from breaches.version import find_pack, get_case_wordings
from breaches.views.cases import back_to_case, case_form_page, case_or_404
from people.acting import ActingRequest, requires
from people.permissions import Action
from policies.rules.answer import from_stored
from policies.rules.assessment import Assessment
from policies.rules.wordings import Wordings, build_wordings
from policies.rules.words import Fact, Party, Scope
from web.submit import refusals_on

Rows = tuple[Confirmation, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONFIRM_FACT)
def fact_answer(request: ActingRequest, pk: int, fact: str, scope: str = "") -> HttpResponse:
    """Answer a question, or change the answer; the policy is asked again."""
    acting = request.acting
    case = case_or_404(request, pk)
    ask, current = _find_question(case, fact, scope, clause=request.GET.get("clause", ""))
    findings = case.findings.filter(withdrawn_at=None).values_list("finding", flat=True)
    hint = load_hint(case, ask.fact, findings, get_case_wordings(case), reader=acting.user, today=acting.today)
    (item,) = offer_answers(case, [ask], {ask.fact: hint}, reader=acting.user, on=acting.today)
    form = AnswerForm(
        request.POST or None,
        case=case,
        now=acting.now,
        is_answered=bool(current),
        initial=_choose_initial(request, item.offer, current),
    )
    if form.is_valid():
        with refusals_on(form):
            return _answer(request, case, ask, form, is_answered=bool(current))
    return case_form_page(request, form, ask.asks, question=ask, offer=item.offer, hint=hint, answers=current)


def _answer(request: ActingRequest, case: Case, ask: Question, form: AnswerForm, *, is_answered: bool) -> HttpResponse:
    by, now, answer = request.acting.user, request.acting.now, form.cleaned_data["answer"]
    about: dict[str, Any] = {"case": case, "fact": ask.fact, "scopes": ask.scopes, **form.values("revision", "why")}
    if answer != NOT_YET:
        answer_question(by=by, now=now, answer=Confirmation.Answer(answer), asks=ask.asks, **about)
        return back_to_case(request, case, "Recorded.", with_changes=True)
    take_answer_back(by=by, now=now, **about)
    if is_answered:
        return back_to_case(request, case, "Taken back.", with_changes=True)
    return back_to_case(request, case, "Nothing is recorded. The question stays open.")


def _choose_initial(request: ActingRequest, offer: Offer | None, current: Rows) -> dict[str, str]:
    """The answer of the button, else the one that stands, else the one that is offered, with what it rests on."""
    may_rest = offer if offer and offer.is_yes and not current else None
    answer = request.GET.get("answer") or (current[0].answer if current else "")
    if may_rest and answer in ("", Confirmation.Answer.YES):
        return {"answer": Confirmation.Answer.YES, "why": may_rest.ground}
    return {"answer": answer, "why": ""}


def _find_question(case: Case, fact: str, scope: str, *, clause: str) -> tuple[Question, Rows]:
    """What is asked under this address, and the answer that stands, if any; `clause` says in whose words."""
    stored = case.assessments.latest()
    answer, rows = from_stored(stored.answer), list(case.confirmations.filter(withdrawn_at=None))
    questions = build_questions(answer, rows, find_pack(case, pack_sha256=stored.pack_sha256))
    for group in group_answers(rows):
        if group[0].fact == fact and scope in [row.scope for row in group]:
            return _restore_question(group, Party(case.capacity), get_case_wordings(case)), group
    asks = [ask for ask in questions.to_answer if ask.fact == fact and scope in ask.scopes]
    if asks:
        return next((ask for ask in asks if ask.clause == clause), asks[0]), ()
    return _ask_of_all(answer, fact, scope), ()


def _restore_question(rows: Rows, party: Party, wordings: Wordings) -> Question:
    """The question as it was asked when it was answered."""
    row = rows[0]
    usual = wordings.question(Fact(row.fact), party)
    return Question(
        fact=Fact(row.fact),
        scopes=tuple(row.scope for row in rows),
        asks=row.question,
        note=usual.note if row.question == usual.asks else "",
        about=name_scopes(rows, wordings),
        clauses=(),
        steps=(),
    )


def _ask_of_all(answer: Assessment, fact: str, scope: str) -> Question:
    """A fact in its usual words, though no step waits for it: of the incident, or of a finding that stands."""
    scopes, wordings = find_scopes(answer.words), build_wordings(answer.words)
    is_of_finding = scopes.get(fact) == Scope.FINDING and scope in answer.facts.findings
    if fact not in wordings.facts or (scope and not is_of_finding):
        raise Http404
    usual = wordings.question(Fact(fact), answer.facts.party)
    return Question(Fact(fact), (scope,), usual.asks, usual.note, name_scope(scope, wordings), (), ())
