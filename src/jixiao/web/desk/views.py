"""Logging in and out, and the first page (登录与首页)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jixiao.web.cycle.states import cycle
from jixiao.web.desk import entering
from jixiao.web.forms.models import FormRecord
from jixiao.web.inspection import sampling
from jixiao.web.inspection.models import Item, ItemState
from jixiao.web.notices import attempt, complain
from jixiao.web.people import passwords, second, second_pages
from jixiao.web.people.access import acting, visible
from jixiao.web.people.matrix import matrix
from jixiao.web.people.models import Account, EntryToken, Post

if TYPE_CHECKING:
    from django.contrib.auth.forms import AuthenticationForm
    from django.db.models import QuerySet

TOKEN_MINUTES = 10  # a browser on a slow laptop
BACKEND = "django.contrib.auth.backends.ModelBackend"
MOST_WAITING = 100


@method_decorator(login_not_required, name="dispatch")
class Enter(LoginView):
    """The log-in page; in a demonstration with every role one click away."""

    template_name = "desk/enter.html"
    authentication_form = entering.EntryForm
    redirect_authenticated_user = True

    def get_context_data(self, **given: object) -> dict[str, object]:
        """With the cast of the demonstration."""
        cast_of = Post.objects.filter(account__username__startswith="demo-").select_related("account", "unit")
        one_each = {post.account.pk: post for post in cast_of.order_by("-unit__path")}
        order = list(matrix().roles)
        people = sorted(one_each.values(), key=lambda post: order.index(post.role)) if settings.DEMO else []
        return {**super().get_context_data(**given), "people": people}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log the log-in; where it takes two steps, ask for the code first."""
        account = cast("Account", form.get_user())
        if second.enrolled(account):
            second_pages.hold(self.request, account, self.get_success_url())
            return redirect("enter_code")
        answer = super().form_valid(form)
        entering.note(account, "enter.in", account.username)
        return answer


@login_not_required
@require_POST
def enter_demo(request: HttpRequest, username: str) -> HttpResponse:
    """Become one of the cast (演示角色), in a demonstration alone."""
    account = Account.objects.filter(username=username, username__startswith="demo-").first()
    if not settings.DEMO or account is None:
        raise Http404
    login(request, account, backend=BACKEND)
    entering.note(account, "enter.in", username, by="demo")
    return redirect("home")


@login_not_required
@require_GET
def enter_token(request: HttpRequest, secret: str) -> HttpResponse:
    """Log in by the link that `jixiao serve` opened, once (一次性登录)."""
    with transaction.atomic():
        since = timezone.now() - timedelta(minutes=TOKEN_MINUTES)
        token = EntryToken.objects.select_for_update(of=("self",)).select_related("account")
        found = token.filter(hash=EntryToken.hashed(secret), made__gte=since).first()
        if found is not None:
            found.delete()
    if found is None:
        complain(request, "enter.token_used")
        return redirect("enter")
    login(request, found.account, backend=BACKEND)
    entering.note(found.account, "enter.in", found.account.username, by="token")
    return redirect("home")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Log out (退出)."""
    account = acting(request)
    entering.note(account, "enter.out", account.username)
    logout(request)
    return redirect("enter")


@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password (修改密码)."""
    if request.method == "POST":
        typed = [request.POST.get(name, "") for name in ("present", "password", "again")]
        with attempt(request, "password.done"):
            passwords.change_own(acting(request), *typed)
            update_session_auth_hash(request, acting(request))
    return render(request, "desk/password.html")


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, and what I have open (首页)."""
    account = acting(request)
    seen = visible(account, FormRecord).exclude(state="void")
    mine = Q(pk__in=waiting_for(account).values("pk")) | Q(pk__in=sampling.given_to(account).values("pk"))
    waiting = seen.filter(mine).select_related("task", "unit").order_by("task__deadline", "since")
    counts = [(state, seen.filter(state=state).count()) for state in cycle().states if state != "void"]
    facts = {
        "to_answer": visible(account, Item, "reply").filter(state=ItemState.OPEN).count(),
        "waiting": waiting[:MOST_WAITING],
        "waiting_count": waiting.count(),
        "counts": [(state, count) for state, count in counts if count],
    }
    return render(request, "desk/home.html", facts)


def waiting_for(account: Account) -> QuerySet[FormRecord]:
    """The forms that wait for one of the account's roles (等我办理的)."""
    states = Q(pk__in=())
    for post in account.held():
        if names := cycle().waiting_for(post.role):
            scope = post.unit.region_path if matrix().roles[post.role].own == "region" else post.unit.path
            inside = Q(unit=post.unit) if matrix().roles[post.role].own == "unit" else Q(unit__path__startswith=scope)
            states |= Q(state__in=names) & inside
    return visible(account, FormRecord).filter(states, task__recalled_at__isnull=True)
