"""A form in the workbench (在办自评表) and what hangs on it. Its content is always the JSON of `jixiao.form_json`."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils import timezone

from jixiao import form_json
from jixiao.web.people.models import Account, Unit
from jixiao.web.people.reach import Reach

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from jixiao.form import Form
    from jixiao.web.cycle.models import Step, Task

KINDS = (("department", "部门整体支出"), ("project", "项目支出"), ("transfer", "转移支付"))


class FormRecord(models.Model):
    """One form to be filled in (自评表): whose, under which task, in which state."""

    reach: ClassVar = Reach(unit="unit", form="")
    beside: ClassVar = ("task", "unit", "current", "current__saved_by")  #: 与表同取, as every page of a form needs them

    task: models.ForeignKey[Task, Task] = models.ForeignKey(
        "cycle.Task", on_delete=models.PROTECT, related_name="forms"
    )
    unit: models.ForeignKey[Unit, Unit] = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="forms")
    kind: models.CharField[str, str] = models.CharField(max_length=12, choices=KINDS)
    project: models.CharField[str, str] = models.CharField(max_length=200, blank=True)  #: 项目名称
    project_code: models.CharField[str, str] = models.CharField(max_length=60, blank=True)  #: 项目编码
    state: models.CharField[str, str] = models.CharField(
        max_length=20, default="draft", db_index=True
    )  #: 状态, of cycle.toml
    since: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)  #: 进入该状态的时间
    revision: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(
        default=0
    )  #: 保存次数, told to every editor: a save names the one it saw
    current: models.ForeignKey[FormVersion | None, FormVersion | None] = models.ForeignKey(
        "FormVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    score: models.DecimalField[Decimal | None, Decimal | None] = models.DecimalField(
        max_digits=12, decimal_places=4, null=True
    )  #: 应得总分, of the last save, for lists
    stated: models.DecimalField[Decimal | None, Decimal | None] = models.DecimalField(
        max_digits=12, decimal_places=4, null=True
    )  #: 填报总分
    must_fix: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(
        default=0
    )  #: 必须修改的疑点数, of the last save, for lists
    findings: models.PositiveIntegerField[int, int] = models.PositiveIntegerField(default=0)  #: 疑点总数

    objects: ClassVar[models.Manager[FormRecord]] = models.Manager()
    versions: RelatedManager[FormVersion]
    decisions: RelatedManager[FindingDecision]
    evidence: RelatedManager[Evidence]
    opinions: RelatedManager[Opinion]
    readings: RelatedManager[Reading]
    steps: RelatedManager[Step]

    class Meta:
        """The one that has waited longest first."""

        ordering: ClassVar = ["since", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("task", "unit", "kind", "project", name="one_form_a_unit_a_project")
        ]

    def __str__(self) -> str:
        return self.project or self.unit.name

    @property
    def version(self) -> FormVersion:
        """The version that counts now; every record has one from its first day."""
        if self.current is None:
            message = f"form {self.pk} has no version"
            raise ValueError(message)
        return self.current

    @property
    def form(self) -> Form:
        """What stands in the form (表的内容)."""
        return self.version.form

    def filled_by(self, account: Account) -> bool:
        """Whether that person ever saved the form (是否由其填报)."""
        return Hand.objects.filter(form=self, account=account).exists()


class FormVersion(models.Model):
    """One version of the content (版本). A sealed one, which was submitted, is never written again."""

    reach: ClassVar = Reach(unit="record__unit", form="record")

    record: models.ForeignKey[FormRecord, FormRecord] = models.ForeignKey(
        FormRecord, on_delete=models.PROTECT, related_name="versions"
    )
    number: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()  #: 版本号, from 1
    revision: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()  #: the save that it holds
    content: models.BinaryField[bytes, bytes] = models.BinaryField()  #: 自评表 JSON
    hash: models.CharField[str, str] = models.CharField(max_length=64)  #: SHA-256 of the content
    saved_by: models.ForeignKey[Account | None, Account | None] = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, related_name="+"
    )
    saved_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)
    sealed: models.BooleanField[bool, bool] = models.BooleanField(default=False)  #: 已定稿
    rulebook: models.CharField[str, str] = models.CharField(max_length=80)  #: 计分办法
    rulebook_version: models.CharField[str, str] = models.CharField(
        max_length=64
    )  #: 计分办法的版本, see `marks.rulebook_version`

    objects: ClassVar[models.Manager[FormVersion]] = models.Manager()

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint("record", "number", name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.record} v{self.number}"

    @property
    def form(self) -> Form:
        """The form itself."""
        return form_json.stored(bytes(self.content))


class Hand(models.Model):
    """Who had a hand in the content (经手人): he does not judge the form."""

    form: models.ForeignKey[FormRecord, FormRecord] = models.ForeignKey(
        FormRecord, on_delete=models.CASCADE, related_name="hands"
    )
    account: models.ForeignKey[Account, Account] = models.ForeignKey(Account, on_delete=models.PROTECT)

    objects: ClassVar[models.Manager[Hand]] = models.Manager()

    class Meta:
        """Each once."""

        constraints: ClassVar = [models.UniqueConstraint("form", "account", name="one_hand")]

    def __str__(self) -> str:
        return str(self.account)


class Assignment(models.Model):
    """A form given to an agency or expert (委托): the only forms that these see."""

    reach: ClassVar = Reach(unit="form__unit", form="form")

    form: models.ForeignKey[FormRecord, FormRecord] = models.ForeignKey(
        FormRecord, on_delete=models.CASCADE, related_name="assignments"
    )
    account: models.ForeignKey[Account, Account] = models.ForeignKey(Account, on_delete=models.PROTECT)
    given_by: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+"
    )
    given_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Assignment]] = models.Manager()

    class Meta:
        """Each once."""

        constraints: ClassVar = [models.UniqueConstraint("form", "account", name="one_assignment")]

    def __str__(self) -> str:
        return f"{self.form} {self.account}"


class Evidence(models.Model):
    """A file that proves an indicator's result (佐证材料)."""

    reach: ClassVar = Reach(unit="form__unit", form="form")

    form: models.ForeignKey[FormRecord, FormRecord] = models.ForeignKey(
        FormRecord, on_delete=models.PROTECT, related_name="evidence"
    )
    indicator: models.CharField[str, str] = models.CharField(
        max_length=200, blank=True
    )  #: 指标名称; "" for the whole form
    name: models.CharField[str, str] = models.CharField(max_length=255)  #: 文件名, as uploaded
    file = models.FileField(upload_to="evidence/%Y/%m")
    size: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField()
    sha256: models.CharField[str, str] = models.CharField(max_length=64)
    kind: models.CharField[str, str] = models.CharField(max_length=40, blank=True)  #: 材料种类: 合同, 验收单, 发票 …
    added_by: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+"
    )
    added_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)
    removed_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True
    )  #: 撤下时间; the file stays for the auditor

    objects: ClassVar[models.Manager[Evidence]] = models.Manager()

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """A file read to become the form (导入的文件): what was read, until it is confirmed and taken over."""

    reach: ClassVar = Reach(unit="form__unit", form="form")

    form: models.ForeignKey[FormRecord, FormRecord] = models.ForeignKey(
        FormRecord, on_delete=models.PROTECT, related_name="readings"
    )
    name: models.CharField[str, str] = models.CharField(max_length=255)  #: 文件名, as uploaded
    file = models.FileField(upload_to="readings/%Y/%m")
    size: models.PositiveBigIntegerField[int, int] = models.PositiveBigIntegerField()
    sha256: models.CharField[str, str] = models.CharField(max_length=64)
    content: models.BinaryField[bytes, bytes] = models.BinaryField()  #: 读出的自评表，JSON, a list
    pictures: models.BinaryField[bytes | None, bytes | None] = models.BinaryField(
        null=True
    )  #: 原件画面 of the form looked at last, see `pictures.Shown`
    added_by: models.ForeignKey[Account, Account] = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+"
    )
    added_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)
    taken_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)  #: 采用时间

    objects: ClassVar[models.Manager[Reading]] = models.Manager()

    class Meta:
        """The latest first."""

        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.name


class Verdict(models.TextChoices):
    """What was decided on a finding (处理结论)."""

    ACCEPTED = "accepted", "采纳"
    DISMISSED = "dismissed", "不采纳"
    WAIVED = "waived", "例外"


class FindingDecision(models.Model):
    """What a person decided on one finding (疑点处理). Falls away when what the check saw changes: the fingerprint."""

    reach: ClassVar = Reach(unit="form__unit", form="form")

    form: models.ForeignKey[FormRecord, FormRecord] = models.ForeignKey(
        FormRecord, on_delete=models.CASCADE, related_name="decisions"
    )
    code: models.CharField[str, str] = models.CharField(max_length=12)  #: 规则编号
    path: models.CharField[str, str] = models.CharField(max_length=120, blank=True)  #: where it stood
    fingerprint: models.CharField[str, str] = models.CharField(max_length=80)  #: of `jixiao.waivers.fingerprint`
    verdict: models.CharField[str, str] = models.CharField(max_length=10, choices=Verdict.choices)
    reason: models.TextField[str, str] = models.TextField(blank=True)  #: 理由
    by: models.ForeignKey[Account, Account] = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[FindingDecision]] = models.Manager()

    class Meta:
        """One a finding; a new decision takes the place of the old, the log keeps both."""

        constraints: ClassVar = [models.UniqueConstraint("form", "fingerprint", name="one_decision_a_finding")]

    def __str__(self) -> str:
        return f"{self.code} {self.verdict}"


class Opinion(models.Model):
    """A reviewer's word on an indicator, or on the form (审核意见)."""

    reach: ClassVar = Reach(unit="form__unit", form="form")

    form: models.ForeignKey[FormRecord, FormRecord] = models.ForeignKey(
        FormRecord, on_delete=models.CASCADE, related_name="opinions"
    )
    path: models.CharField[str, str] = models.CharField(
        max_length=120, blank=True
    )  #: indicators[3]; "" for the whole form
    version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()  #: 所评版本
    text: models.TextField[str, str] = models.TextField(blank=True)
    review_score: models.DecimalField[Decimal | None, Decimal | None] = models.DecimalField(
        max_digits=8, decimal_places=2, null=True
    )  #: 核查分
    by: models.ForeignKey[Account, Account] = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Opinion]] = models.Manager()

    class Meta:
        """In the order given."""

        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:40]
