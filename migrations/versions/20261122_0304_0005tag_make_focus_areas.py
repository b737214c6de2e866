"""Make the tables of the room `tag`, and the vocabulary that every site begins with: 16 focus areas and 12 finer ones."""

import uuid
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005tag"
down_revision = "0004surv"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NAMESPACE = uuid.UUID("6f0c3c1e-5d8c-4f5e-9a52-0f6c0b9c7a11")

# slug, letters, Swedish name, English name, what belongs (Swedish, English), who answers for it
CORE = [
    ("narkotika", "Na", "Narkotika", "Drugs", "Handel med och bruk av narkotika, påverkade personer, sprutor och kanyler.", "Dealing and use of drugs, people under the influence, needles.", "polis"),
    ("inbrott", "In", "Inbrott", "Burglary", "Inbrott och försök till inbrott i bostäder, förråd, källare, bodar och lokaler. Även grannsamverkan.", "Burglary and attempted burglary in homes, storerooms, cellars, sheds and premises. Neighbourhood watch too.", "polis"),
    ("belysning", "Be", "Belysning och mörker", "Lighting and darkness", "Trasig, släckt eller svag belysning, mörka platser, och sådant som är väl upplyst.", "Broken, unlit or weak lighting, dark places, and what is well lit.", "kommun-gata"),
    ("skadegorelse-klotter", "Sk", "Skadegörelse och klotter", "Vandalism and graffiti", "Sådant som har slagits sönder, klottrats på eller saboterats med avsikt.", "What has been broken, sprayed or sabotaged on purpose.", "fastighetsagare"),
    ("nedskrapning", "Ne", "Nedskräpning och renhållning", "Litter and cleaning", "Skräp, dumpade saker, glas på marken, fulla papperskorgar, urin, råttor och dålig lukt.", "Litter, dumped things, glass on the ground, full bins, urine, rats and bad smells.", "kommun-renhallning"),
    ("trafik-hastighet", "Ha", "Hastighet och trafikbeteende", "Speed and behaviour in traffic", "Hur människor kör: för fort, buskörning, mopeder och elsparkcyklar där man går, rattfylleri.", "How people drive: too fast, recklessly, mopeds and e-scooters where people walk, drink-driving.", "polis"),
    ("ungdomsgang", "Gä", "Gäng och otrygghetsskapande samlingar", "Groups that make people feel unsafe", "Grupper som hänger, blockerar, stirrar eller skrämmer. Önskemål om mer för unga hör till mötesplatser.", "Groups that hang around, block the way, stare or frighten. Wishes for more to do for the young belong under meeting places.", "kommun-social-falt"),
    ("valdsbrott-ran", "Vå", "Våld, hot och rån", "Violence, threats and robbery", "Slagsmål, misshandel, hot, kniv, överfall och personrån, även rädslan för att råka ut för det.", "Fights, assault, threats, knives, attacks and robbery, and the fear of them.", "polis"),
    ("sexuella-trakasserier", "Sx", "Sexuella trakasserier och sexualbrott", "Sexual harassment and sexual offences", "Att bli ofredad, förföljd, tafsad på eller ropad efter, och rädslan för det. Berättas aldrig på ett kvitto.", "Being harassed, followed, groped or shouted after, and the fear of it. Never told on a receipt.", "polis"),
    ("stationsomrade-kollektivtrafik", "St", "Stationsområde och kollektivtrafik", "Station area and public transport", "Stationen, perrongen, terminalen, hållplatsen och resan med buss, tåg eller spårvagn.", "The station, platform, terminal, stop, and the journey by bus, train or tram.", "kollektivtrafik"),
    ("skymd-sikt-vaxtlighet", "Si", "Skymd sikt och växtlighet", "Blocked view and greenery", "Buskar, häckar, sly och murar som skymmer, och platser där man inte ser eller inte syns.", "Bushes, hedges, scrub and walls that block the view, and places where one cannot see or be seen.", "kommun-park"),
    ("gangtunnel-gangvag", "Tu", "Gångtunnlar, gång- och cykelvägar", "Underpasses, footpaths and cycle paths", "Gångtunnlar, gångvägar, cykelvägar, trappor och stigar som plats, vad som än är otryggt där.", "Underpasses, footpaths, cycle paths, stairs and tracks as places, whatever it is that feels unsafe there.", "kommun-gata"),
    ("alkohol-berusade", "Al", "Alkohol och berusade personer", "Alcohol and drunkenness", "Fylla, berusade personer, krogmiljö och langning av alkohol.", "Drinking, drunk people, bars and their surroundings, and illegal sale of alcohol.", "polis"),
    ("polisnarvaro", "Po", "Polis-, vakt- och kameranärvaro", "Police, guards and cameras", "Att polis, vakter eller kameror finns eller saknas, och hur det går när man ringer eller anmäler.", "Whether police, guards or cameras are there or missing, and what happens when one calls or reports.", "polis"),
    ("bilbrott-cykelstold", "Bi", "Bilbrott och cykelstöld", "Car crime and bicycle theft", "Stulna och uppbrutna bilar, cyklar och mopeder, stulet bränsle och stulna delar.", "Stolen and broken-into cars, bicycles and mopeds, stolen fuel and parts.", "polis"),
    ("ovrigt", "Öv", "Övrigt", "Other", "Det som inget annat fokusområde passar för. Välj det sist.", "What no other focus area fits. Choose it last.", "samordnare"),
]  # fmt: skip

# ..., the one it belongs under, whether it is sensitive
FINER = [
    ("trafikmiljo", "Tr", "Trafikmiljö och korsningar", "Traffic environment and crossings", "Hur gatan är byggd: övergångsställen, korsningar, skolvägar, parkering och sikt i korsningar.", "How the street is built: crossings, junctions, ways to school, parking and the view at junctions.", "kommun-trafik", "trafik-hastighet", False),
    ("gangkriminalitet-skjutning", "Gk", "Gängkriminalitet, skjutningar, sprängningar", "Gang crime, shootings and explosions", "Skjutningar, sprängningar, kriminella nätverk, rekrytering av unga och tystnad av rädsla.", "Shootings, explosions, criminal networks, recruiting of the young and silence out of fear.", "polis", "valdsbrott-ran", False),
    ("vald-i-nara-relation", "Vn", "Våld i nära relation", "Violence in close relationships", "Våld och hot av en partner, tidigare partner eller familj, även det som hörs genom väggen. Känsligt.", "Violence and threats by a partner, former partner or family, also what is heard through a wall. Sensitive.", "kommun-social", "valdsbrott-ran", True),
    ("anlagd-brand", "Br", "Anlagd brand", "Arson", "Bilar, soprum och containrar som satts i brand, och eldning som är farlig.", "Cars, waste rooms and containers set on fire, and dangerous fires.", "raddningstjanst", "skadegorelse-klotter", False),
    ("stold-bedrageri", "Stö", "Stöld och bedrägeri", "Theft and fraud", "Fickstölder, stölder ur butik och trapphus, bluffsamtal och andra bedrägerier.", "Pickpockets, theft from shops and stairwells, scam calls and other fraud.", "polis", "ovrigt", False),
    ("ordningsstorning", "Or", "Ordningsstörning, buller, fyrverkerier", "Disturbance, noise, fireworks", "Hög musik, skrik, störande fester, motorbuller, smällare och raketer.", "Loud music, shouting, parties, engine noise, bangers and rockets.", "polis", "ovrigt", False),
    ("tillganglighet-halka", "Ti", "Tillgänglighet, halka och orienterbarhet", "Accessibility, ice and finding the way", "Halka, snö, trappor, kanter och trasiga hissar, och att det är svårt att hitta.", "Ice, snow, stairs, kerbs and broken lifts, and that it is hard to find the way.", "kommun-gata", "ovrigt", False),
    ("underhall-forfall", "Un", "Underhåll och förfall", "Maintenance and decay", "Sådant som är slitet, trasigt eller övergivet utan att någon har förstört det med avsikt.", "What is worn, broken or abandoned without anyone having destroyed it on purpose.", "kommun-gata", "ovrigt", False),
    ("motesplatser-vuxennarvaro", "Mö", "Mötesplatser, aktiviteter, vuxennärvaro, folktomt", "Meeting places, activities, adults around, deserted places", "Fritidsgårdar, saker att göra, vuxna som är ute, grannar som känner varandra, och platser som är folktomma.", "Youth centres, things to do, adults who are about, neighbours who know each other, and places that are deserted.", "kommun-fritid", "ovrigt", False),
    ("hatbrott", "Hat", "Hatbrott och diskriminering", "Hate crime and discrimination", "Hot, våld, glåpord och klotter som riktar sig mot vem någon är. Känsligt.", "Threats, violence, abuse and graffiti aimed at who somebody is. Sensitive.", "polis", "ovrigt", True),
    ("social-utsatthet", "So", "Social utsatthet", "People in need", "Hemlöshet, psykisk ohälsa, tiggeri och människor som far illa. Känsligt.", "Homelessness, mental illness, begging and people who fare badly. Sensitive.", "kommun-social", "ovrigt", True),
    ("losa-hundar", "Hu", "Lösa hundar", "Loose dogs", "Hundar utan koppel, hundar som skrämmer eller har bitit någon.", "Dogs off the lead, dogs that frighten or have bitten somebody.", "polis-lansstyrelse", "ovrigt", False),
]  # fmt: skip

SHAPES = ("circle", "square", "diamond", "triangle", "hexagon", "pill")


def upgrade() -> None:
    """Make the tables and fill the vocabulary."""
    op.create_table(
        "focus_areas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("shape", sa.String(length=10), nullable=False),
        sa.Column("colour", sa.Integer(), nullable=False),
        sa.Column("name", JSON, nullable=False),
        sa.Column("description", JSON, nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("is_told", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_focus_areas_merged_has_target")
        ),
        sa.CheckConstraint("state IN ('active', 'retired', 'merged')", name=op.f("ck_focus_areas_state_is_known")),
        sa.CheckConstraint(
            "shape IN ('circle', 'square', 'diamond', 'triangle', 'hexagon', 'pill')",
            name=op.f("ck_focus_areas_shape_is_known"),
        ),
        sa.CheckConstraint("colour BETWEEN 1 AND 12", name=op.f("ck_focus_areas_colour_is_known")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["focus_areas.id"], name=op.f("fk_focus_areas_merged_into_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["focus_areas.id"], name=op.f("fk_focus_areas_parent_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_focus_areas_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_focus_areas")),
        sa.UniqueConstraint("code", name=op.f("uq_focus_areas_code")),
        sa.UniqueConstraint("slug", name=op.f("uq_focus_areas_slug")),
    )
    op.create_index(
        "uq_focus_areas_look",
        "focus_areas",
        ["shape", "colour"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "batches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen", JSON, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_count", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_batches_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    _make_decisions()
    _fill()


def _make_decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("has_personal_data", sa.Boolean(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("restores_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('tag', 'unsure', 'undo')", name=op.f("ck_decisions_kind_is_known")),
        sa.CheckConstraint("outcome IN ('tagged', 'unsure', 'open')", name=op.f("ck_decisions_outcome_is_known")),
        sa.CheckConstraint("restores_id IS NULL OR kind = 'undo'", name=op.f("ck_decisions_only_undo_restores")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_decisions_account_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_decisions_batch_id")),
        sa.ForeignKeyConstraint(["remark_id"], ["remarks.id"], name=op.f("fk_decisions_remark_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("remark_id", "version", name=op.f("uq_decisions_remark_id_version")),
    )
    op.create_index("ix_decisions_batch_id", "decisions", ["batch_id"], unique=False)
    op.create_index("ix_decisions_account_id", "decisions", ["account_id", "at"], unique=False)
    op.create_index(
        "ix_decisions_unsure",
        "decisions",
        ["remark_id"],
        unique=False,
        sqlite_where=sa.text("is_current = 1 AND outcome = 'unsure'"),
        postgresql_where=sa.text("is_current AND outcome = 'unsure'"),
    )
    op.create_table(
        "taggings",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("focus_area_id", sa.Uuid(), nullable=False),
        sa.Column("remark_id", sa.Uuid(), nullable=False),
        sa.Column("polarity", sa.String(length=8), nullable=True),
        sa.Column("is_negated", sa.Boolean(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.CheckConstraint("polarity IN ('brist', 'positiv', 'forslag')", name=op.f("ck_taggings_polarity_is_known")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_taggings_decision_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["focus_area_id"], ["focus_areas.id"], name=op.f("fk_taggings_focus_area_id")),
        sa.ForeignKeyConstraint(["remark_id"], ["remarks.id"], name=op.f("fk_taggings_remark_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("decision_id", "focus_area_id", name=op.f("pk_taggings")),
    )
    op.create_index(
        "ix_taggings_current",
        "taggings",
        ["focus_area_id", "remark_id"],
        unique=False,
        sqlite_where=sa.text("is_current = 1"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_index(
        "ix_taggings_remark_id",
        "taggings",
        ["remark_id", "is_current", "focus_area_id", "polarity", "is_negated"],
        unique=False,
    )


def _fill() -> None:
    partners = sa.table("partners", sa.column("id", sa.Uuid()), sa.column("slug", sa.String()))
    known = {slug: found for found, slug in op.get_bind().execute(sa.select(partners.c.id, partners.c.slug)).all()}
    areas = sa.table(
        "focus_areas",
        *(sa.column(name, sa.Uuid()) for name in ("id", "parent_id", "partner_id")),
        *(sa.column(name, sa.String()) for name in ("slug", "code", "shape", "state")),
        *(sa.column(name, JSON) for name in ("name", "description")),
        *(sa.column(name, sa.Boolean()) for name in ("is_sensitive", "is_told")),
        *(sa.column(name, sa.Integer()) for name in ("colour", "position", "version")),
    )
    rows = [{**row, "partner_id": known.get(partner)} for partner, row in _rows()]
    op.bulk_insert(areas, rows)


def _rows() -> Iterator[tuple[str, dict]]:
    """Give each a look of its own; the next one in the list differs from it in both shape and colour."""
    for n, (slug, code, sv, en, what_sv, what_en, partner, parent, is_sensitive) in enumerate(
        [*((*area, None, False) for area in CORE), *FINER]
    ):
        yield (
            partner,
            {
                "id": uuid.uuid5(NAMESPACE, slug),
                "slug": slug,
                "code": code,
                "shape": SHAPES[n % 6],
                "colour": (n * 5 + n // 12) % 12 + 1,
                "name": {"sv": sv, "en": en},
                "description": {"sv": what_sv, "en": what_en},
                "parent_id": uuid.uuid5(NAMESPACE, parent) if parent else None,
                "is_sensitive": is_sensitive,
                "is_told": not is_sensitive and slug != "sexuella-trakasserier",
                "position": (n + 1) * 10,
                "state": "active",
                "version": 1,
            },
        )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("taggings")
    op.drop_table("decisions")
    op.drop_table("batches")
    op.drop_table("focus_areas")
