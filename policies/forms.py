"""What pages of a policy and its versions ask."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Field, Fixed, Layout, Size
from django import forms

from policies.models import Approval, ReviewCycle, Version
from policies.reviews.forms import Anchor, CycleForm
from web.forms import RevisionForm, day_field, day_input, picked, short, text_field, textarea

LARGEST_PACK = 1_048_576
NUMBER = "The number or name of the version"


class StartForm(RevisionForm):
    """Name a new version."""

    number = forms.CharField(
        label=NUMBER,
        help_text="For example, September 2027",
        max_length=40,
        error_messages={"required": "Give the version a number or a name."},
    )

    button = "Start the version"

    def parts(self) -> tuple[Field, ...]:
        """The number."""
        return (short("number"),)


class DraftForm(RevisionForm):
    """What a draft says: the text of its pack, typed or as a file; or, without a pack, its number alone."""

    number = forms.CharField(label=NUMBER, max_length=40, required=False)
    pack_text = forms.CharField(
        label="What the version says",
        help_text="The clauses and rules as a pack, in TOML. Its format is described in docs/packs.md.",
        widget=forms.Textarea(attrs={"spellcheck": "false"}),
        required=False,
        strip=False,
        max_length=LARGEST_PACK,
    )
    pack_file = forms.FileField(
        label="Or choose a file (optional)",
        help_text="A pack of 1 MB or less. It takes the place of the text above.",
        required=False,
    )

    button = "Save the draft"

    def __init__(self, *args: Any, version: Version, **kwargs: Any) -> None:
        """`version` is the draft as it is stored."""
        self.version = version
        shown = {"number": version.number, "pack_text": version.pack_text}
        super().__init__(*args, revision=version.revision, initial=shown, **kwargs)

    def prepare(self) -> None:
        """A pack says its own number."""
        if self.version.pack_text:
            del self.fields["number"]
            self.fields["pack_text"].required = True
            self.fields["pack_text"].error_messages["required"] = "Write what the version says."
        else:
            self.fields["number"].required = True
            self.fields["pack_text"].label = "What the version says (optional)"

    def parts(self) -> tuple[Field, ...]:
        """The number where it is asked for, then the text, then the file."""
        number = (short("number"),) if "number" in self.fields else ()
        return (*number, textarea("pack_text", rows=25), picked("pack_file"))

    def clean_pack_file(self) -> str:
        """The text in the file, empty where none was chosen."""
        file = self.cleaned_data["pack_file"]
        if not file:
            return ""
        if file.size > LARGEST_PACK:
            raise forms.ValidationError("Choose a file of 1 MB or less.")
        try:
            return str(file.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise forms.ValidationError("Choose a text file in UTF-8.") from None

    def text(self) -> str:
        """The text of the pack: that of the file where there is one."""
        return str(self.cleaned_data["pack_file"] or self.cleaned_data["pack_text"])

    def show_text(self, text: str) -> None:
        """Show this text in the page again, so that a file that was refused can be put right there."""
        typed = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, as it came with the request
        typed["pack_text"] = text
        self.data = typed


class ReasonForm(RevisionForm):
    """Nothing but a reason."""

    reason = text_field("Why?", required="Say why.")

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        """`button` says what saving it does."""
        self.button = button
        super().__init__(*args, **kwargs)

    def parts(self) -> tuple[Field, ...]:
        """The reason."""
        return (textarea("reason"),)


class ProposeForm(RevisionForm):
    """Nothing but a button."""

    button = "Propose this version"


class ForceForm(RevisionForm):
    """From what day a version is in force."""

    in_force_from = day_field("From what day is it in force?", required="Enter the day.")

    button = "Bring it into force"

    def parts(self) -> tuple[Field, ...]:
        """The day."""
        return (day_input("in_force_from"),)


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


class PolicyForm(CycleForm):
    """A policy, its version in force, and its review."""

    title = forms.CharField(
        label="What is the policy called?",
        max_length=200,
        error_messages={"required": "Enter the policy’s name."},
    )
    number = forms.CharField(
        label="Which version of it?",
        help_text="Its number or its date, such as September 2026",
        max_length=40,
        error_messages={"required": "Enter the version’s number or date."},
    )
    in_force_from = day_field("From what day is it in force?", required="Enter the day.")
    document = forms.FileField(
        label="The document (optional)", help_text="A PDF or Word document of 20 MB or less", required=False
    )

    button = "Add the policy"

    def __init__(self, *args: Any, owners: Any) -> None:
        """`owners` are the people who may see to its review."""
        super().__init__(*args, cycle=ReviewCycle(anchor=Anchor.NONE), owners=owners)

    def parts(self) -> tuple[Field, ...]:
        """The policy, then its review."""
        of_the_policy = (short("title"), short("number"), day_input("in_force_from"), picked("document"))
        return (*of_the_policy, *super().parts())

    def asked(self) -> dict[str, Any]:
        """What the service takes, but for the document."""
        said = self.cleaned_data
        names = ("title", "number", "in_force_from")
        return {name: said[name] for name in names} | super().asked()
