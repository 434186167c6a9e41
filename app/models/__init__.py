"""Rows, one module per aggregate."""

from app.models.base import Base, UtcDateTime
from app.models.careers import AccessLogRow, CareerNoteRow, ConsentRow, OutcomeRow
from app.models.charts import ChartAttemptRow, ChartEventRow, ChartGradingRow, FindingRow
from app.models.classes import AssignmentRow, ClassMemberRow, ClassRow
from app.models.content import (
    DocumentRow,
    ItemFactsRow,
    KeyRow,
    MarkRow,
    ReportRow,
    VersionRow,
)
from app.models.exams import (
    AnswerEventRow,
    AnswerRow,
    ExamRow,
    FormItemRow,
    FormRow,
    GradeOverrideRow,
    GradingRow,
    SittingRow,
)
from app.models.learning import ProgressRow, ReviewCardRow, ReviewLogRow
from app.models.people import (
    ROLES,
    AuthSessionRow,
    MembershipRow,
    OneTimeLinkRow,
    OrganisationRow,
    UserRow,
)
from app.models.system import AuditRow, JobRow, RateLimitRow, WorkerRow

__all__ = [
    "ROLES",
    "AccessLogRow",
    "AnswerEventRow",
    "AnswerRow",
    "AssignmentRow",
    "AuditRow",
    "AuthSessionRow",
    "Base",
    "CareerNoteRow",
    "ChartAttemptRow",
    "ChartEventRow",
    "ChartGradingRow",
    "ClassMemberRow",
    "ClassRow",
    "ConsentRow",
    "DocumentRow",
    "ExamRow",
    "FindingRow",
    "FormItemRow",
    "FormRow",
    "GradeOverrideRow",
    "GradingRow",
    "ItemFactsRow",
    "JobRow",
    "KeyRow",
    "MarkRow",
    "MembershipRow",
    "OneTimeLinkRow",
    "OrganisationRow",
    "OutcomeRow",
    "ProgressRow",
    "RateLimitRow",
    "ReportRow",
    "ReviewCardRow",
    "ReviewLogRow",
    "SittingRow",
    "UserRow",
    "UtcDateTime",
    "VersionRow",
    "WorkerRow",
]
