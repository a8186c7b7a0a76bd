"""Ask the policy: what it says of something one is thinking of doing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from people.acting import ActingRequest, for_roles
from people.models import Role
from policies.ask.forms import AskForm
from policies.ask.pages import answer_question, questions_for
from policies.rules.wording import PARTIES
from policies.rules.words import Party
from policies.stored_packs import find_answering_version

PARTY_OF_ROLE = {
    Role.HEADTEACHER: Party.STAFF,
    Role.DEPUTY: Party.STAFF,
    Role.SAFEGUARDING_LEAD: Party.STAFF,
    Role.STAFF: Party.STAFF,
    Role.ADMINISTRATOR: Party.STAFF,
    Role.VOLUNTEER: Party.VOLUNTEER,
    Role.GOVERNOR: Party.GOVERNOR,
    Role.CHAIR: Party.GOVERNOR,
    Role.CLERK: Party.GOVERNOR,
}


# The question comes by POST and the answer is that response: so it stands in no address, and with that in no log, no
# history and no bookmark. Nothing is written, nor is anything put in the session: who asked what is nobody's business.
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles()
def ask(request: ActingRequest) -> HttpResponse:
    """Choose what you are thinking of doing, and read what the school's policy says of it."""
    acting = request.acting
    version = find_answering_version(acting.school, on=acting.today)
    if version is None:
        return render(request, "policies/ask_nothing.html")
    choosing = request.method != "POST" or "show" in request.POST
    party = request.POST.get("party", PARTY_OF_ROLE[acting.role])
    form = AskForm(initial={"party": party}) if choosing else AskForm(request.POST)
    if not choosing and form.is_valid():
        cleaned = form.cleaned_data
        answer = answer_question(cleaned["question"], cleaned["party"], version, acting.school, today=acting.today)
        return render(
            request, "policies/ask_answer.html", {"answer": answer, "as_party": PARTIES[cleaned["party"]].name}
        )
    asker = form.asker() or PARTY_OF_ROLE[acting.role]
    context = {"form": form, "version": version, "asker": asker, "groups": questions_for(asker)}
    return render(request, "policies/ask.html", context)
