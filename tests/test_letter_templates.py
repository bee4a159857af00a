"""Templates: what may stand in them, how values come out, and that one from anywhere can do no harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.errors import FileDamaged, FileTooLarge
from jixiao.letters import kinds
from jixiao.letters.template import MOST_BYTES, Template
from jixiao.letters.typeset import document
from jixiao.letters.values import Gap
from jixiao.writing_errors import TemplateTooLarge, TemplateWrong

KNOWN = ["甲", "乙", "列", "内"]
VALUES: Mapping[str, Any] = {"甲": "一", "乙": "", "列": [{"内": "a"}, {"内": "b"}]}


def _docx(*lines: str) -> bytes:
    return document(lines, "letter", "试")


def _filled(data: bytes, values: Mapping[str, Any] = VALUES) -> Any:  # noqa: ANN401 - python-docx's document
    return Document(io.BytesIO(Template(data, "模板.docx", KNOWN).fill(values)))


def _lines(*lines: str, values: Mapping[str, Any] = VALUES) -> list[str]:
    made = _filled(_docx(*lines), values)
    return [one.text for one in made.paragraphs] + [
        " | ".join(cell.text for cell in row.cells) for table in made.tables for row in table.rows
    ]


def _with(data: bytes, **changed: bytes) -> bytes:
    """The package with parts changed or added; `__` in a name stands for `/`, `_dot_` for a full stop."""
    parts = {name.replace("__", "/").replace("_dot_", "."): content for name, content in changed.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, old.read(name)))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def _body(xml: str) -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    whole = f'<w:document xmlns:w="{word}"><w:body>{xml}</w:body></w:document>'
    return _with(_docx("body| x"), word__document_dot_xml=whole.encode())


def test_values_lists_and_what_is_left_out() -> None:
    assert _lines(
        "body| 前{{甲}}后{{ 甲 }}",
        "tag| {{#列}}",
        "body| {{内}}和{{甲}}",
        "tag| {{/列}}",
        "tag| {{#乙}}",
        "body| 不写",
        "tag| {{/乙}}",
        "body| {{^乙}}没有乙{{/乙}}",
        "tag| {{^列}}",
        "body| 不写",
        "tag| {{/列}}",
    ) == ["前一后一", "a和一", "b和一", "没有乙"]


def test_rows_of_a_table_repeat() -> None:
    made = _lines("table| 1 1", "head| 名 | 值", "row| {{#列}}{{内}} | {{甲}}{{/列}}", "row| 尾 | {{甲}}", "end|")
    assert made == ["名 | 值", "a | 一", "b | 一", "尾 | 一"]


def test_a_place_that_word_has_cut_into_pieces_is_found() -> None:
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{part}</w:t></w:r>' for part in ("前{", "{", "甲", "}}、{{乙", "}}后")
    )
    assert [one.text for one in _filled(_body(f"<w:p>{runs}</w:p>")).paragraphs] == ["前一、后"]


def test_a_place_in_a_text_box_a_header_and_a_nested_table_is_filled() -> None:
    cell = "<w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>{{甲}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc>"
    inner = "<w:p><w:r><w:t>内{{甲}}</w:t></w:r></w:p>"
    box = f"<w:p><w:r><w:t>外{{{{甲}}}}</w:t><w:txbxContent>{inner}</w:txbxContent></w:r></w:p>"
    made = Template(_body(f"{box}<w:tbl><w:tr>{cell}</w:tr></w:tbl>"), "模板.docx", KNOWN).fill(VALUES)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        xml = archive.read("word/document.xml").decode()
    assert "{{" not in xml
    assert [xml.count(text) for text in ("外一", "内一", ">一<")] == [1, 1, 1]


def test_a_gap_keeps_the_style_of_its_place() -> None:
    run = '<w:r><w:rPr><w:b/><w:u w:val="single"/></w:rPr><w:t>前{{甲}}后</w:t></w:r>'
    runs = _filled(_body(f"<w:p>{run}</w:p>"), {"甲": Gap("〔待填：甲〕")}).paragraphs[0].runs
    assert [one.text for one in runs] == ["前", "〔待填：甲〕", "后"]
    assert [one.font.highlight_color is not None for one in runs] == [False, True, False]
    assert all(one.bold and one.underline for one in runs)


def test_a_value_is_never_read_as_a_place_or_as_markup() -> None:
    values = {"甲": "{{乙}}<w:br/>&lt;\x00\x1b\u202e\ud800第一行\n第二行", "乙": "秘密"}
    assert _lines("body| {{甲}}", values=values) == ["{{乙}}<w:br/>&lt;\ufffd第一行\n第二行"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["body| {{丙}}"], "没有“{{丙}}”这一项，可用：甲、乙、列、内"),
        (["body| {{内}}"], "“{{内}}”只能用在它所属的块里"),
        (["body| {{列}}"], "“{{列}}”是列表"),
        (["tag| {{#列}}", "body| x"], "“{{#列}}”没有对应的“{{/列}}”"),
        (["body| x{{#列}}y{{/列}}"], "“{{/列}}”要单独成段"),
        (["body| x{{/列}}"], "“{{/列}}”要单独成段"),
        (["tag| {{#列}}", "table| 1", "row| {{/列}}", "end|"], "不在同一层"),
    ],
)
def test_a_mistake_in_a_template_is_told_with_the_word_that_is_wrong(lines: list[str], said: str) -> None:
    with pytest.raises(TemplateWrong) as caught:
        _lines(*lines)
    assert said in caught.value.zh
    assert caught.value.zh.startswith("模板 模板.docx 有误：")


RELATED = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
LINK = (
    '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
    'Target="{}" TargetMode="External"/>'
)


@pytest.mark.parametrize(
    "part", ["word__vbaProject_dot_bin", "word__embeddings__a_dot_docx", "word__activeX__a_dot_xml"]
)
def test_a_template_that_could_run_something_is_refused(part: str) -> None:
    with pytest.raises(TemplateWrong, match="宏、控件或嵌入的文件"):
        Template(_with(_docx("body| x"), **{part: b"x"}), "a.docx", KNOWN)


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "subDocument", "mailMergeSource"])
def test_a_template_that_fetches_something_is_refused(kind: str) -> None:
    links = RELATED.format(LINK.format(kind, "http://example.com/a")).encode()
    with pytest.raises(TemplateWrong, match="外部的图片、模板或数据"):
        Template(_with(_docx("body| x"), word__rels__settings_dot_xml_dot_rels=links), "a.docx", KNOWN)


@pytest.mark.parametrize(
    ("target", "fine"), [("https://example.com/", True), ("file://server/share", False), ("javascript:x", False)]
)
def test_web_addresses_may_be_linked_and_nothing_else(target: str, *, fine: bool) -> None:
    data = _with(
        _docx("body| x"), word__rels__a_dot_xml_dot_rels=RELATED.format(LINK.format("hyperlink", target)).encode()
    )
    if fine:
        assert Template(data, "a.docx", KNOWN).fill(VALUES)
    else:
        with pytest.raises(TemplateWrong):
            Template(data, "a.docx", KNOWN)


@pytest.mark.parametrize(
    "field",
    [
        '<w:fldSimple w:instr=" DDEAUTO excel a b "/>',
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>DD</w:instrText><w:instrText>E a</w:instrText></w:r>',
        "<w:r><w:instrText> MERGEFIELD a </w:instrText></w:r>",
    ],
)
def test_fields_that_fetch_are_refused(field: str) -> None:
    with pytest.raises(TemplateWrong, match="不允许的域"):
        Template(_body(f"<w:p>{field}</w:p>"), "a.docx", KNOWN)


def test_sections_inside_sections_are_stopped_before_they_grow() -> None:
    many = {"甲": "一", "乙": "", "列": [{"内": str(number)} for number in range(200)]}
    lines = ["tag| {{#列}}"] * 4 + ["body| {{内}}"] + ["tag| {{/列}}"] * 4
    with pytest.raises(TemplateTooLarge):
        _lines(*lines, values=many)


def test_deep_sections_are_stopped() -> None:
    lines = ["tag| {{#甲}}"] * 30 + ["body| x"] + ["tag| {{/甲}}"] * 30
    with pytest.raises(TemplateTooLarge):
        _lines(*lines)


def test_bombs_and_what_is_no_document_are_refused() -> None:
    with pytest.raises(FileTooLarge):
        Template(_with(_docx("body| x"), word__media__a_dot_png=b"\x00" * (65 << 20)), "a.docx", KNOWN)
    with pytest.raises(FileTooLarge):
        Template(b"PK" + b"x" * MOST_BYTES, "a.docx", KNOWN)
    with pytest.raises(FileDamaged):
        Template(b"no archive", "a.docx", KNOWN)
    with pytest.raises(FileDamaged, match="DTD"):
        Template(
            _with(_docx("body| x"), word__document_dot_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "a", KNOWN
        )
    with pytest.raises(TemplateWrong, match="不是 Word 文档"):
        Template(_with(b"PK\x05\x06" + bytes(18), a=b"x"), "a.docx", KNOWN)


PIECES = st.lists(
    st.sampled_from(
        ["{{甲}}", "{{#列}}", "{{/列}}", "{{^乙}}", "{{/乙}}", "{{内}}", "{{", "}}", "文字", "{{#甲}}", "{{/甲}}"]
    ),
    max_size=4,
).map("".join)


@given(st.lists(PIECES, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_template_is_filled_or_refused_in_words(lines: list[str]) -> None:
    data = _docx(*(f"body| {line or 'x'}" for line in lines), "body| x")
    try:
        made = Template(data, "a.docx", KNOWN).fill(VALUES)
    except (TemplateWrong, TemplateTooLarge):
        return
    assert Document(io.BytesIO(made)).paragraphs


def test_the_same_values_give_the_same_bytes() -> None:
    filled = Template(_docx("body| {{甲}}"), "a.docx", KNOWN)
    assert filled.fill(VALUES) == filled.fill(VALUES)
    assert kinds.kind("paper").document() == kinds.kind("paper").document()
