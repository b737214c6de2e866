"""The catalogue of open data as DCAT-AP-SE 3 (RDF/XML, which Sveriges dataportal harvests). Pure.

What the profile wants is all here: a catalogue with title, description, publisher and licence; each data set with title,
description, publisher, contact, access rights, theme, keywords, space and time; each distribution with its address, format
and licence (docs.dataportal.se/dcat/3.0.1/sv, and the templates in diggsweden/DCAT-AP-SE).
"""

import re
import xml.etree.ElementTree as ET  # writes only: nothing from outside is read
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
SPACES = {
    "rdf": RDF,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "dcatap": "http://data.europa.eu/r5r/",
    "spdx": "http://spdx.org/rdf/terms#",
    "adms": "http://www.w3.org/ns/adms#",
}
for _prefix, _address in SPACES.items():
    ET.register_namespace(_prefix, _address)
EU = "http://publications.europa.eu/resource/authority/"
XSD = "http://www.w3.org/2001/XMLSchema#"
LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"
LOCAL_AUTHORITY = "http://purl.org/adms/publishertype/LocalAuthority"
SWEDEN = f"{EU}country/SWE"
FORMATS = {"csv": ("text/csv", "CSV"), "geojson": ("application/geo+json", "GeoJSON")}
KEYWORDS = {"sv": ("trygghet", "otrygghet", "medborgardialog"), "en": ("perceived safety", "citizen dialogue")}
_EMAIL = re.compile(r"[^\s<>\"@]+@[^\s<>\"@]+\.[^\s<>\"@]+")
_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class FileAbout:
    """A distribution: its kind, address, size in bytes and SHA-256."""

    kind: str
    address: str
    size: int
    digest: str


@dataclass(frozen=True)
class SetAbout:
    """A data set: a publication."""

    address: str
    identifier: str
    title: dict[str, str]
    description: dict[str, str]
    issued: date
    start: date
    end: date
    box: tuple[float, float, float, float] | None
    files: Sequence[FileAbout]


@dataclass(frozen=True)
class CatalogueAbout:
    """The catalogue: the site's address, name and people. `modified` is the day of what came last."""

    address: str
    home: str
    title: dict[str, str]
    description: dict[str, str]
    publisher: str
    contact: str
    email: str
    issued: date | None
    modified: date | None
    sets: Sequence[SetAbout]


def catalogue(about: CatalogueAbout) -> bytes:
    """Return the catalogue as RDF/XML."""
    root = ET.Element(_q("rdf:RDF"))
    made = _thing(root, "dcat:Catalog", about.address)
    _texts(made, "dcterms:title", about.title)
    _texts(made, "dcterms:description", about.description)
    publisher, contact = f"{about.address}#utgivare", f"{about.address}#kontakt"
    _link(made, "dcterms:publisher", publisher)
    _link(made, "dcterms:license", LICENCE)
    _link(made, "foaf:homepage", about.home)
    _link(made, "dcterms:language", f"{EU}language/SWE")
    _link(made, "dcat:themeTaxonomy", f"{EU}data-theme")
    _link(made, "dcterms:spatial", SWEDEN)
    for name, day in (("dcterms:issued", about.issued), ("dcterms:modified", about.modified)):
        if day:
            _text(made, name, day.isoformat(), kind="date")
    for one in about.sets:
        _link(made, "dcat:dataset", one.address)
    agent = _thing(root, "foaf:Agent", publisher)
    _text(agent, "foaf:name", about.publisher)
    _link(agent, "dcterms:type", LOCAL_AUTHORITY)
    card = _thing(root, "vcard:Organization", contact)
    _text(card, "vcard:fn", about.contact)
    if _EMAIL.fullmatch(about.email):
        _link(card, "vcard:hasEmail", f"mailto:{about.email}")
    for one in about.sets:
        _set(root, one, publisher, contact)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _set(root: ET.Element, about: SetAbout, publisher: str, contact: str) -> None:
    made = _thing(root, "dcat:Dataset", about.address)
    _texts(made, "dcterms:title", about.title)
    _texts(made, "dcterms:description", about.description)
    _text(made, "dcterms:identifier", about.identifier)
    _link(made, "dcterms:publisher", publisher)
    _link(made, "dcat:contactPoint", contact)
    _link(made, "dcat:landingPage", about.address)
    _link(made, "dcterms:accessRights", f"{EU}access-right/PUBLIC")
    _link(made, "dcterms:language", f"{EU}language/SWE")
    _link(made, "dcterms:accrualPeriodicity", f"{EU}frequency/NEVER")  # frozen
    for theme in ("SOCI", "JUST"):
        _link(made, "dcat:theme", f"{EU}data-theme/{theme}")
    for language, words in KEYWORDS.items():
        for word in words:
            _text(made, "dcat:keyword", word, language=language)
    _text(made, "dcterms:issued", about.issued.isoformat(), kind="date")
    period = ET.SubElement(ET.SubElement(made, _q("dcterms:temporal")), _q("dcterms:PeriodOfTime"))
    _text(period, "dcat:startDate", about.start.isoformat(), kind="date")
    _text(period, "dcat:endDate", about.end.isoformat(), kind="date")
    if about.box:
        s, w, n, e = about.box
        place = ET.SubElement(ET.SubElement(made, _q("dcterms:spatial")), _q("dcterms:Location"))
        written = f"POLYGON(({w} {s},{e} {s},{e} {n},{w} {n},{w} {s}))"
        _text(place, "dcat:bbox", written, datatype="http://www.opengis.net/ont/geosparql#wktLiteral")
    for file in about.files:
        _link(made, "dcat:distribution", f"{file.address}#fil")
        _distribution(root, file)


def _distribution(root: ET.Element, file: FileAbout) -> None:
    media, name = FORMATS[file.kind]
    made = _thing(root, "dcat:Distribution", f"{file.address}#fil")
    _text(made, "dcterms:title", name, language="sv")
    _text(made, "dcterms:description", f"Siffrorna som {name}. Filen ändras aldrig.", language="sv")
    _link(made, "dcat:accessURL", file.address)
    _link(made, "dcat:downloadURL", file.address)
    _text(made, "dcterms:format", media)
    _link(made, "dcterms:license", LICENCE)
    _link(made, "dcatap:availability", f"{EU}planned-availability/STABLE")
    _text(made, "dcat:byteSize", str(file.size), kind="nonNegativeInteger")
    check = ET.SubElement(ET.SubElement(made, _q("spdx:checksum")), _q("spdx:Checksum"))
    _link(check, "spdx:algorithm", "http://spdx.org/rdf/terms#checksumAlgorithm_sha256")
    _text(check, "spdx:checksumValue", file.digest, kind="hexBinary")


def _q(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def _thing(parent: ET.Element, kind: str, address: str) -> ET.Element:
    return ET.SubElement(parent, _q(kind), {f"{{{RDF}}}about": address})


def _link(parent: ET.Element, name: str, address: str) -> None:
    ET.SubElement(parent, _q(name), {f"{{{RDF}}}resource": address})


def _text(parent: ET.Element, name: str, text: str, *, language: str = "", kind: str = "", datatype: str = "") -> None:
    made = ET.SubElement(parent, _q(name))
    made.text = _XML.sub("", text)
    if language:
        made.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    if kind or datatype:
        made.set(f"{{{RDF}}}datatype", datatype or XSD + kind)


def _texts(parent: ET.Element, name: str, texts: dict[str, str]) -> None:
    for language, text in sorted(texts.items()):
        if text:
            _text(parent, name, text, language=language)
