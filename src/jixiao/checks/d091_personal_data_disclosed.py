"""D091: the form shows personal data."""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.checks.dossier import Dossier
from jixiao.checks.engine import Hit, check
from jixiao.checks.personal import disclosures
from jixiao.finding import Correction, Safety, Severity


@check(
    code="D091",
    title="表中有个人信息",
    title_en="The form shows personal data",
    severity=Severity.LOOK,
    message={
        "phone": "表上印有电话 {masked}：办公电话可以保留，个人电话应在公开前隐去。",
        "mobile": "此处有手机号码 {masked}，公开前应隐去。",
        "identity": "此处有居民身份证号 {masked}，公开前应隐去。",
        "account": "此处有银行账号 {masked}，公开前应隐去。",
        "email": "此处有电子邮箱 {masked}：单位公用邮箱可以保留，个人邮箱应在公开前隐去。",
    },
    message_en={
        "phone": "The form shows telephone number {masked}: remove it before publication unless it is an office line.",
        "mobile": "A mobile number, {masked}, stands here; remove it before publication.",
        "identity": "An identity number, {masked}, stands here; remove it before publication.",
        "account": "A bank account number, {masked}, stands here; remove it before publication.",
        "email": "An e-mail address, {masked}, stands here: remove it before publication unless it is an office one.",
    },
    since="0.1",
)
def personal_data_disclosed(dossier: Dossier) -> Iterator[Hit]:
    """自评表要随决算公开，表中的电话、手机、身份证号、银行账号和电子邮箱公开前应隐去。疑点文字只显示首尾数字。

    为何重要：公开个人信息可能违法，也会给当事人带来骚扰。
    如何处理：公开稿中删去或用星号代替；内部稿保留。
    依据：个人信息保护的规定；绩效自评结果随决算公开的规定。

    A form is published with the accounts: telephone, identity and account numbers are removed before that.

    Why: publishing personal data may break the law and does harm to those concerned.
    Mend: delete or mask them in the copy that is published. The message shows first and last digits only.
    Basis: the law on personal data; the rule that results are published with the final accounts.
    """
    for path, kind, masked in disclosures(dossier):
        yield Hit(path, {"masked": masked}, kind, Correction(path, None, Safety.PERSON))
