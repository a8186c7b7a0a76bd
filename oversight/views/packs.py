"""Packs of meetings: listed, made, opened."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from breaches.letters.pdf import PangoMissing, PdfNotMade
from oversight.forms.packs import PackForm
from oversight.models import GovernorPack
from oversight.querysets import GovernorPackQuerySet
from oversight.roles import GOVERNORS, OVERSEERS, kept_from
from oversight.services.packs import PackNotKept, PackSealBroken, make_pack, read_pack
from people.acting import ActingRequest, for_roles
from web.pdf import as_pdf


@require_safe
@for_roles(*OVERSEERS)
def pack_list(request: ActingRequest) -> HttpResponse:
    """The packs of the school, the latest meeting first."""
    acting = request.acting
    opens = acting.role in GOVERNORS and kept_from(acting.school, acting) is None
    context = {"packs": _packs(request), "opens": opens}
    return render(request, "oversight/pack_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*OVERSEERS)
def pack_add(request: ActingRequest) -> HttpResponse:
    """Make the pack of a meeting."""
    acting = request.acting
    form = PackForm(request.POST if request.method == "POST" else None, today=acting.today)
    if request.method == "POST" and form.is_valid():
        try:
            make_pack(by=acting.user, now=acting.now, school=acting.school, **form.cleaned_data)
        except (PangoMissing, PdfNotMade, PackNotKept) as fault:
            form.add_error(None, str(fault))
        else:
            messages.success(request, "The pack is made and kept.")
            return redirect("oversight:pack_list")
    context = {"form": form, "cancel_url": reverse("oversight:pack_list")}
    return render(request, "oversight/pack_add.html", context)


@require_safe
@for_roles(*GOVERNORS)
def pack(request: ActingRequest, pk: int) -> HttpResponse:
    """The PDF, exactly as sealed. Reading it is put on record.

    It holds governors' figures, so whoever handles the school's cases too, and could compare, does not open it here.
    """
    acting = request.acting
    shown = get_object_or_404(_packs(request).select_related("school"), pk=pk)
    if kept_from(acting.school, acting):
        raise PermissionDenied
    try:
        made = read_pack(by=acting.user, now=acting.now, pack=shown)
    except PackSealBroken as fault:
        messages.warning(request, str(fault))
        return redirect("oversight:pack_list")
    name = f"governors-{shown.meeting_on:%Y-%m-%d}.pdf"
    return as_pdf(made, name=name, is_download="download" in request.GET)


def _packs(request: ActingRequest) -> GovernorPackQuerySet:
    acting = request.acting
    return GovernorPack.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
