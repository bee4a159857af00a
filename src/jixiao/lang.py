"""The language of the interface (界面语言): how it is chosen, and its texts as data, Chinese and English."""

from __future__ import annotations

import locale
import os
import re
import sys
from collections.abc import Mapping, Sequence

from jixiao.lang_commands import COMMANDS

ASKED = re.compile(r"--lang(?:=(.*))?", re.DOTALL)
CHINESE_UI = 0x04  # the primary language number of Chinese in Windows


def choose(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """Chinese or English (zh, en): by --lang, else JIXIAO_LANG, else the locale; one without a language is Chinese.

    >>> choose(["check", "--lang", "en"], {"LANG": "zh_CN.UTF-8"})
    'en'
    >>> choose([], {"LANG": "en_GB.UTF-8"}), choose([], {"LANG": "C.UTF-8"})
    ('en', 'zh')
    """
    asked = _asked(arguments) or environ.get("JIXIAO_LANG", "")
    if asked.strip().lower()[:2] in ("zh", "en"):
        return asked.strip().lower()[:2]
    return _of_system(environ)


def _asked(arguments: Sequence[str]) -> str:
    """What --lang says, wherever it stands: the help text must know it before options are parsed."""
    for index, argument in enumerate(arguments):
        if argument == "--":
            return ""
        found = ASKED.fullmatch(argument)
        if found:
            return found[1] if found[1] is not None else next(iter(arguments[index + 1 :]), "")
    return ""


def _of_system(environ: Mapping[str, str]) -> str:
    names = (environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next((name for name in names if name), "")
    if not name and sys.platform == "win32":  # Windows sets none of them
        import ctypes  # noqa: PLC0415 - only Windows needs it

        return "zh" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == CHINESE_UI else "en"
    if not name and sys.platform == "darwin":
        name = locale.getlocale()[0] or ""
    language = name.partition(".")[0].partition("_")[0].lower()
    return "zh" if language in ("", "c", "posix", "zh") else "en"


def current() -> str:
    """The language of this process, by its environment alone (for a library user who names none)."""
    return choose((), os.environ)


def say(key: str, lang: str, **facts: object) -> str:
    """The interface text of that key, with its facts put in."""
    zh, en = TEXTS[key]
    return (en if lang == "en" else zh).format_map(facts)


def pick(both: tuple[str, str], lang: str) -> str:
    """The Chinese or the English of a pair."""
    return both[1] if lang == "en" else both[0]


TEXTS: dict[str, tuple[str, str]] = COMMANDS | {
    # the workbench
    "serve.at": ("工作台：{address}（按 Ctrl+C 停止）", "Workbench: {address} (Ctrl+C stops it)"),
    "serve.password": ("系统管理员 {name} 的密码（至少 10 位）", "Password of the administrator {name} (10 or more)"),
    "serve.admin_made": (
        "已建立系统管理员账号 {name}，请登录后导入单位和人员。",
        "The system administrator {name} was made; log in and import units and people.",
    ),
    "serve.admin_known": ("{name} 已是系统管理员。", "{name} is a system administrator already."),
    "serve.data": ("数据：{folder}", "Data: {folder}"),
    "verify.holds": (
        "哈希链完整：{count} 条，末条 {hash}",
        "The chain holds: {count} entries, the last is {hash}",
    ),
    "verify.broken": ("哈希链不完整：{count} 处", "The chain does not hold: {count} places"),
    "verify.altered": ("第 {number} 条被改动", "No. {number} was altered"),
    "verify.missing": ("缺第 {number} 条", "No. {number} is missing"),
    "verify.unlinked": ("第 {number} 条接不上前一条", "No. {number} does not follow the one before"),
    "verify.cut": (
        "第 {number} 条起被删除，或链尾被改动",
        "The entries from no. {number} on were removed, or the end was altered",
    ),
    "verify.head": ("链中没有 {hash}", "{hash} is not in the chain"),
    # help and usage
    "help.usage": ("用法：", "Usage: "),
    "help.options": ("选项：", "Options:"),
    "help.commands": ("命令：", "Commands:"),
    "usage.hint": ("用法见 {command} --help。", "See {command} --help."),
    "usage.option": ("没有选项 {name}。", "There is no option {name}."),
    "usage.command": ("没有命令 {name}。", "There is no command {name}."),
    "usage.missing": ("缺少 {name}。", "{name} is missing."),
    "usage.choice": ("{name} 只能是：{known}。", "{name} must be one of: {known}."),
    "usage.value": ("选项 {name} 的值有误或缺少。", "The value of option {name} is wrong or missing."),
    "usage.other": ("命令行有误：{what}。", "The command line is wrong: {what}."),
    "usage.close": ("相近的有：{names}。", " Close: {names}."),
    "defect": (
        "jixiao {version} 自身出错，以上是详情；请附此信息反馈。文件没有被改动。",
        "A defect of jixiao {version}; the details stand above, please report them. No file was changed.",
    ),
    # kinds and grades of things
    "kind.department": ("部门整体支出", "whole department"),
    "kind.project": ("项目支出", "project"),
    "kind.transfer": ("转移支付", "transfer"),
    "kind.target": ("绩效目标表", "performance targets"),
    "kind.monitoring": ("绩效运行监控表", "monitoring"),
    "kind.report": ("自评报告", "report"),
    "group.execution": ("预算执行率", "Budget execution"),
    "group.cost": ("成本指标", "Cost"),
    "group.output": ("产出指标", "Output"),
    "group.benefit": ("效益指标", "Benefit"),
    "group.satisfaction": ("满意度指标", "Satisfaction"),
    "group.decision": ("决策", "Decision"),
    "group.process": ("过程", "Process"),
    "group.other": ("其他指标", "Other"),
    "group.none": ("一级指标不明", "Group unknown"),
    "severity.must_fix": ("必须修改", "Must fix"),
    "severity.explain": ("应当说明", "Should explain"),
    "severity.look": ("请予关注", "Look at"),
    "severity.note": ("提示", "Note"),
    "safety.safe": ("可直接更正", "safe"),
    "safety.person": ("须人工确认", "needs a person"),
    "safety.hint": ("仅供参考", "a hint"),
    "basis.text": ("原文", "text"),
    "basis.system": ("系统做法", "system practice"),
    "basis.assumed": ("假定", "assumed"),
    # the head of a report
    "form.untitled": ("未命名的表", "untitled form"),
    "head.unit": ("单位", "Unit"),
    "head.project": ("项目", "Project"),
    "head.form": ("表种", "Form"),
    "head.layout": ("表样 {layout}", "layout {layout}"),
    "head.fit": ("吻合 {fit}%", "fit {fit}%"),
    "head.year": ("{year} 年度", "year {year}"),
    "head.filed": ("{date} 填报", "filed {date}"),
    "head.method": ("办法", "Method"),
    "head.why": ("选用理由", "Chosen"),
    "head.silent": ("未规定", "Silent on"),
    "head.assumed": ("假定待核", "Assumed"),
    "head.funds": ("资金", "Funds"),
    "head.budget": ("预算 {amount}", "budget {amount}"),
    "head.executed": ("执行 {amount}", "executed {amount}"),
    "head.rate": ("执行率自填 {stated}，复算 {recomputed}", "rate stated {stated}, recomputed {recomputed}"),
    "blank": ("空白", "blank"),
    "none": ("无", "none"),
    "listed": ("、", ", "),
    "titled": ("{title}（{name}）", "{title} ({name})"),
    # the score table
    "scores.title": ("得分", "Scores"),
    "scores.row": ("行", "#"),
    "scores.name": ("指标", "Indicator"),
    "scores.target": ("指标值", "Target"),
    "scores.actual": ("完成值", "Actual"),
    "scores.weight": ("分值", "Weight"),
    "scores.stated": ("自评", "Stated"),
    "scores.recomputed": ("复算", "Recomp."),
    "scores.difference": ("差", "Diff."),
    "scores.heading": ("标题印 {weight} 分", "printed {weight}"),
    "scores.sum": ("各行合计", "Sum of rows"),
    "scores.total": ("表上总分", "Total on the form"),
    "scores.unsettled": ("未定", "open"),
    "scores.neither": ("不符", "neither"),
    "scores.or": ("或", " or "),
    "scores.legend": ("差 = 自评 − 复算。", "Diff. = stated − recomputed."),
    "scores.marked": ("* 不是直接读出，见“推断”。", "* was not simply read, see “Inferred”."),
    "scores.why": ("办法未规定的行", "Rows that the method leaves open"),
    "scores.numbered": ("第 {row} 行", "row {row}"),
    "scores.taken": (
        "按办法计算，办法未定之处取自评分：{points} 分",
        "By the method, with the stated score where it leaves the points open: {points}",
    ),
    "scores.grade": ("{text}，等级 {grade}", "{text}, grade {grade}"),
    "scores.none": ("表中没有绩效指标。", "The form has no indicators."),
    # the findings
    "finding.count": ("{severity}（{count} 项）", "{severity} ({count})"),
    "finding.repair": ("{place}由 {old} 改为 {new}（{safety}）", "{place}: {old} to {new} ({safety})"),
    "finding.write": ("{place}填 {new}（{safety}）", "{place}: write {new} ({safety})"),
    "finding.hide": (
        "{place}：公开前删去，或用星号代替；单位公用的可以保留（{safety}）",
        "{place}: delete it or put asterisks before publication; what the office uses may stay ({safety})",
    ),
    "finding.repairs": ("改法", "Repair"),
    "marks.inferred": ("推断的值（{count} 处）", "Inferred ({count})"),
    "marks.unread": ("未能读取（{count} 处）", "Could not be read ({count})"),
    "marks.printed": ("原为“{printed}”", "printed “{printed}”"),
    # verdict
    "verdict": ("结论", "Verdict"),
    "verdict.count": ("{severity} {count} 项", "{severity} {count}"),
    "verdict.clean": ("未发现问题", "nothing found"),
    "verdict.pass": ("没有必须修改的问题", "nothing must be fixed"),
    "verdict.score": ("自评 {stated} 分，复算 {recomputed} 分", "stated {stated}, recomputed {recomputed}"),
    "verdict.unstated": ("表上没有总分，复算 {recomputed} 分", "no total on the form, recomputed {recomputed}"),
    # many files
    "many.title": ("汇总", "Summary"),
    "many.file": ("文件", "File"),
    "many.unit": ("单位或项目", "Unit or project"),
    "many.stated": ("自评", "Stated"),
    "many.recomputed": ("复算", "Recomp."),
    "many.end": (
        "{files} 个文件，{forms} 张表：{bad} 张有必须修改的问题，{unreadable} 个文件不能读取。",
        "Files: {files}; forms: {forms}; with something that must be fixed: {bad}; unreadable files: {unreadable}.",
    ),
    "read.debug": (
        "--debug 一次画一个文件，并用 -o 指定 .html 或 .png。例：jixiao read --debug 自评表.pdf -o 识别图.html",
        "--debug draws one file; name a .html or .png with -o, as in: jixiao read --debug form.pdf -o sketch.html",
    ),
    "files.written": ("已写入 {name}", "written: {name}"),
    # rulebooks
    "rule.points": ("{points} 分", "{points} points"),
    "rule.cap": ("各指标得分不超过分值", "no row above its weight"),
    "rule.bonus": ("可加分，每行至多 {points} 分", "a bonus of at most {points} a row"),
    "rule.bonus_in_words": (
        "指标自身文字写明加分的行，得分可高于分值",
        "a row whose own words tell of bonus points may score above its weight",
    ),
    "rule.deduction": ("扣分栏从得分中减去，减到零为止", "the deduction column is taken off, down to zero"),
    "rule.fixed": ("（不得调整）", " (not adjustable)"),
    "rule.without": ("未设{without}：{weights}", "without {without}: {weights}"),
    "rule.reason_below": ("低于 {rate} 须说明原因", "a reason is asked below {rate}"),
    "rule.step": ("{rate} 起得分值的 {share}", "from {rate}, {share} of the weight"),
    "rule.finished": ("已完成的项目", "finished projects "),
    "rule.unfinished": ("未完成的项目", "unfinished projects "),
    "rule.inclusive": ("（含）", " (incl.)"),
    "rule.exclusive": ("（不含）", " (excl.)"),
    "rule.over": ("达到指标值的 {rate} 起，{action}", "from {rate} of the target, {action}"),
    "rule.rounding": ("得分到 {score}，执行率到 {rate}，{mode}", "points to {score}, rates to {rate}, {mode}"),
    "rule.reason.below_weight": ("得分低于分值须说明", "asked where points are lost"),
    "rule.reason.target_missed": ("未完成指标值须说明", "asked where the target is missed"),
    "rule.reason.measures": ("须写明拟采取的措施", "must say what will be done"),
    "rule.reason.adjustment": ("年中调整预算须说明", "asked where the budget was adjusted"),
    "rule.reason.qualitative": ("定性指标须说明评分理由", "asked for qualitative indicators"),
    "rule.reason.length": ("至多 {count} 字", "at most {count} characters"),
    "rules.name": ("名称", "Name"),
    "rules.title": ("办法", "Method"),
    "rules.region": ("地区", "Region"),
    "rules.years": ("年度", "Years"),
    "rules.kinds": ("适用", "For"),
    "rules.national": ("全国", "national"),
    "rules.years_from": ("{first} 起", "from {first}"),
    "rules.years_between": ("{first}–{last}", "{first}–{last}"),
    "rules.hint": ("jixiao rules 名称：查看一个办法的全部规定。", "jixiao rules NAME shows all that one method sets."),
    "rules.document": ("文号", "Document"),
    "rules.issuer": ("发文", "Issuer"),
    "rules.source": ("来源", "Source"),
    "rules.based_on": ("上位办法", "Based on"),
    "rules.rule": ("规定", "Rule"),
    "rules.value": ("内容", "What it sets"),
    "rules.basis": ("性质", "Basis"),
    "rules.clause": ("条款", "Clause"),
    "rules.legend": (
        (
            "性质：原文 = 见于文件或表注；系统做法 = 业务系统如此，不是法规；"
            "假定 = 文件未写明或未核对原文，按通行做法，待核。"
        ),
        (
            "Basis: text = in the document or the notes; system practice = what systems do, not law; assumed = not in "
            "the text or not yet checked against it."
        ),
    ),
    # waivers
    "waiver.accepted": ("已接受（{count} 项）", "Accepted ({count})"),
    "waiver.count": ("已接受 {count} 项", "accepted {count}"),
    "waiver.reason": ("理由", "Reason"),
    "waiver.lapsed": ("例外不再适用（{count} 项）：数字已变，须重新核对", "Waivers lapsed ({count}): a number changed"),
    "waiver.former": ("当时的理由", "Reason then"),
    "waiver.unused": (
        "提示  {file}：{code} {place}的例外已对不上任何疑点，可以删去（理由：{reason}）。",
        "Note  {file}: the waiver of {code} {place} fits no finding any more and can go (reason: {reason}).",
    ),
    "waiver.written": ("已接受 {code} {place}，记入 {file}", "accepted {code} {place}, written to {file}"),
}
