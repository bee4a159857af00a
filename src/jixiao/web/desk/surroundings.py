"""What every page knows (各页共有): the language, the menu, whether this is a demonstration."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from jixiao.web.people.access import acting, may
from jixiao.web.people.matrix import matrix
from jixiao.web.people.models import Account
from jixiao.web.texts import current

MENU = (
    ("home", "see"),
    ("review_desk", "opinion"),
    ("forms", "see"),
    ("tasks", "issue"),
    ("draws", "redraw"),
    ("assign", "assign"),
    ("items", "see"),
    ("statistics", "panel"),
    ("register", "published"),
    ("methods", "rules approve_rules"),
    ("people", "people"),
    ("log", "history"),
)


def surroundings(request: HttpRequest) -> dict[str, object]:
    """For the base template."""
    account = acting(request) if isinstance(getattr(request, "user", None), Account) else None
    posts = account.held() if account is not None else []
    return {
        "lang": current(),
        "other_lang": "zh" if current() == "en" else "en",
        "demo": settings.DEMO,
        "menu": [
            name
            for name, action in MENU
            if account is not None and (name == "home" or any(may(account, one) for one in action.split()))
        ],
        "posts": posts,
        "held_roles": sorted({post.role for post in posts}, key=list(matrix().roles).index),
    }
