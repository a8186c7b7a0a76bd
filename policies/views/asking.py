"""Ask the policy: what it says of something one is thinking of doing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from people.acting import ActingRequest, requires_any_role
from people.models import Role
from policies.forms.asking import AskForm
from policies.questions_answered import answered
from policies.questions_asked import questions_for
from policies.rules.meanings import PARTIES
from policies.rules.words import Party
from policies.versions_asked import version_to_ask

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
@requires_any_role
def ask(request: ActingRequest) -> HttpResponse:
    """Choose what you are thinking of doing, and read what the school's policy says of it."""
    acting = request.acting
    version = version_to_ask(acting.school, on=acting.today)
    if version is None:
        return render(request, "policies/ask_nothing.html")
    choosing = request.method != "POST" or "show" in request.POST
    party = request.POST.get("party", PARTY_OF_ROLE[acting.role])
    form = AskForm(initial={"party": party}) if choosing else AskForm(request.POST)
    if not choosing and form.is_valid():
        said = form.cleaned_data
        answer = answered(said["question"], said["party"], version, acting.school, today=acting.today)
        context = {
            "answer": answer,
            "as_party": PARTIES[said["party"]],
            # Everybody can print it; a Headteacher may want to show it to somebody.
            "offers_print": acting.role == Role.HEADTEACHER,
        }
        return render(request, "policies/ask_answer.html", context)
    asker = form.asker() or PARTY_OF_ROLE[acting.role]
    context = {"form": form, "version": version, "asker": asker, "groups": questions_for(asker)}
    return render(request, "policies/ask.html", context)
