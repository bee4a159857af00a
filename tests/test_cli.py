"""The commands as a user meets them: what is printed, where, and the exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from jixiao import opening, rulebooks
from jixiao.checks import engine
from jixiao.terminal import width
from jixiao.worker import Worker
from tests.command_line import Run

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
DEPARTMENT = EXAMPLES / "department-2022.xlsx"
CLEAN = EXAMPLES / "project-clean-2023.xlsx"
YUNNAN = EXAMPLES / "yunnan-2023.xlsx"
RURAL = EXAMPLES / "rural-2022.xlsx"


def process(*arguments: object, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "JIXIAO_LANG", "FORCE_COLOR")}
    command = [sys.executable, "-m", "jixiao", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, env=kept | {"LANG": "C.UTF-8"} | env, cwd=ROOT)


def test_a_clean_form_passes(run: Run) -> None:
    code, out, err = run("check", CLEAN)
    assert (code, err) == (0, "")
    assert "结论：未发现问题，自评 98.95 分，复算 98.95 分。" in out.splitlines()


def test_a_form_without_weights_is_not_given_a_total(run: Run, tmp_path: Path) -> None:
    form = tmp_path / "transfer.json"
    form.write_text((ROOT / "tests" / "golden" / "transfer.json").read_text(encoding="utf-8"), encoding="utf-8")
    _, out, _ = run("check", form)
    assert "结论：没有必须修改的问题，请予关注 2 项，提示 1 项。" in out.splitlines()


def test_a_report_says_who_by_which_method_and_how_much(run: Run) -> None:
    _, out, _ = run("check", RURAL)
    lines = out.splitlines()
    assert "  项目      示例村产业道路硬化" in lines
    assert "  表种      项目支出 · 2022 年度 · 2023-02-20 填报 · 表样 L1-rural 吻合 94%" in lines
    assert "  资金      预算 86.00 万元 · 执行 79.12 万元 · 执行率自填 92.00%，复算 92.00%" in lines


def test_a_report_sets_stated_against_recomputed(run: Run) -> None:
    _, out, _ = run("check", DEPARTMENT)
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "预算执行率 2735.89 2468.99 10 9 9.02 -0.02" in lines
    assert "7 运转类其他项目支出 303.03 268.13 10 9.5 8.85或10 不符" in lines
    assert "表上总分 100 99" in lines


def test_findings_come_with_place_message_and_repair(run: Run) -> None:
    code, out, _ = run("check", YUNNAN)
    assert code == 1
    assert (
        "  A020  正向指标得分与办法不符\n"
        "        第 3 行指标“培训农户人次”得分 · 公开14表!I17\n"
        "        “培训农户人次”指标值 ≥400人次，实际完成 352，填 9.5 分；按办法应得 8.8 分（10 × 352 ÷ 400 =\n"
        "        8.8）。\n"
        "        改法  第 3 行指标“培训农户人次”得分由 9.5 改为 8.8（须人工确认）\n"
    ) in out


def test_findings_are_told_in_english_too(run: Run) -> None:
    _, out, _ = run("check", YUNNAN, "--lang", "en")
    assert '        indicator 3 "培训农户人次" score · 公开14表!I17\n' in out
    assert '        Repair  indicator 3 "培训农户人次" score: 9.5 to 8.8 (needs a person)\n' in out


def test_severity_can_be_limited_without_changing_the_verdict(run: Run) -> None:
    code, out, _ = run("check", DEPARTMENT, "--min-severity", "must_fix")
    assert code == 1
    assert "必须修改（" in out
    assert "应当说明（" not in out
    assert "，应当说明 " in out.splitlines()[-2]


def test_quiet_is_one_line_a_form(run: Run) -> None:
    assert run("check", "-q", CLEAN) == (0, f"{CLEAN}：未发现问题，自评 98.95 分，复算 98.95 分。\n", "")


@pytest.mark.parametrize("columns", [60, 80, 100, 120])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_is_wider_than_the_page(run: Run, monkeypatch: pytest.MonkeyPatch, columns: int, lang: str) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    files = sorted(EXAMPLES.glob("*.xlsx")) + sorted(EXAMPLES.glob("*.txt"))
    code, out, err = run("check", *files, "--lang", lang)
    assert (code, err) == (1, "")
    verdicts = ("结论：", "Verdict: ")  # one line, whatever its length
    assert [line for line in out.splitlines() if width(line) > columns and not line.startswith(verdicts)] == []


@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_every_format_of_the_example_is_the_same_form(suffix: str) -> None:
    def facts(path: Path) -> tuple[object, ...]:
        form = opening.open_forms(path)[0]
        rows = [(r.label, r.group, r.target, r.actual, r.weight, r.score) for r in form.indicators]
        return form.unit, form.funds, rows, form.total_score, form.total_weight, form.notes, form.year, form.filed_on

    assert facts(DEPARTMENT.with_suffix(f".{suffix}")) == facts(DEPARTMENT)


@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_every_format_of_the_example_has_the_same_scores_and_findings(run: Run, suffix: str) -> None:
    def judged(path: Path) -> tuple[object, ...]:
        form = json.loads(run("check", path, "--format", "json")[1])["files"][0]["forms"][0]
        return form["scorecard"], [(one["code"], one["path"], one["message_zh"]) for one in form["findings"]]

    assert judged(DEPARTMENT.with_suffix(f".{suffix}")) == judged(DEPARTMENT)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("空.xlsx", b"", "空.xlsx：文件是空的。"),
        ("图片.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200), "图片.xlsx：文件损坏或不完整：图片无法解码。"),
        ("半截.xlsx", CLEAN.read_bytes()[:3000], "半截.xlsx：文件损坏或不完整："),
        ("别的.txt", ("会议改到下午三点，请相互转告。\n" * 5).encode(), "别的.txt：不是预算绩效自评表。"),
        ("坏.json", b'{"indicators": [{"weight": "ten"}]}', "坏.json："),
    ],
)
def test_a_file_that_cannot_be_read_is_one_line(run: Run, tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    for command in ("check", "score", "read"):
        code, out, err = run(command, tmp_path / name)
        assert (code, out, err.count("\n")) == (2, "", 1)
        assert err.startswith(message)


def test_a_missing_file_is_said_with_its_path(run: Run) -> None:
    missing = "没有/这个.xlsx"
    assert run("check", missing) == (2, "", f"{missing}：找不到文件或无权读取。请检查路径和文件名。\n")


def test_an_unknown_rulebook_is_said_once(run: Run) -> None:
    code, out, err = run("check", DEPARTMENT, CLEAN, "--rulebook", "mof-2020-1")
    assert (code, out) == (2, "")
    assert err.startswith("没有名为“mof-2020-1”的计分办法。是否指 mof-2020-10")
    assert err.count("\n") == 1


def test_a_rulebook_can_be_named(run: Run) -> None:
    _, out, _ = run("check", CLEAN, "--rulebook", "mof-2020-10")
    assert "  选用理由  按要求采用《项目支出绩效评价管理办法》。" in out.splitlines()


def test_many_files_are_all_reported_and_the_worst_code_wins(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "空.xlsx"
    empty.touch()
    code, out, err = run("check", "-q", CLEAN, empty, DEPARTMENT)
    assert code == 2
    assert out.index("project-clean-2023.xlsx：未发现问题") < out.index("department-2022.xlsx：必须修改")
    assert out.splitlines()[-1] == "3 个文件，2 张表：1 张有必须修改的问题，1 个文件不能读取。"
    assert err.startswith("空.xlsx：文件是空的。")
    assert run("check", "-q", CLEAN, DEPARTMENT)[0] == 1


def test_a_folder_is_searched_for_forms_alone(run: Run, tmp_path: Path) -> None:
    for name in ("表10.xlsx", "表2.xlsx", "深/表3.xlsx", "~$表2.xlsx", ".隐藏.xlsx", "说明.md", "图.svg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(CLEAN.read_bytes())
    code, out, _ = run("check", "-q", tmp_path)
    found = [line.partition("：")[0] for line in out.splitlines() if "：未发现" in line]
    assert code == 0
    assert found == [str(tmp_path / name) for name in ("深/表3.xlsx", "表2.xlsx", "表10.xlsx")]


def test_an_empty_folder_is_an_error(run: Run, tmp_path: Path) -> None:
    message = f"{tmp_path}：文件夹里没有可读的文件。请检查路径，或直接写出文件名。\n"
    assert run("check", tmp_path) == (2, "", message)


def test_wildcards_are_expanded_and_brackets_in_names_are_names(run: Run, tmp_path: Path) -> None:
    for name in ("表[1].xlsx", "表1.xlsx", "表2.xlsx"):
        (tmp_path / name).write_bytes(CLEAN.read_bytes())
    starred = run("check", "-q", tmp_path / "表?.xlsx")[1]
    named = run("check", "-q", tmp_path / "表[1].xlsx")[1]
    assert [line.partition("：")[0] for line in starred.splitlines()[:2]] == [
        str(tmp_path / "表1.xlsx"),
        str(tmp_path / "表2.xlsx"),
    ]
    assert named == f"{tmp_path / '表[1].xlsx'}：未发现问题，自评 98.95 分，复算 98.95 分。\n"
    assert run("check", tmp_path / "无*.xlsx")[0] == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a name hold any bytes")
def test_a_name_in_another_encoding_is_no_obstacle(run: Run, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode("自评表.xlsx".encode("gbk"))
    path.write_bytes(CLEAN.read_bytes())
    assert run("check", "-q", path)[0] == 0
    for form in ("json", "sarif"):
        code, out, _ = run("check", path, tmp_path / f"无{path.name}", "--format", form)
        assert code == 2
        json.loads(out)


def test_several_forms_of_one_file_are_numbered(run: Run, tmp_path: Path) -> None:
    both = tmp_path / "两张.json"
    both.write_text(run("read", CLEAN, RURAL)[1], encoding="utf-8")
    lines = run("check", "-q", both)[1].splitlines()
    assert [line.partition("：")[0] for line in lines[:2]] == [f"{both} 1/2", f"{both} 2/2"]


def test_the_same_file_is_reported_once(run: Run) -> None:
    assert run("check", "-q", CLEAN, CLEAN)[1].count("未发现问题") == 1


def test_output_goes_to_a_file_whole(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "结果.txt"
    target.write_text("旧")
    code, out, err = run("check", DEPARTMENT, "-o", target)
    assert (code, out, err) == (1, "", f"已写入 {target}\n")
    assert "结论：必须修改" in target.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["结果.txt"]


def test_output_to_no_folder_is_said_before_any_work(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "没有" / "结果.txt"
    message = f"{target}：无法写入：文件夹不存在。请换一个文件名或位置。\n"
    assert run("check", DEPARTMENT, "-o", target) == (2, "", message)


def test_json_holds_both_languages_and_exact_decimals(run: Run) -> None:
    code, out, err = run("check", YUNNAN, "--format", "json")
    answer = json.loads(out)
    form = answer["files"][0]["forms"][0]
    found = next(one for one in form["findings"] if one["code"] == "A020")
    assert (code, err, answer["summary"]["exit_code"]) == (1, "", 1)
    assert form["scorecard"]["execution"]["low"] == "9.4"
    assert form["stated_total"] == "97.9"
    assert form["rulebook"]["name"] == "yunnan"
    assert found["message_zh"].startswith("“培训农户人次”指标值 ≥400人次，实际完成 352，填 9.5 分；")
    assert found["message_en"].startswith("“培训农户人次”: target ≥400人次, actual 352")
    assert found["location"] == {"sheet": "公开14表", "cell": "I17"}
    assert found["correction"] == {"path": "indicators[2].score", "new": "8.8", "safety": "person", "old": "9.5"}
    assert "form" not in form


def test_json_can_hold_the_whole_form(run: Run, tmp_path: Path) -> None:
    out = run("check", CLEAN, "--format", "json", "--with-form")[1]
    again = tmp_path / "表.json"
    again.write_text(json.dumps(json.loads(out)["files"][0]["forms"][0]["form"]), encoding="utf-8")
    assert run("check", "-q", again)[1] == f"{again}：未发现问题，自评 98.95 分，复算 98.95 分。\n"


def test_json_tells_of_files_that_could_not_be_read(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("check", tmp_path / "无.xlsx", "--format", "json")
    answer = json.loads(out)
    assert code == answer["summary"]["exit_code"] == 2
    assert answer["files"][0]["error"]["kind"] == "FileMissing"


def test_score_shows_the_working_of_a_number(run: Run) -> None:
    code, out, _ = run("score", DEPARTMENT)
    assert code == 0
    assert (
        "     预算执行率\n"
        "     复算  9.02　自评 9　差 -0.02\n"
        "     算式  10 × 2468.99 ÷ 2735.89 = 9.0244… → 9.02（四舍五入到 0.01）\n"
    ) in out
    assert "自评表!F6" in out
    assert "条款  表注1" in out


def test_read_writes_a_form_that_reads_again_unchanged(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "表.json"
    assert run("read", DEPARTMENT, "-o", target) == (0, "", f"已写入 {target}\n")
    first, again = opening.open_forms(DEPARTMENT)[0], opening.open_forms(target)[0]
    assert again.funds[0].rate == Decimal("0.9024")
    assert (again.indicators, again.funds, again.locations) == (first.indicators, first.funds, first.locations)


def test_read_writes_a_list_for_several_forms(run: Run) -> None:
    assert isinstance(json.loads(run("read", DEPARTMENT)[1]), dict)
    assert [form["title"] for form in json.loads(run("read", DEPARTMENT, CLEAN)[1])] == [
        "部门整体支出绩效目标自评表",
        "项目支出绩效自评表",
    ]


def test_read_prints_the_schema(run: Run) -> None:
    code, out, _ = run("read", "--schema")
    assert code == 0
    assert "Indicator" in json.loads(out)["$defs"]


def test_explain_gives_the_page_of_a_check(run: Run) -> None:
    code, out, _ = run("explain", "a006")
    assert code == 0
    assert out.startswith(
        "A006  总分与各项得分合计不符\n必须修改 · 始于 0.1\n\n  总分应等于各项指标得分与预算执行率得分之和。\n"
    )
    assert "  如何处理：" in out
    assert "Mend:" not in out
    assert "  Mend: look at the cause named" in run("explain", "A006", "--lang", "en")[1]


def test_explain_suggests_near_misses(run: Run) -> None:
    code, _, err = run("explain", "A06")
    assert code == 2
    assert "A006" in err
    assert "B047" in run("explain", "指标重复")[2]


def test_explain_lists_every_check(run: Run) -> None:
    out = run("explain")[1]
    assert "  A006  总分与各项得分合计不符" in out
    assert "jixiao explain 编号：查看一条规则的说明。" in out


def test_rules_show_every_value_with_its_basis(run: Run) -> None:
    assert "  mof-2020-10  " in run("rules")[1]
    code, out, _ = run("rules", "guizhou-department-2022")
    assert code == 0
    assert any(
        line.split() == ["一级指标分值", "产出指标", "50", "分", "原文", "表注1：产出指标50分"]
        for line in out.splitlines()
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chek"], "没有命令 chek。相近的有：check。用法见 jixiao --help。\n"),
        (["check"], "缺少 FILE...。用法见 jixiao check --help。\n"),
        (["check", "x", "--quite"], "没有选项 --quite。相近的有：--quiet。用法见 jixiao check --help。\n"),
        (["check", "x", "--format", "xml"], "--format 只能是：text, json, sarif。用法见 jixiao check --help。\n"),
        (["read"], "缺少 FILE...。用法见 jixiao read --help。\n"),
        (["--lang", "en", "check"], "FILE... is missing. See jixiao check --help.\n"),
    ],
)
def test_a_wrong_command_line_is_one_line(run: Run, arguments: list[str], message: str) -> None:
    assert run(*arguments) == (2, "", message)


def test_help_is_chinese_with_english_beside_it_or_english_alone(run: Run) -> None:
    code, both, _ = run("check", "--help")
    english = run("check", "--help", "--lang", "en")[1]
    assert code == 0
    assert both.startswith("用法：jixiao check [OPTIONS] FILE...\n")
    assert "输出格式\n" in both
    assert "Output format\n" in both
    assert english.startswith("Usage: jixiao check [OPTIONS] FILE...\n")
    assert "输出格式" not in english


def test_no_command_is_help(run: Run) -> None:
    code, out, _ = run()
    assert code == 0
    assert "  check       审核自评表：" in out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_scripts_name_the_command(run: Run, shell: str) -> None:
    code, out, _ = run("completion", shell)
    assert code == 0
    assert "_JIXIAO_COMPLETE" in out
    assert "jixiao" in out


def test_powershell_completes_commands_and_rulebooks() -> None:
    def completed(words: str) -> list[str]:
        answer = process(_JIXIAO_COMPLETE="powershell_complete", JIXIAO_WORDS=words)
        return [line.partition("\t")[0] for line in answer.stdout.decode().splitlines() if line]

    assert completed("jixiao\nco") == ["compare", "completion"]
    assert completed("jixiao\nrules\nmof-2020") == [one for one in rulebooks.names() if one.startswith("mof-2020")]


def test_interruption_is_quiet(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_worker: Worker) -> list[object]:
        raise KeyboardInterrupt

    monkeypatch.setattr(Worker, "answer", interrupted)
    assert run("check", CLEAN) == (130, "", "")


def test_a_defect_shows_everything_and_has_its_own_code(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def defective(_dossier: object) -> list[object]:
        raise ZeroDivisionError

    monkeypatch.setattr(engine, "look_into", defective)
    code, out, err = run("check", CLEAN)
    assert (code, out) == (3, "")
    assert "ZeroDivisionError" in err
    assert err.splitlines()[-1].startswith("jixiao 0.1.0 自身出错")


def test_a_closed_pipe_is_silent() -> None:
    command = f'"{sys.executable}" -m jixiao check examples | head -n 1'
    answer = subprocess.run(["bash", "-c", command], capture_output=True, check=False, cwd=ROOT)
    assert answer.stderr == b""


def test_a_gbk_console_never_fails() -> None:
    answer = process("check", DEPARTMENT, PYTHONIOENCODING="gbk")
    assert answer.returncode == 1
    assert "结论：必须修改" in answer.stdout.decode("gbk")
    assert answer.stderr == b""


def test_json_is_utf8_on_any_console() -> None:
    answer = process("check", CLEAN, "--format", "json", PYTHONIOENCODING="gbk")
    assert json.loads(answer.stdout.decode("utf-8"))["files"][0]["forms"][0]["title"] == "项目支出绩效自评表"


def test_colour_only_where_asked_for() -> None:
    assert b"\x1b[" not in process("check", RURAL).stdout
    assert b"\x1b[" in process("check", RURAL, FORCE_COLOR="1").stdout
    assert b"\x1b[" not in process("check", RURAL, FORCE_COLOR="1", NO_COLOR="1").stdout


def test_help_loads_no_readers() -> None:
    code = "import sys; from jixiao.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert not {"lxml", "msgspec", "jixiao.readers", "jixiao.checks"} & set(answer.stderr.decode().split())


@pytest.mark.parametrize(
    ("lang", "environ"),
    [
        ("zh", {"LANG": "C.UTF-8"}),
        ("zh", {"LANG": "zh_CN.GB18030"}),
        ("en", {"LANG": "en_GB.UTF-8"}),
        ("en", {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}),
        ("en", {"LANG": "zh_CN.UTF-8", "JIXIAO_LANG": "en"}),
        ("zh", {"LANG": "en_GB.UTF-8", "JIXIAO_LANG": "zh"}),
    ],
)
def test_the_language_follows_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch, lang: str, environ: dict[str, str]
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert run("--help")[1].startswith({"zh": "用法：", "en": "Usage: "}[lang])


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_a_long_run_shows_how_far_it_has_come() -> None:
    import pty  # noqa: PLC0415 - not on Windows

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "jixiao", "--lang", "zh", "check", "-q", "examples"]
    answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=False, cwd=ROOT)
    os.close(theirs)
    bar = os.read(ours, 65536).decode()
    os.close(ours)
    assert "1/11" in bar
    assert "11/11 约剩" in bar
    assert bar.endswith("\r\x1b[K"), "the bar is gone in the end"
    assert "/11 " not in answer.stdout.decode(), "the bar is no part of the report"
