"""Add a policy of which Rung holds no clauses."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from people.acting import ActingRequest, requires
from people.permissions import Action
from policies.forms.adding import PolicyForm
from policies.models import Version
from policies.review_pages import owners_at
from policies.services.adding import add_policy
from policies.views.saving import form_page, saved


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.ADD_POLICY)
def policy_add(request: ActingRequest) -> HttpResponse:
    """Add a policy for its document, approvals, reviews and readers."""
    acting = request.acting
    owners = owners_at(acting.school, on=acting.today)
    form = PolicyForm(request.POST or None, request.FILES or None, owners=owners)

    def service() -> Version:
        file = form.cleaned_data["document"]
        return add_policy(
            by=acting.user,
            now=acting.now,
            today=acting.today,
            school=acting.school,
            document=(file.name, file.read()) if file else None,
            **form.asked(),
        )

    if added := saved(form, service):
        messages.success(request, "The policy is added.")
        return redirect("policies:policy", slug=added.policy.slug)
    return form_page(
        request,
        form,
        heading="Add a policy",
        lead="Rung keeps its document, approvals, reviews and readers. No case is judged by it.",
        cancel_url=reverse("policies:policy_list"),
    )
