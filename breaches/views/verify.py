"""The public page that says whether a letter is genuine, and nothing of what it says."""

import hashlib

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from breaches.forms.letters import VerifyForm
from breaches.letters.codes import as_stored
from breaches.models import Letter

TRIES = 20
WINDOW = 10 * 60


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a code, and a file where there is one. Nothing is recorded of whoever asks."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return render(request, "breaches/letters/verify.html", {"form": form})
    if not form.is_valid():
        return render(request, "breaches/letters/verify.html", {"form": form})
    if _asks_too_often(request):
        return render(request, "breaches/letters/verify.html", {"form": VerifyForm(), "too_often": True}, status=429)
    found = Letter.objects.with_code(as_stored(form.cleaned_data["code"])).first()
    context = {"form": VerifyForm(), "asked": True, "found": found, "same": _is_same(found, form.cleaned_data["file"])}
    return render(request, "breaches/letters/verify.html", context)


def _is_same(letter: Letter | None, file: UploadedFile[bytes] | None) -> bool | None:
    """Whether the file is the one the school produced; None where there is nothing to compare."""
    if letter is None or file is None:
        return None
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest() == letter.pdf_sha256


def _asks_too_often(request: HttpRequest) -> bool:
    """Whether this address has asked more than 20 times in the ten minutes it stands in."""
    window = int(timezone.now().timestamp()) // WINDOW
    address = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()
    key = f"verify-{window}-{address}"
    cache.add(key, 0, timeout=WINDOW)
    try:
        return cache.incr(key) > TRIES
    except ValueError:  # the count ran out between the two lines
        return False
