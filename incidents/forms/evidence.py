"""The page that takes files, and the page that steps back."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms


class EvidenceForm(forms.Form):
    """A file and what it shows. The service says whether it can be kept."""

    title = forms.CharField(
        label="What does the file show?",
        help_text="For example, “Screenshot of the post, 9 November”.",
        max_length=120,
        error_messages={"required": "Enter what the file shows."},
    )
    file = forms.FileField(
        label="Choose a file",
        help_text="An image (JPEG, PNG, GIF, WebP or HEIC) or a PDF, up to 20 MB.",
        # An empty file gets the service's own sentence.
        allow_empty_file=True,
        error_messages={"required": "Choose a file."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            Field.text("title", label_size=Size.SMALL),
            Field("file", context={"label_size": Size.for_label(Size.SMALL)}),
            Button.secondary("add", "Add this file", data_prevent_double_click="true"),
        )


class StepBackForm(forms.Form):
    """Why somebody steps back."""

    why = forms.CharField(
        label="Why are you stepping back?",
        help_text="For example, “The parent is a close friend”. This goes on record.",
        widget=forms.Textarea,
        error_messages={"required": "Say why you are stepping back."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(Field.textarea("why", label_size=Size.SMALL, rows=4))
