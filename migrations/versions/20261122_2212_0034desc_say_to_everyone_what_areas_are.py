"""Say what focus areas are to everyone: their descriptions stand on public pages too, and some held advice for those who tag."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034desc"
down_revision = "0033answ"
branch_labels = None
depends_on = None

#: For each slug, in Swedish and English: the description, and the advice that stood last in it.
PARTS = {
    "sexuella-trakasserier": (
        (
            "Att bli ofredad, förföljd, tafsad på eller ropad efter, och rädslan för det.",
            " Berättas aldrig på ett kvitto.",
        ),
        ("Being harassed, followed, groped or shouted after, and the fear of it.", " Never told on a receipt."),
    ),
    "ovrigt": (
        ("Det som inget annat fokusområde passar för.", " Välj det sist."),
        ("What no other focus area fits.", " Choose it last."),
    ),
    "vald-i-nara-relation": (
        ("Våld och hot av en partner, tidigare partner eller familj, även det som hörs genom väggen.", " Känsligt."),
        (
            "Violence and threats by a partner, former partner or family, also what is heard through a wall.",
            " Sensitive.",
        ),
    ),
    "hatbrott": (
        ("Hot, våld, glåpord och klotter som riktar sig mot vem någon är.", " Känsligt."),
        ("Threats, violence, abuse and graffiti aimed at who somebody is.", " Sensitive."),
    ),
    "social-utsatthet": (
        ("Hemlöshet, psykisk ohälsa, tiggeri och människor som far illa.", " Känsligt."),
        ("Homelessness, mental illness, begging and people who fare badly.", " Sensitive."),
    ),
}
AREAS = sa.table(
    "focus_areas",
    sa.column("slug", sa.String),
    sa.column("description", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
)


def upgrade() -> None:
    """Take the advice away where the whole stands as we wrote it; what a municipality has written stays."""
    _rewrite({text + advice: text for parts in PARTS.values() for text, advice in parts})


def downgrade() -> None:
    """Put it back."""
    _rewrite({text: text + advice for parts in PARTS.values() for text, advice in parts})


def _rewrite(words: dict[str, str]) -> None:
    bind = op.get_bind()
    for row in bind.execute(sa.select(AREAS).where(AREAS.c.slug.in_(PARTS))).all():
        description = {lang: words.get(text, text) for lang, text in row.description.items()}
        bind.execute(sa.update(AREAS).where(AREAS.c.slug == row.slug).values(description=description))
