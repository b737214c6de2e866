"""Make the tables of the room `people`, and name those who can be responsible from the start."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0001peop"
down_revision = None
branch_labels = None
depends_on = None

PARTNERS = {
    "civilsamhalle": "Föreningar och civilsamhälle",
    "fastighetsagare": "Fastighetsägare",
    "grannsamverkan": "Grannsamverkan",
    "kollektivtrafik": "Kollektivtrafiken",
    "kommun-alkohol": "Kommunen: alkoholtillstånd",
    "kommun-fastighet": "Kommunen: fastigheter och skolgårdar",
    "kommun-fritid": "Kommunen: fritid",
    "kommun-gata": "Kommunen: gator och belysning",
    "kommun-miljo": "Kommunen: miljö och hälsa",
    "kommun-park": "Kommunen: parker och natur",
    "kommun-renhallning": "Kommunen: renhållning",
    "kommun-sakerhet": "Kommunen: säkerhet",
    "kommun-social": "Kommunen: socialtjänst",
    "kommun-social-falt": "Kommunen: fältarbete och ungdomsstöd",
    "kommun-trafik": "Kommunen: trafik",
    "naringsliv": "Näringslivet",
    "polis": "Polisen",
    "polis-lansstyrelse": "Polisen och länsstyrelsen",
    "raddningstjanst": "Räddningstjänsten",
    "region-vard": "Regionen: hälso- och sjukvård",
    "samordnare": "Samordnaren",
    "tomtagare": "Tomtägare",
    "trafikverket": "Trafikverket",
    "trafikverket-jarnvag": "Trafikverket: järnväg",
    "vagforening": "Vägförening",
}


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("has_shortcuts", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_accounts_email_is_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=80), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_account_id"), "audit_entries", ["account_id"], unique=False)
    op.create_index("ix_audit_entries_newest", "audit_entries", ["at", "id"], unique=False)
    op.create_index(op.f("ix_audit_entries_object_id"), "audit_entries", ["object_id"], unique=False)
    partners = op.create_table(
        "partners",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
        sa.UniqueConstraint("slug", name=op.f("uq_partners_slug")),
    )
    op.bulk_insert(
        partners,
        [
            {"id": uuid.uuid4(), "slug": slug, "name": name, "is_active": True, "version": 1}
            for slug, name in PARTNERS.items()
        ],
    )
    op.create_table(
        "sign_in_throttles",
        sa.Column("email_hash", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("wait_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("email_hash", name=op.f("pk_sign_in_throttles")),
    )
    op.create_table(
        "site_fields",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "lang", name=op.f("pk_site_fields")),
    )
    op.create_table(
        "account_roles",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_account_roles_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_account_roles")),
    )
    op.create_table(
        "login_sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_login_sessions_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_login_sessions")),
    )
    op.create_index(op.f("ix_login_sessions_account_id"), "login_sessions", ["account_id"], unique=False)
    op.create_table(
        "password_links",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_password_links_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_password_links")),
    )
    op.create_index(op.f("ix_password_links_account_id"), "password_links", ["account_id"], unique=False)


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_password_links_account_id"), table_name="password_links")
    op.drop_table("password_links")
    op.drop_index(op.f("ix_login_sessions_account_id"), table_name="login_sessions")
    op.drop_table("login_sessions")
    op.drop_table("account_roles")
    op.drop_table("site_fields")
    op.drop_table("sign_in_throttles")
    op.drop_table("partners")
    op.drop_index(op.f("ix_audit_entries_object_id"), table_name="audit_entries")
    op.drop_index("ix_audit_entries_newest", table_name="audit_entries")
    op.drop_index(op.f("ix_audit_entries_account_id"), table_name="audit_entries")
    op.drop_table("audit_entries")
    op.drop_table("accounts")
