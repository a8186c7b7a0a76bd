"""Forms for approvals and documents."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Field, Fixed, Layout, Size
from django import forms

from policies.models import Approval
from web.forms import picked

CANCEL = HTML('<a class="govuk-link" href="{{ cancel_url }}">Cancel</a>')


class ApprovalForm(forms.Form):
    """Who approved a version, and when."""

    body = forms.ChoiceField(label="Who approved it?", choices=Approval.Body.choices, widget=forms.RadioSelect)
    approved_on = forms.DateField(
        label="On what day?", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    minute_reference = forms.CharField(
        label="Minute reference", help_text="For example, FGB 12 March 2026, item 7", max_length=100, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.radios("body", legend_size=Size.SMALL),
            Field.text("approved_on", label_size=Size.SMALL, field_width=Fixed.TEN),
            Field.text("minute_reference", label_size=Size.SMALL),
            Button.primary("save", "Put on record"),
            CANCEL,
        )


class DocumentForm(forms.Form):
    """The policy's own document."""

    document = forms.FileField(label="The document", help_text="A PDF or Word document of 20 MB or less")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(picked("document"), Button.primary("save", "Keep this document"), CANCEL)
