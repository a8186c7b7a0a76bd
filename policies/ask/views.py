"""Ask the policy: what it says of something one is thinking of doing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from people.acting import ActingRequest, requires_any_role
from people.models import CAPACITY_OF_ROLE, Role
from policies.ask.forms import AskForm
from policies.ask.pages import answer_question, list_questions
from policies.rules.wording import PARTIES
from policies.rules.words import Party
from policies.stored_packs import find_answering_version


# The question comes by POST and the answer is that response: so it stands in no address, and with that in no log, no
# history and no bookmark. Nothing is written, nor is anything put in the session: who asked what is nobody's business.
@require_http_methods(["GET", "HEAD", "POST"])
@requires_any_role
def ask(request: ActingRequest) -> HttpResponse:
    """Choose what you are thinking of doing, and read what the school's policy says of it."""
    acting = request.acting
    version = find_answering_version(acting.school, on=acting.today)
    if version is None:
        return render(request, "policies/ask/nothing.html")
    choosing = request.method != "POST" or "show" in request.POST
    party = request.POST.get("party", Party(CAPACITY_OF_ROLE[acting.role]))
    form = AskForm(initial={"party": party}) if choosing else AskForm(request.POST)
    if not choosing and form.is_valid():
        cleaned = form.cleaned_data
        context = {
            "answer": answer_question(
                cleaned["question"], cleaned["party"], version, acting.school, today=acting.today
            ),
            "as_party": PARTIES[cleaned["party"]].name,
            # Everybody can print it; a Headteacher may want to show it to somebody.
            "offers_print": acting.role == Role.HEADTEACHER,
        }
        return render(request, "policies/ask/answer.html", context)
    asker = form.asker() or Party(CAPACITY_OF_ROLE[acting.role])
    context = {"form": form, "version": version, "asker": asker, "groups": list_questions(asker)}
    return render(request, "policies/ask/ask.html", context)
