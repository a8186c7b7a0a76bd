"""What pages of a policy and its versions ask."""

from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from policies.models import Approval, ReviewCycle, Version
from policies.pack_text import locate_faults
from policies.reviews.forms import CycleForm
from policies.rules.parsing import PackError, decode_pack
from web.forms import RevisionForm, day_field, day_input, form_layout, line_field, picked, short, text_field, textarea

LARGEST_PACK = 1_048_576
MOST_FAULTS = 20
NUMBER = "The number or name of the version"


class StartForm(RevisionForm):
    number = line_field(
        NUMBER, "For example, September 2027", required="Give the version a number or a name.", longest=40
    )

    button = "Start the version"

    def parts(self) -> tuple[Field, ...]:
        return (short("number"),)


class DraftForm(RevisionForm):
    """What a draft says: the text of its pack, typed or as a file; or, without a pack, its number alone."""

    number = line_field(NUMBER, longest=40)
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

    def parts(self) -> tuple[Field, ...]:
        number = (short("number"),) if "number" in self.fields else ()
        return (*number, textarea("pack_text", rows=25), picked("pack_file"))

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

    def parts(self) -> tuple[Field, ...]:
        return (textarea("reason"),)


class ProposeForm(RevisionForm):
    button = "Propose this version"


class ForceForm(RevisionForm):
    in_force_from = day_field("From what day is it in force?", required="Enter the day.")

    button = "Bring it into force"

    def parts(self) -> tuple[Field, ...]:
        return (day_input("in_force_from"),)


class ApprovalForm(forms.Form):
    body = forms.ChoiceField(label="Who approved it?", choices=Approval.Body.choices, widget=forms.RadioSelect)
    approved_on = day_field("On what day?", required="Enter the day.")
    minute_reference = line_field("Minute reference", "For example, FGB 12 March 2026, item 7", longest=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_layout(
            Field.radios("body", legend_size=Size.SMALL),
            day_input("approved_on"),
            Field.text("minute_reference", label_size=Size.SMALL),
            button="Put on record",
        )


class DocumentForm(forms.Form):
    document = forms.FileField(label="The document", help_text="A PDF or Word document of 20 MB or less")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_layout(picked("document"), button="Keep this document")


class PolicyForm(CycleForm):
    title = line_field("What is the policy called?", required="Enter the policy’s name.", longest=200)
    number = line_field(
        "Which version of it?",
        "Its number or its date, such as September 2026",
        required="Enter the version’s number or date.",
        longest=40,
    )
    in_force_from = day_field("From what day is it in force?", required="Enter the day.")
    document = forms.FileField(
        label="The document (optional)", help_text="A PDF or Word document of 20 MB or less", required=False
    )

    button = "Add the policy"

    def __init__(self, *args: Any, owners: Any) -> None:
        """`owners` are the people who may see to its review."""
        super().__init__(*args, cycle=ReviewCycle(), owners=owners)

    def parts(self) -> tuple[Field, ...]:
        policy = (short("title"), short("number"), day_input("in_force_from"), picked("document"))
        return (*policy, *super().parts())

    def policy_fields(self) -> dict[str, Any]:
        names = ("title", "number", "in_force_from")
        return {name: self.cleaned_data[name] for name in names} | self.cycle_fields()
