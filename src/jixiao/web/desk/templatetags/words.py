"""Tags and filters for every template, loaded by default (模板标签): texts in both languages, amounts, states."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils import timezone

from jixiao.numerals import plain
from jixiao.web import texts
from jixiao.web.people.matrix import matrix

register = template.Library()
CENT = Decimal("0.01")
SOON = 7  # days before a deadline that are shown as near


@register.simple_tag
def text(key: str, **facts: object) -> str:
    """The text of that key (界面文字): `{% text "home.title" %}`."""
    return texts.say(key, **facts)


@register.simple_tag
def named(table: str, key: object, **facts: object) -> str:
    """The text of a value (取值的名称): `{% named "state" record.state %}`."""
    return texts.say(f"{table}.{key}", **facts)


@register.filter
def role(code: str) -> str:
    """The name of a role (角色名)."""
    found = matrix().roles[code]
    return found.en if texts.current() == "en" else found.zh


@register.filter
def figure(number: Decimal | None) -> str:
    """A number with the digits it needs, – for none (数)."""
    if number is None:
        return "–"
    shown = plain(number)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


@register.simple_tag
def left(deadline: date) -> dict[str, str]:
    """How long until a deadline (剩余天数): `{% left task.deadline as until %}` gives until.text and until.tone."""
    days = (deadline - timezone.localdate()).days
    if days < 0:
        return {"text": texts.say("deadline.over", days=-days), "tone": "bad"}
    if days == 0:
        return {"text": texts.say("deadline.today"), "tone": "warn"}
    return {
        "text": texts.say("deadline.left", days=days),
        "tone": "warn" if timedelta(days) <= timedelta(SOON) else "calm",
    }


@register.filter
def printed(number: Decimal | None) -> str:
    """A number with the very digits of the form, nothing for none (照印的数)."""
    return "" if number is None else plain(number)


@register.filter
def percent(rate: Decimal | None) -> str:
    """A fraction as per cent with its digits: 0.9024 is 90.24% (百分比)."""
    return "" if rate is None else f"{plain(rate.scaleb(2))}%"


@register.filter
def anchor(path: str) -> str:
    """The id on the page of the row in which a path lies: indicators[3].score is in indicators-3 (行的锚点)."""
    return path.partition(".")[0].replace("[", "-").replace("]", "") or "form"


@register.filter
def figure_or_blank(number: Decimal | None) -> str:
    """A number with the digits it needs, nothing for none: what stands in a field (框内的数)."""
    return figure(number) if isinstance(number, Decimal) else ""


@register.filter
def parted(words: str) -> list[str]:
    """A list written in a template (并列): `{% for one in "a,b"|parted %}`."""
    return words.split(",")


@register.filter
def money(amount: Decimal | None) -> str:
    """An amount with thousands set apart, and two decimals at most (金额)."""
    if amount is None:
        return "–"
    shown = f"{amount.quantize(CENT, ROUND_HALF_UP):,f}"
    return shown.rstrip("0").rstrip(".")


@register.filter
def signed(number: Decimal | None) -> str:
    """A difference with its sign (差额): +0.5, −1, 0."""
    if number is None:
        return "–"
    shown = figure(abs(number))
    return f"+{shown}" if number > 0 else f"−{shown}" if number < 0 else shown


@register.filter
def rate(share: Decimal | None) -> str:
    """A fraction as per cent with two decimals at most (比率): 0.902410 is 90.24%."""
    return "–" if share is None else f"{figure(share.scaleb(2).quantize(CENT, ROUND_HALF_UP))}%"


@register.filter
def share(part: int, whole: int) -> int:
    """A part of a whole in whole per cent (占比), for the width of a bar."""
    return round(100 * part / whole) if whole else 0
