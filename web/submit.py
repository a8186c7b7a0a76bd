"""How a view runs a service, and shows a person why it refused.

A service that cannot do what was asked raises a class of its own below `Refused`, with a sentence for whoever asked
and, where it speaks of one, the field of the form. Anything else it raises is a fault, and goes on to Django.

A view with a form returns from inside the block; a refusal leaves the block, and the form is shown again with it:

    form = TermForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            term = set_term(by=acting.user, now=acting.now, school=acting.school, **form.cleaned_data)
            messages.success(request, f"{term.name} is added.")
            return redirect("people:school")
    return form_page(request, form, heading="Add a term", cancel_url=reverse("people:school"))

A button without a form goes back to its page, with the refusal as a message:

    with refusals_as_messages(request):
        unrelate(by=acting.user, now=acting.now, tie=tie)
        messages.success(request, "The relationship is removed.")
    return redirect("people:person", pk=pk)

A service that changes a row with a `revision` compares it in its transaction:
`refuse_stale(locked, revision=revision, noun="entry")`. The form is a `web.forms.RevisionForm`; it keeps what was
typed, takes the revision of the row as stored now, and `form_page` shows both.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, NamedTuple, Protocol

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Revised(Protocol):
    """A row that counts its changes."""

    @property
    def revision(self) -> int:
        """How often it was changed."""


class Refused(Exception):
    """A service did not do what was asked: the sentence says why, to whoever asked."""

    def __init__(self, sentence: str, field: str = "") -> None:
        """`field` names the field of the form that the sentence speaks of, if it speaks of one."""
        super().__init__(sentence)
        self.field = field


class Stale(Refused):
    """Somebody changed the row since the page was opened; `stored` is the row as it is now."""

    def __init__(self, sentence: str, *, stored: Revised) -> None:
        super().__init__(sentence)
        self.stored = stored


class ReasonNeeded(Refused):
    """Nothing was written where only a person can give the reason."""


class DayOutOfBounds(Refused):
    """A day is in the future, in the past, or before or after another, where it may not be."""


class Row(NamedTuple):
    """A row of `components/_summary_list.html`: a value or several lines, and where it may be changed."""

    key: str
    value: str = ""
    lines: Sequence[str] = ()
    change_url: str = ""


def require_reason(reason: str, sentence: str, *, field: str = "why") -> str:
    """The reason without its outer spaces. Raises ReasonNeeded with the sentence where there is none."""
    if not reason.strip():
        raise ReasonNeeded(sentence, field=field)
    return reason.strip()


def refuse_stale(stored: Revised, *, revision: int, noun: str) -> None:
    """Raises Stale where the row, locked by the caller, was changed since `revision` was read."""
    if stored.revision != revision:
        raise Stale(
            f"Somebody changed this {noun} while you were writing. "
            "Read what is new, then save yours if it still holds.",
            stored=stored,
        )


@dataclass(frozen=True)
class Refusals:
    """A block that a refusal ends. Where the block returns, what follows it runs after a refusal alone."""

    show: Callable[[Refused], None]

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(fault, Refused):
            return False
        self.show(fault)
        return True


def refusals_on(form: BaseForm) -> Refusals:
    """Put a refusal on the form: on the field that it speaks of, else above the form."""
    # Services raise what stands above, and have no need of forms.
    from web.forms import RevisionForm

    def show(refusal: Refused) -> None:
        if isinstance(refusal, Stale) and isinstance(form, RevisionForm):
            form.take_stored(refusal.stored)
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))

    return Refusals(show)


def refusals_as_messages(request: HttpRequest) -> Refusals:
    """Say a refusal at the top of the page that comes next."""
    return Refusals(lambda refusal: messages.warning(request, str(refusal)))


def form_page(
    request: HttpRequest,
    form: BaseForm,
    *,
    heading: str,
    cancel_url: str,
    stored: Callable[[Any], Sequence[Row]] | None = None,
    template: str = "web/form.html",
    **context: Any,
) -> HttpResponse:
    """The form, as typed where it was refused; 409 where somebody changed the row meanwhile.

    `stored` says what is to be shown then of the row as it is now. For what else the page takes, see the template; a
    page with more of its own extends it.
    """
    page = {"form": form, "heading": heading, "cancel_url": cancel_url, **context}
    row = getattr(form, "stored", None)
    if row is not None and stored is not None:
        page["stored"] = stored(row)
    return render(request, template, page, status=200 if row is None else 409)
