"""What our few replacements in templates/gds put right in the form pack."""

import re

from crispy_forms.utils import render_crispy_form
from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, ConditionalQuestion, ConditionalRadios, Field, Layout
from django import forms
from django.template.loader import render_to_string

ANSWERS = [("complied", "The parent complied"), ("refused", "The parent refused")]


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(choices=ANSWERS, widget=forms.RadioSelect, label="What came of it?")
    findings = forms.MultipleChoiceField(choices=ANSWERS, widget=forms.CheckboxSelectMultiple)
    platform = forms.ChoiceField(choices=[("", "Choose"), ("facebook", "Facebook")])
    email = forms.EmailField()
    account = forms.CharField(max_length=40)
    note = forms.CharField(widget=forms.Textarea, help_text="")
    taken_on = DateInputField(label="When was it done?", require_all_fields=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.radios("outcome", inline=True),
            "findings",
            "platform",
            "email",
            "account",
            Field.textarea("note", max_characters=500),
            "taken_on",
            Button.primary("save", "Save"),
        )


class RevealingForm(forms.Form):
    outcome = forms.ChoiceField(choices=ANSWERS, widget=forms.RadioSelect)
    reason = forms.CharField(required=False)

    def __init__(self) -> None:
        super().__init__()
        self.helper = FormHelper()
        self.helper.layout = Layout(
            ConditionalRadios(
                "outcome",
                ConditionalQuestion("The parent complied"),
                ConditionalQuestion("The parent refused", "reason"),
            )
        )


def page_of(form: forms.Form) -> str:
    return f"{render_to_string('gds/layout/error_summary.html', {'form': form})}{render_crispy_form(form)}"


def tag_with(page: str, attribute: str) -> str:
    tag = re.search(rf"<[a-z]+\s[^>]*{re.escape(attribute)}[^>]*>", page)
    assert tag, f"nothing on the page has {attribute}"
    return tag.group()


def test_every_link_of_the_error_summary_leads_to_something_that_takes_the_focus() -> None:
    page = page_of(OutcomeForm({}))

    links = re.findall(r'<a href="#([^"]+)">', page)

    assert links == [
        "id_outcome_1",
        "id_findings_1",
        "id_platform",
        "id_email",
        "id_account",
        "id_note",
        "id_taken_on_0",
    ]
    for link in links:
        assert tag_with(page, f'id="{link}"').startswith(("<input", "<select", "<textarea"))


def test_a_fault_of_one_part_of_a_date_is_linked_to_that_part() -> None:
    page = page_of(OutcomeForm({"taken_on_0": "9", "taken_on_2": "2026"}))

    assert '<a href="#id_taken_on_1">Enter the month</a>' in page


def test_an_error_of_the_whole_form_is_linked_to_its_first_control() -> None:
    form = OutcomeForm({})
    form.add_error(None, "Somebody changed this case while you were writing.")

    assert '<a href="#id_outcome_1">Somebody changed this case while you were writing.</a>' in page_of(form)


def test_a_form_without_a_helper_still_says_what_went_wrong() -> None:
    class Plain(forms.Form):
        name = forms.CharField()

    summary = render_to_string("gds/layout/error_summary.html", {"form": Plain({})})

    assert '<a href="#id_name">This field is required.</a>' in summary


def test_a_form_without_errors_has_no_error_summary() -> None:
    assert "There is a problem" not in page_of(OutcomeForm())


def test_a_character_count_needs_no_help_text() -> None:
    page = render_crispy_form(OutcomeForm())

    control = tag_with(page, 'id="id_note"')
    assert "govuk-js-character-count" in control
    assert "govuk-textarea" in control
    assert 'aria-describedby="id_note-info"' in control
    assert "You can enter up to 500 characters" in page


def test_a_character_count_in_error_names_the_error_and_the_limit() -> None:
    control = tag_with(page_of(OutcomeForm({})), 'id="id_note"')

    assert "govuk-textarea--error" in control
    assert 'aria-describedby="id_note_1_error id_note-info"' in control


def test_a_character_count_with_help_text_names_both() -> None:
    form = OutcomeForm()
    form.fields["note"].help_text = "Facts apart from opinion"

    control = tag_with(render_crispy_form(form), 'id="id_note"')

    assert 'aria-describedby="id_note_hint id_note-info"' in control


def test_a_select_in_error_has_a_red_border() -> None:
    assert "govuk-select--error" in tag_with(page_of(OutcomeForm({})), 'id="id_platform"')


def test_an_email_address_in_error_has_a_red_border() -> None:
    assert "govuk-input--error" in tag_with(page_of(OutcomeForm({})), 'id="id_email"')


def test_inline_radios_are_still_radios() -> None:
    assert 'class="govuk-radios govuk-radios--inline"' in render_crispy_form(OutcomeForm())


def test_a_radio_button_that_reveals_a_question_names_it_where_the_script_looks() -> None:
    page = render_crispy_form(RevealingForm())

    assert 'data-aria-controls="conditional_outcome_1"' in tag_with(page, 'id="id_outcome_1"')
    assert 'id="conditional_outcome_1"' in page


def test_a_radio_button_that_reveals_nothing_names_nothing() -> None:
    assert "aria-controls" not in tag_with(render_crispy_form(RevealingForm()), 'id="id_outcome_0"')


def test_a_label_is_escaped() -> None:
    form = OutcomeForm()
    form.fields["account"].label = "Account of <b>Mrs Hughes</b>"
    form.fields["outcome"].label = "Did <b>Mrs Hughes</b> reply?"

    page = render_crispy_form(form)

    assert "Account of &lt;b&gt;Mrs Hughes&lt;/b&gt;" in page
    assert "Did &lt;b&gt;Mrs Hughes&lt;/b&gt; reply?" in page
