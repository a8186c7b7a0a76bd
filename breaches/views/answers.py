"""The page that answers a question of a case: yes, no or not yet."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

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
from policies.rules.wordings import build_wordings
from policies.rules.words import Fact, Party, Scope
from web.submit import refusals_on

Rows = tuple[Confirmation, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.CONFIRM_FACT)
def fact_answer(request: ActingRequest, pk: int, fact: str, scope: str = "") -> HttpResponse:
    """Answer a question, or change the answer; the policy is asked again."""
    acting = request.acting
    case = case_or_404(request, pk)
    stored = case.assessments.latest()
    answer, rows = from_stored(stored.answer), list(case.confirmations.filter(withdrawn_at=None))
    pack = find_pack(case, pack_sha256=stored.pack_sha256)
    current = _find_current(rows, fact, scope)
    if current:
        ask = _restore_question(case, current)
    else:
        asks = [ask for ask in build_questions(answer, rows, pack).to_answer if scope in ask.scopes]
        ask = _choose(asks, fact, clause=request.GET.get("clause", "")) or _ask_of_all(answer, fact, scope)
    (item,) = offer_answers(case, answer, [ask], reader=acting.user, on=acting.today)
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
    return case_form_page(request, form, ask.asks, question=ask, offer=item.offer, hint=item.hint, answers=current)


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


def _find_current(rows: Sequence[Confirmation], fact: str, scope: str) -> Rows:
    """The rows of the answer that stands, if any."""
    answers = (group for group in group_answers(rows) if group[0].fact == fact)
    return next((group for group in answers if scope in [row.scope for row in group]), ())


def _choose(questions: Iterable[Question], fact: str, *, clause: str) -> Question | None:
    """The open question about a fact: in the words of the clause, where more than one asks."""
    asks = [ask for ask in questions if ask.fact == fact]
    return next((ask for ask in asks if ask.clause == clause), asks[0] if asks else None)


def _restore_question(case: Case, rows: Rows) -> Question:
    """The question as it was when it was answered."""
    row, wordings = rows[0], get_case_wordings(case)
    usual = wordings.question(Fact(row.fact), Party(case.capacity))
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
