"""Adding a note."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from breaches.forms.notes import NoteForm
from breaches.services.notes import add_note
from breaches.views.case_pages import attempt, case_or_404, done, form_page
from people.acting import ActingRequest, requires
from people.permissions import Action


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ADD_NOTE)
def note_add(request: ActingRequest, pk: int) -> HttpResponse:
    """Add a note to the case."""
    acting = request.acting
    case = case_or_404(request, pk)
    form = NoteForm(request.POST or None, case=case, now=acting.now)
    added = attempt(
        form,
        lambda: add_note(
            by=acting.user,
            now=acting.now,
            case=case,
            text=form.cleaned_data["text"],
            form_token=form.cleaned_data["form_token"],
        ),
    )
    return done(request, case, "The note is added.") if added else form_page(request, form, "Add a note")
