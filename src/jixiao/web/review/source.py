"""The file that a form was read from (原件), beside the findings: its pages with a box for each value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from jixiao import form_json
from jixiao.web.forms import pictures

if TYPE_CHECKING:
    from jixiao.form import Form
    from jixiao.location import Location
    from jixiao.web.forms.models import FormRecord, Reading


class Original(NamedTuple):
    """The file, what it looked like, and which box each place in it has (原件、画面、框)."""

    reading: Reading
    shown: pictures.Shown
    boxes: dict[Location, str]


def original(record: FormRecord) -> Original | None:
    """The file that the form was last taken over from; None where it was typed, or has no pictures (原件)."""
    reading = record.readings.filter(taken_at__isnull=False, pictures__isnull=False).order_by("-taken_at").first()
    if reading is None or reading.pictures is None:
        return None
    shown = msgspec.msgpack.decode(bytes(reading.pictures), type=pictures.Shown)
    if not shown.pages and not shown.tables:
        return None
    read = form_json.decode(bytes(reading.content), reading.name)[shown.number]
    boxes = {read.locations[path]: key for path, key in shown.keys.items() if path in read.locations}
    return Original(reading, shown, boxes)


def box_of(found: Original, form: Form, path: str) -> str:
    """The key of the box in which a value stood, "" for none (框).

    By the place in the file, not by the row's number: rows may have been moved since.
    """
    row = path.partition(".")[0]
    near = (path, f"{path}.name", f"{path}.actual", f"{row}.name", f"{row}.source")
    keys = (found.boxes.get(place) for one in near if (place := form.locations.get(one)) is not None)
    return next((key for key in keys if key), "")
