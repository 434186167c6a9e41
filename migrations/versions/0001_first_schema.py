"""first schema"""

import sqlalchemy as sa
from alembic import op

import app.models.base

revision = "0001"
down_revision = None


APPEND_ONLY = ("audit", "access_log", "answer_events", "review_logs", "chart_events")
WORDING = "rows of this table are never changed"


def close_circles() -> None:
    """Foreign keys in a circle: SQLite takes them with the table, PostgreSQL after it."""
    if op.get_bind().dialect.name == "postgresql":
        op.create_foreign_key(
            "fk_documents_current_version_id_document_versions",
            "documents",
            "document_versions",
            ["current_version_id"],
            ["id"],
        )
        op.create_foreign_key(
            "fk_documents_file_version_id_document_versions",
            "documents",
            "document_versions",
            ["file_version_id"],
            ["id"],
        )
        op.create_foreign_key(
            "fk_sittings_current_grading_id_gradings",
            "sittings",
            "gradings",
            ["current_grading_id"],
            ["id"],
        )


def forbid_sqlite(table: str, act: str, condition: str = "") -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{WORDING}'); END"
    )


def forbid_postgresql(table: str, act: str, condition: str = "") -> None:
    op.execute(
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"FOR EACH ROW {condition} EXECUTE FUNCTION refuse_change()"
    )


def protect_history() -> None:
    """What proves something is append-only; the text of a version never changes."""
    forbid = forbid_sqlite
    if op.get_bind().dialect.name == "postgresql":
        forbid = forbid_postgresql
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{WORDING}'; END $$"
        )
    for table in APPEND_ONLY:
        forbid(table, "UPDATE")
        forbid(table, "DELETE")
    forbid("document_versions", "DELETE")
    changed = "OLD.body <> NEW.body OR OLD.document_id <> NEW.document_id"
    forbid("document_versions", "UPDATE", f"WHEN ({changed})")
    forbid("gradings", "UPDATE")
    forbid("gradings", "DELETE")
    forbid("chart_gradings", "UPDATE")
    forbid("chart_gradings", "DELETE")


def release_history() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change() CASCADE")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("target", sa.String(length=120), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("request_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index("ix_audit_at", ["at"], unique=False)
        batch_op.create_index("ix_audit_target", ["target"], unique=False)

    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=100), nullable=True),
        sa.Column("run_after", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("locked_until", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("done_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("failed_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_done_at_run_after", ["done_at", "run_after"], unique=False)
        batch_op.create_index(
            "uq_jobs_waiting",
            ["kind", "dedupe_key"],
            unique=True,
            sqlite_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
        )

    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint(
            "kind IN ('school','campus','programme','career_office')",
            name=op.f("ck_organisations_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"],
            ["organisations.id"],
            name=op.f("fk_organisations_parent_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisations_slug")),
    )
    op.create_table(
        "rate_limits",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_limits")),
    )
    with op.batch_alter_table("rate_limits", schema=None) as batch_op:
        batch_op.create_index("ix_rate_limits_expires_at", ["expires_at"], unique=False)

    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_normalized", sa.String(length=254), nullable=True),
        sa.Column("email_confirmed_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=True),
        sa.Column("time_zone", sa.String(length=60), nullable=True),
        sa.Column("theme", sa.String(length=10), server_default="device", nullable=False),
        sa.Column("shortcuts", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("disabled_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("erased_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email_normalized", name=op.f("uq_users_email_normalized")),
    )
    op.create_table(
        "workers",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("seen_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_workers")),
    )
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("viewer_id", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id"], ["users.id"], name=op.f("fk_access_log_learner_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["viewer_id"], ["users.id"], name=op.f("fk_access_log_viewer_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.create_index("ix_access_log_learner_id_at", ["learner_id", "at"], unique=False)

    op.create_table(
        "auth_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("working_as", sa.String(length=20), nullable=True),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.Column("last_seen_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_auth_sessions_user_id_users")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_auth_sessions")),
    )
    with op.batch_alter_table("auth_sessions", schema=None) as batch_op:
        batch_op.create_index("ix_auth_sessions_user_id", ["user_id"], unique=False)

    op.create_table(
        "career_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("removed_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_career_notes_author_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_career_notes_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_career_notes_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_career_notes")),
    )
    with op.batch_alter_table("career_notes", schema=None) as batch_op:
        batch_op.create_index("ix_career_notes_user_id", ["user_id"], unique=False)

    op.create_table(
        "classes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("join_code", sa.String(length=12), nullable=False),
        sa.Column("join_open", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("archived_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_classes_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classes")),
        sa.UniqueConstraint("join_code", name=op.f("uq_classes_join_code")),
    )
    with op.batch_alter_table("classes", schema=None) as batch_op:
        batch_op.create_index("ix_classes_organisation_id", ["organisation_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.String(length=100), nullable=False),
        sa.Column("text_version", sa.String(length=20), nullable=False),
        sa.Column("given_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_consents_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_consents_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(
            "uq_consents_in_force",
            ["user_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("ref", sa.String(length=160), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("current_version_id", sa.Integer(), nullable=True),
        sa.Column("file_version_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.String(length=300), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint(
            "state IN ('draft','in_review','live','retired')", name=op.f("ck_documents_state")
        ),
        sa.ForeignKeyConstraint(
            ["current_version_id"],
            ["document_versions.id"],
            name=op.f("fk_documents_current_version_id_document_versions"),
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["file_version_id"],
            ["document_versions.id"],
            name=op.f("fk_documents_file_version_id_document_versions"),
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_documents_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("kind", "ref", name=op.f("uq_documents_kind_ref")),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index("ix_documents_kind_state", ["kind", "state"], unique=False)

    op.create_table(
        "grade_overrides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_kind", sa.String(length=16), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("revoked_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint(
            "target_kind IN ('sitting','chart_attempt')",
            name=op.f("ck_grade_overrides_target_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_grade_overrides_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grade_overrides")),
    )
    with op.batch_alter_table("grade_overrides", schema=None) as batch_op:
        batch_op.create_index(
            "ix_grade_overrides_target_kind_target_id", ["target_kind", "target_id"], unique=False
        )

    op.create_table(
        "memberships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("records_outcomes", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("starts_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint(
            "role IN ('student','instructor','career_officer','administrator')",
            name=op.f("ck_memberships_role"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_memberships_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_memberships_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint(
            "user_id",
            "organisation_id",
            "role",
            name=op.f("uq_memberships_user_id_organisation_id_role"),
        ),
    )
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.create_index(
            "ix_memberships_organisation_id_role", ["organisation_id", "role"], unique=False
        )

    op.create_table(
        "one_time_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("expires_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint("purpose IN ('invite','reset')", name=op.f("ck_one_time_links_purpose")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_one_time_links_user_id_users")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_one_time_links")),
    )
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.create_index("ix_one_time_links_user_id", ["user_id"], unique=False)

    op.create_table(
        "outcomes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("fact", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Boolean(), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("superseded_by", sa.Integer(), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint(
            "fact IN ('graduated','exam_sat','exam_passed','employed_in_field')",
            name=op.f("ck_outcomes_fact"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["users.id"], name=op.f("fk_outcomes_entered_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_outcomes_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by"], ["outcomes.id"], name=op.f("fk_outcomes_superseded_by_outcomes")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_outcomes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
    )
    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outcomes_user_id_organisation_id", ["user_id", "organisation_id"], unique=False
        )

    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("instructions", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("opens_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closes_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint(
            "kind IN ('module','practice','form','chart')", name=op.f("ck_assignments_kind")
        ),
        sa.CheckConstraint("attempts >= 1", name=op.f("ck_assignments_attempts")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["classes.id"], name=op.f("fk_assignments_class_id_classes")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_assignments_created_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_assignments_document_id_documents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index("ix_assignments_class_id", ["class_id"], unique=False)

    op.create_table(
        "class_members",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("left_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint("role IN ('student','instructor')", name=op.f("ck_class_members_role")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["classes.id"], name=op.f("fk_class_members_class_id_classes")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_class_members_user_id_users")
        ),
        sa.PrimaryKeyConstraint("class_id", "user_id", name=op.f("pk_class_members")),
    )
    with op.batch_alter_table("class_members", schema=None) as batch_op:
        batch_op.create_index("ix_class_members_user_id_role", ["user_id", "role"], unique=False)

    op.create_table(
        "document_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("base_version_id", sa.Integer(), nullable=True),
        sa.Column("measurement_group", sa.Integer(), server_default="1", nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint(
            "source IN ('file','browser','import')", name=op.f("ck_document_versions_source")
        ),
        sa.CheckConstraint(
            "state IN ('proposed','published')", name=op.f("ck_document_versions_state")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_document_versions_author_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["base_version_id"],
            ["document_versions.id"],
            name=op.f("fk_document_versions_base_version_id_document_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_document_versions_document_id_documents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_versions")),
        sa.UniqueConstraint(
            "document_id", "number", name=op.f("uq_document_versions_document_id_number")
        ),
    )
    op.create_table(
        "marks",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_marks_document_id_documents")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_marks_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", "document_id", "kind", name=op.f("pk_marks")),
    )
    op.create_table(
        "review_cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("aspect", sa.String(length=120), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("due_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("suspended_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_review_cards_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_review_cards_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_cards")),
        sa.UniqueConstraint(
            "user_id",
            "document_id",
            "aspect",
            name=op.f("uq_review_cards_user_id_document_id_aspect"),
        ),
    )
    with op.batch_alter_table("review_cards", schema=None) as batch_op:
        batch_op.create_index("ix_review_cards_user_id_due_at", ["user_id", "due_at"], unique=False)

    op.create_table(
        "chart_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("edition", sa.String(length=40), nullable=False),
        sa.Column("coding", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("saved_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("started_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint("state IN ('open','submitted')", name=op.f("ck_chart_attempts_state")),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_chart_attempts_assignment_id_assignments"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_chart_attempts_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_chart_attempts_user_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_versions.id"],
            name=op.f("fk_chart_attempts_version_id_document_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_attempts")),
        sa.UniqueConstraint(
            "document_id",
            "user_id",
            "number",
            name=op.f("uq_chart_attempts_document_id_user_id_number"),
        ),
    )
    with op.batch_alter_table("chart_attempts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_chart_attempts_assignment_id_user_id", ["assignment_id", "user_id"], unique=False
        )
        batch_op.create_index("ix_chart_attempts_user_id", ["user_id"], unique=False)
        batch_op.create_index(
            "uq_chart_attempts_open",
            ["document_id", "user_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "exams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("blueprint_version_id", sa.Integer(), nullable=False),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["blueprint_version_id"],
            ["document_versions.id"],
            name=op.f("fk_exams_blueprint_version_id_document_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exams")),
        sa.UniqueConstraint("slug", name=op.f("uq_exams_slug")),
    )
    op.create_table(
        "item_facts",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("position_in_set", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=160), nullable=False),
        sa.Column("item_type", sa.String(length=20), nullable=False),
        sa.Column("domain", sa.String(length=4), nullable=False),
        sa.Column("task", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=12), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("family", sa.String(length=80), nullable=False),
        sa.Column("lesson", sa.String(length=160), nullable=False),
        sa.Column("angoff", sa.Double(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("option_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_item_facts_document_id_documents")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_versions.id"],
            name=op.f("fk_item_facts_version_id_document_versions"),
        ),
        sa.PrimaryKeyConstraint("version_id", "position_in_set", name=op.f("pk_item_facts")),
    )
    with op.batch_alter_table("item_facts", schema=None) as batch_op:
        batch_op.create_index("ix_item_facts_document_id", ["document_id"], unique=False)

    op.create_table(
        "keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint(
            "status IN ('in_effect','pending','superseded')", name=op.f("ck_keys_status")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_keys_author_id_users")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_versions.id"],
            name=op.f("fk_keys_version_id_document_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keys")),
        sa.UniqueConstraint("version_id", "number", name=op.f("uq_keys_version_id_number")),
    )
    op.create_table(
        "progress",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version_seen", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(length=120), server_default="", nullable=False),
        sa.Column("seen_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("completed_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_progress_document_id_documents")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_progress_user_id_users")),
        sa.ForeignKeyConstraint(
            ["version_seen"],
            ["document_versions.id"],
            name=op.f("fk_progress_version_seen_document_versions"),
        ),
        sa.PrimaryKeyConstraint("user_id", "document_id", name=op.f("pk_progress")),
    )
    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.create_index("ix_progress_user_id_seen_at", ["user_id", "seen_at"], unique=False)

    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint("state IN ('open','closed')", name=op.f("ck_reports_state")),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["users.id"], name=op.f("fk_reports_closed_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_reports_document_id_documents")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reports_user_id_users")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_versions.id"],
            name=op.f("fk_reports_version_id_document_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(
            "ix_reports_document_id_state", ["document_id", "state"], unique=False
        )

    op.create_table(
        "review_logs",
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.Column("save_id", sa.String(length=40), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 4", name=op.f("ck_review_logs_rating")),
        sa.ForeignKeyConstraint(
            ["card_id"], ["review_cards.id"], name=op.f("fk_review_logs_card_id_review_cards")
        ),
        sa.PrimaryKeyConstraint("card_id", "save_id", name=op.f("pk_review_logs")),
    )
    op.create_table(
        "chart_events",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("save_id", sa.String(length=40), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("coding", sa.JSON(), nullable=False),
        sa.Column("received_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["chart_attempts.id"],
            name=op.f("fk_chart_events_attempt_id_chart_attempts"),
        ),
        sa.PrimaryKeyConstraint("attempt_id", "save_id", name=op.f("pk_chart_events")),
        sa.UniqueConstraint(
            "attempt_id", "revision", name=op.f("uq_chart_events_attempt_id_revision")
        ),
    )
    op.create_table(
        "chart_gradings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=True),
        sa.Column("grader_version", sa.Integer(), nullable=False),
        sa.Column("total", sa.Double(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("drg", sa.JSON(), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["attempt_id"],
            ["chart_attempts.id"],
            name=op.f("fk_chart_gradings_attempt_id_chart_attempts"),
        ),
        sa.ForeignKeyConstraint(
            ["key_id"], ["keys.id"], name=op.f("fk_chart_gradings_key_id_keys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chart_gradings")),
        sa.UniqueConstraint(
            "attempt_id", "number", name=op.f("uq_chart_gradings_attempt_id_number")
        ),
    )
    op.create_table(
        "forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("blueprint_version_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("cut", sa.Double(), nullable=False),
        sa.Column("frozen_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["blueprint_version_id"],
            ["document_versions.id"],
            name=op.f("fk_forms_blueprint_version_id_document_versions"),
        ),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_forms_exam_id_exams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forms")),
        sa.UniqueConstraint("exam_id", "number", name=op.f("uq_forms_exam_id_number")),
    )
    op.create_table(
        "findings",
        sa.Column("grading_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("rule", sa.String(length=30), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("key_code", sa.String(length=12), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("cost", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grading_id"],
            ["chart_gradings.id"],
            name=op.f("fk_findings_grading_id_chart_gradings"),
        ),
        sa.PrimaryKeyConstraint("grading_id", "seq", name=op.f("pk_findings")),
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index("ix_findings_key_code", ["key_code"], unique=False)
        batch_op.create_index("ix_findings_rule", ["rule"], unique=False)

    op.create_table(
        "form_items",
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position_in_set", sa.Integer(), server_default="0", nullable=False),
        sa.Column("scored", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_id"], ["forms.id"], name=op.f("fk_form_items_form_id_forms")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_versions.id"],
            name=op.f("fk_form_items_version_id_document_versions"),
        ),
        sa.PrimaryKeyConstraint("form_id", "position", name=op.f("pk_form_items")),
    )
    with op.batch_alter_table("form_items", schema=None) as batch_op:
        batch_op.create_index("ix_form_items_version_id", ["version_id"], unique=False)

    op.create_table(
        "sittings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("exam_id", sa.Integer(), nullable=True),
        sa.Column("form_id", sa.Integer(), nullable=True),
        sa.Column("spec", sa.JSON(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("started_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("position", sa.Integer(), server_default="1", nullable=False),
        sa.Column("item_count", sa.Integer(), nullable=False),
        sa.Column("closed_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("close_reason", sa.String(length=20), nullable=True),
        sa.Column("current_grading_id", sa.Integer(), nullable=True),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.CheckConstraint("kind IN ('exam','practice')", name=op.f("ck_sittings_kind")),
        sa.CheckConstraint("state IN ('open','closed')", name=op.f("ck_sittings_state")),
        sa.ForeignKeyConstraint(
            ["assignment_id"],
            ["assignments.id"],
            name=op.f("fk_sittings_assignment_id_assignments"),
        ),
        sa.ForeignKeyConstraint(
            ["current_grading_id"],
            ["gradings.id"],
            name=op.f("fk_sittings_current_grading_id_gradings"),
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(["exam_id"], ["exams.id"], name=op.f("fk_sittings_exam_id_exams")),
        sa.ForeignKeyConstraint(["form_id"], ["forms.id"], name=op.f("fk_sittings_form_id_forms")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sittings_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sittings")),
        sa.UniqueConstraint(
            "exam_id", "user_id", "number", name=op.f("uq_sittings_exam_id_user_id_number")
        ),
    )
    with op.batch_alter_table("sittings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_sittings_assignment_id_user_id", ["assignment_id", "user_id"], unique=False
        )
        batch_op.create_index(
            "ix_sittings_state_deadline_at", ["state", "deadline_at"], unique=False
        )
        batch_op.create_index(
            "ix_sittings_user_id_kind_started_at", ["user_id", "kind", "started_at"], unique=False
        )
        batch_op.create_index(
            "uq_sittings_open_exam",
            ["exam_id", "user_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )

    op.create_table(
        "answer_events",
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("save_id", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("received_at", app.models.base.UtcDateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.id"], name=op.f("fk_answer_events_sitting_id_sittings")
        ),
        sa.PrimaryKeyConstraint("sitting_id", "save_id", name=op.f("pk_answer_events")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answers",
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position_in_set", sa.Integer(), server_default="0", nullable=False),
        sa.Column("scored", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("option_order", sa.String(length=20), nullable=False),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("choice_mask", sa.Integer(), server_default="0", nullable=False),
        sa.Column("struck_mask", sa.Integer(), server_default="0", nullable=False),
        sa.Column("flagged", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("confidence", sa.String(length=10), nullable=True),
        sa.Column("seconds", sa.Integer(), server_default="0", nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("saved_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("checked_at", app.models.base.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.id"], name=op.f("fk_answers_sitting_id_sittings")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_versions.id"],
            name=op.f("fk_answers_version_id_document_versions"),
        ),
        sa.PrimaryKeyConstraint("sitting_id", "position", name=op.f("pk_answers")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_answers_version_id_checked",
            ["version_id"],
            unique=False,
            sqlite_where=sa.text("checked_at IS NOT NULL"),
            postgresql_where=sa.text("checked_at IS NOT NULL"),
        )

    op.create_table(
        "gradings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=10), nullable=False),
        sa.Column("raw", sa.Double(), nullable=False),
        sa.Column("max", sa.Double(), nullable=False),
        sa.Column("scaled", sa.Double(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("per_domain", sa.JSON(), nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column(
            "created_at",
            app.models.base.UtcDateTime(timezone=True),
            server_default=sa.func.current_timestamp(),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["sittings.id"], name=op.f("fk_gradings_sitting_id_sittings")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gradings")),
        sa.UniqueConstraint("sitting_id", "number", name=op.f("uq_gradings_sitting_id_number")),
    )
    close_circles()
    protect_history()


def downgrade() -> None:
    release_history()
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("fk_documents_current_version_id_document_versions", "documents")
        op.drop_constraint("fk_documents_file_version_id_document_versions", "documents")
        op.drop_constraint("fk_sittings_current_grading_id_gradings", "sittings")
    op.drop_table("gradings")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_answers_version_id_checked",
            sqlite_where=sa.text("checked_at IS NOT NULL"),
            postgresql_where=sa.text("checked_at IS NOT NULL"),
        )

    op.drop_table("answers")
    op.drop_table("answer_events")
    with op.batch_alter_table("sittings", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sittings_open_exam",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index("ix_sittings_user_id_kind_started_at")
        batch_op.drop_index("ix_sittings_state_deadline_at")
        batch_op.drop_index("ix_sittings_assignment_id_user_id")

    op.drop_table("sittings")
    with op.batch_alter_table("form_items", schema=None) as batch_op:
        batch_op.drop_index("ix_form_items_version_id")

    op.drop_table("form_items")
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.drop_index("ix_findings_rule")
        batch_op.drop_index("ix_findings_key_code")

    op.drop_table("findings")
    op.drop_table("forms")
    op.drop_table("chart_gradings")
    op.drop_table("chart_events")
    op.drop_table("review_logs")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index("ix_reports_document_id_state")

    op.drop_table("reports")
    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.drop_index("ix_progress_user_id_seen_at")

    op.drop_table("progress")
    op.drop_table("keys")
    with op.batch_alter_table("item_facts", schema=None) as batch_op:
        batch_op.drop_index("ix_item_facts_document_id")

    op.drop_table("item_facts")
    op.drop_table("exams")
    with op.batch_alter_table("chart_attempts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_chart_attempts_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index("ix_chart_attempts_user_id")
        batch_op.drop_index("ix_chart_attempts_assignment_id_user_id")

    op.drop_table("chart_attempts")
    with op.batch_alter_table("review_cards", schema=None) as batch_op:
        batch_op.drop_index("ix_review_cards_user_id_due_at")

    op.drop_table("review_cards")
    op.drop_table("marks")
    op.drop_table("document_versions")
    with op.batch_alter_table("class_members", schema=None) as batch_op:
        batch_op.drop_index("ix_class_members_user_id_role")

    op.drop_table("class_members")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index("ix_assignments_class_id")

    op.drop_table("assignments")
    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.drop_index("ix_outcomes_user_id_organisation_id")

    op.drop_table("outcomes")
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.drop_index("ix_one_time_links_user_id")

    op.drop_table("one_time_links")
    with op.batch_alter_table("memberships", schema=None) as batch_op:
        batch_op.drop_index("ix_memberships_organisation_id_role")

    op.drop_table("memberships")
    with op.batch_alter_table("grade_overrides", schema=None) as batch_op:
        batch_op.drop_index("ix_grade_overrides_target_kind_target_id")

    op.drop_table("grade_overrides")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index("ix_documents_kind_state")

    op.drop_table("documents")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_consents_in_force",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.drop_table("consents")
    with op.batch_alter_table("classes", schema=None) as batch_op:
        batch_op.drop_index("ix_classes_organisation_id")

    op.drop_table("classes")
    with op.batch_alter_table("career_notes", schema=None) as batch_op:
        batch_op.drop_index("ix_career_notes_user_id")

    op.drop_table("career_notes")
    with op.batch_alter_table("auth_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_auth_sessions_user_id")

    op.drop_table("auth_sessions")
    with op.batch_alter_table("access_log", schema=None) as batch_op:
        batch_op.drop_index("ix_access_log_learner_id_at")

    op.drop_table("access_log")
    op.drop_table("workers")
    op.drop_table("users")
    with op.batch_alter_table("rate_limits", schema=None) as batch_op:
        batch_op.drop_index("ix_rate_limits_expires_at")

    op.drop_table("rate_limits")
    op.drop_table("organisations")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_jobs_waiting",
            sqlite_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
        )
        batch_op.drop_index("ix_jobs_done_at_run_after")

    op.drop_table("jobs")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_target")
        batch_op.drop_index("ix_audit_at")

    op.drop_table("audit")
