"""The language of a page (页面语言): ?lang=, which is remembered, else the browser's, else Chinese."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from jixiao.web.texts import LANGUAGES

COOKIE = "jixiao_lang"
YEAR = 365 * 24 * 60 * 60


class Language:
    """Chooses the language of each request."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language of the request."""
        lang = chosen(request)
        with translation.override("en" if lang == "en" else "zh-hans"):
            response = self.answer(request)
        response.headers["Content-Language"] = lang
        if request.GET.get("lang") in LANGUAGES:
            response.set_cookie(COOKIE, lang, max_age=YEAR, samesite="Lax", httponly=True)
        return response


def chosen(request: HttpRequest) -> str:
    """The language, zh or en."""
    for asked in (request.GET.get("lang"), request.COOKIES.get(COOKIE)):
        if asked in LANGUAGES:
            return asked
    first = request.headers.get("Accept-Language", "").strip().lower()
    return "en" if first.startswith("en") else "zh"
