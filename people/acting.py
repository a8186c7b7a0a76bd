"""Who is signed in, at which school and in which role, asked once for each request."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from people.models import Membership, Role, School, User
from people.permissions import Action, may

SESSION_KEY = "membership"
P = ParamSpec("P")
ActingView = Callable[Concatenate["ActingRequest", P], HttpResponseBase]
PlainView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True)
class Acting:
    """One signed-in user in the role they chose, and the moment of the request."""

    user: User
    membership: Membership
    others: tuple[Membership, ...]
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day of the request, in the school's time zone."""
        return timezone.localdate(self.now)

    @property
    def school(self) -> School:
        return self.membership.school

    @property
    def role(self) -> Role:
        return Role(self.membership.role)

    def may(self, action: Action) -> bool:
        """Whether the role they act in may do this, whatever other roles they hold."""
        return may(self.role, action)


class ActingRequest(HttpRequest):
    acting: Acting


class ActingMiddleware:
    """Puts `acting` on the request: an Acting, or None where nobody is signed in or no role is held."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting = find_acting(request, now=timezone.now())  # type: ignore[attr-defined]  # see ActingRequest
        return self.get_response(request)


def keep_signed_in_pages_out_of_caches(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Mark each page of a signed-in person as not to be kept, so that signing out clears the screen."""

    def respond(request: HttpRequest) -> HttpResponse:
        signed_in = request.user.is_authenticated
        response = get_response(request)
        if signed_in or request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    return respond


def find_acting(request: HttpRequest, *, now: dt.datetime) -> Acting | None:
    """The chosen membership of the signed-in user, or their first one that holds today."""
    user = request.user
    if not user.is_authenticated:
        return None
    of_today = Membership.objects.held_by(user, on=timezone.localdate(now))
    memberships = tuple(of_today.select_related("school").order_by("pk"))
    if not memberships:
        return None
    by_pk = {membership.pk: membership for membership in memberships}
    acting = by_pk.get(request.session.get(SESSION_KEY, 0), memberships[0])
    others = tuple(membership for membership in memberships if membership != acting)
    return Acting(user=user, membership=acting, others=others, now=now)


def requires(action: Action) -> Callable[[ActingView[P]], PlainView[P]]:
    """Guard a view: anonymous to sign-in, no role to a page that says so, a role that may not do the action 403."""
    return _guard(action)


def requires_any_role(view: ActingView[P]) -> PlainView[P]:
    """Guard a view that is for everybody who holds a role: anonymous to sign-in, no role to a page that says so."""
    return _guard(None)(view)


def _guard(action: Action | None) -> Callable[[ActingView[P]], PlainView[P]]:
    def guard(view: ActingView[P]) -> PlainView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            acting: Acting | None = getattr(request, "acting", None)
            if acting is None:
                return redirect("people:no_role")
            if action is not None and not acting.may(action):
                raise PermissionDenied
            return view(cast(ActingRequest, request), *args, **kwargs)

        return cast("PlainView[P]", login_required(guarded))

    return guard
