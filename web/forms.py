"""The fields that forms of every part ask with: a day, a month, a line, a text."""

from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms

LONGEST_TEXT = 20_000


def day_field(label: str, help_text: str = "", required: str = "") -> forms.DateField:
    """A day, picked or typed; optional without a sentence to say that it is missing."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=bool(required),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required, "invalid": "Enter a real day, such as 9/11/2026."},
    )


def month_field(label: str, help_text: str = "", required: str = "") -> forms.DateField:
    """A month without a day, read as its first day."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=bool(required),
        input_formats=["%Y-%m", "%m/%Y", "%B %Y", "%b %Y"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        error_messages={"required": required, "invalid": "Enter a month and its year, such as 11/2026."},
    )


def text_field(label: str, help_text: str = "", required: str = "") -> forms.CharField:
    """Something written at length; optional without a sentence to say that it is missing."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": required, "max_length": "Write at most 20,000 characters."},
    )


def short(name: str, width: Any = None) -> Field:
    """A field of one line."""
    field: Field = Field.text(name, label_size=Size.SMALL, field_width=width or Fixed.TWENTY)
    return field


def textarea(name: str, rows: int = 4) -> Field:
    """A field to write at length in."""
    field: Field = Field.textarea(name, label_size=Size.SMALL, rows=rows)
    return field


def picked(name: str) -> Field:
    """A list or a file to choose from."""
    return Field(name, context={"label_size": Size.for_label(Size.SMALL)})


def day_input(name: str) -> Field:
    """A field to pick a day or a month in."""
    return short(name, Fixed.TEN)
