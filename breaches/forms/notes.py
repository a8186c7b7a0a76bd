"""Adding a note."""

from crispy_forms_gds.layout import Field

from breaches.forms.case_form import CaseForm
from web.forms import text_field, textarea


class NoteForm(CaseForm):
    """A note."""

    text = text_field(
        "Your note", "Everybody who may see the case can read it. It cannot be changed.", required="Write the note."
    )

    button = "Add the note"

    def parts(self) -> tuple[Field, ...]:
        """The note."""
        return (textarea("text", rows=6),)
