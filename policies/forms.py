"""What pages of a policy and its versions ask."""

from typing import Any

from crispy_forms_gds.layout import Fixed
from django import forms

from policies.models import Approval, ReviewCycle, Version
from policies.pack_text import locate_faults
from policies.reviews.forms import CycleForm
from policies.rules.parsing import PackError, decode_pack
from web.forms import PlainForm, RevisionForm, choice_field, day_field, line_field, text_field

LARGEST_PACK = 1_048_576
MOST_FAULTS = 20
NUMBER = "The number or name of the version"


class StartForm(RevisionForm):
    number = line_field(
        NUMBER,
        "For example, September 2027",
        required="Give the version a number or a name.",
        longest=40,
        width=Fixed.TWENTY,
    )

    button = "Start the version"


class DraftForm(RevisionForm):
    """What a draft says: the text of its pack, typed or as a file; or, without a pack, its number alone."""

    number = line_field(NUMBER, longest=40, width=Fixed.TWENTY)
    pack_text = forms.CharField(
        label="What the version says",
        help_text="The clauses and rules as a pack, in TOML. Its format is described in docs/packs.md.",
        widget=forms.Textarea(attrs={"spellcheck": "false", "rows": 25}),
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
        self.version = version
        initial = {"number": version.number, "pack_text": version.pack_text}
        super().__init__(*args, revision=version.revision, initial=initial, **kwargs)

    def prepare(self) -> None:
        if self.version.pack_text:
            del self.fields["number"]
            self.fields["pack_text"].required = True
            self.fields["pack_text"].error_messages["required"] = "Write what the version says."
        else:
            self.fields["number"].required = True
            self.fields["pack_text"].label = "What the version says (optional)"

    def clean_pack_file(self) -> str:
        """The text in the file, empty where none was chosen; the page shows it again, so that it can be put right."""
        file = self.cleaned_data["pack_file"]
        if not file:
            return ""
        if file.size > LARGEST_PACK:
            raise forms.ValidationError("Choose a file of 1 MB or less.")
        try:
            text = decode_pack(file.read(), file.name)
        except PackError:
            raise forms.ValidationError("Choose a text file in UTF-8.") from None
        typed = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, as it came with the request
        typed["pack_text"] = text
        self.data = typed
        return text

    def text(self) -> str:
        """The text of the pack: that of the file where there is one."""
        return str(self.cleaned_data["pack_file"] or self.cleaned_data["pack_text"])

    def add_pack_faults(self, fault: PackError) -> None:
        """Say what is wrong with the pack, beside its text, each fault with the line that it speaks of."""
        for sentence in locate_faults(self.text(), fault)[:MOST_FAULTS]:
            self.add_error("pack_text", sentence)


class VersionReasonForm(RevisionForm):
    reason = text_field("Why?", required="Say why.")

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        self.button = button
        super().__init__(*args, **kwargs)


class ProposeForm(RevisionForm):
    button = "Propose this version"


class ForceForm(RevisionForm):
    in_force_from = day_field("From what day is it in force?", required="Enter the day.")

    button = "Bring it into force"


class ApprovalForm(PlainForm):
    body = choice_field("Who approved it?", Approval.Body.choices, required="Say who approved it.")
    approved_on = day_field("On what day?", required="Enter the day.")
    minute_reference = line_field("Minute reference", "For example, FGB 12 March 2026, item 7", longest=100)

    button = "Put on record"


class DocumentForm(PlainForm):
    document = forms.FileField(label="The document", help_text="A PDF or Word document of 20 MB or less")

    button = "Keep this document"


class PolicyForm(CycleForm):
    title = line_field(
        "What is the policy called?", required="Enter the policy’s name.", longest=200, width=Fixed.TWENTY
    )
    number = line_field(
        "Which version of it?",
        "Its number or its date, such as September 2026",
        required="Enter the version’s number or date.",
        longest=40,
        width=Fixed.TWENTY,
    )
    in_force_from = day_field("From what day is it in force?", required="Enter the day.")
    document = forms.FileField(
        label="The document (optional)", help_text="A PDF or Word document of 20 MB or less", required=False
    )

    button = "Add the policy"
    field_order = ("title", "number", "in_force_from", "document")

    def __init__(self, *args: Any, owners: Any) -> None:
        """`owners` are the people who may see to its review."""
        super().__init__(*args, cycle=ReviewCycle(), owners=owners)

    def policy_fields(self) -> dict[str, Any]:
        names = ("title", "number", "in_force_from")
        return {name: self.cleaned_data[name] for name in names} | self.cycle_fields()
