"""A buyer's decision on proposed changes, as his reply says it: a line a verdict, in English or German (docs/mail.md 6)."""

import re

from core.commands.deciding import LineVerdict
from core.order import AnswerField

F = AnswerField
_TAKE = r"take|accept|übernehmen|uebernehmen|annehmen"
_REFUSE = r"refuse|reject|ablehnen"
_LINE = re.compile(
    rf"""\s*(?:
        (?P<every>all|alles|alle)\s*:?\s*(?P<verb_last>{_TAKE}|{_REFUSE})
      | (?P<verb_first>{_TAKE}|{_REFUSE})\s+(?P<every_last>all|everything)
      | (?:line|position|pos\.?|zeile)\s*(?P<line>\d{{1,4}})\s*:?\s*(?P<verb>{_TAKE}|{_REFUSE})(?P<fields>[^.:!?]*?)
      )\s*[.!,;]?\s*(?:(?:reason|grund)\s*:\s*(?P<reason>.*?))?\s*""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_FIELDS = {
    F.QUANTITY: ("quantity", "menge"),
    F.PRICE: ("price", "unit price", "preis", "einzelpreis"),
    F.DATE: ("date", "delivery date", "termin", "datum", "liefertermin"),
    F.SUBSTITUTE: ("item number", "item", "substitute", "artikelnummer", "artikel", "ersatz"),
    F.PARTS: ("part-deliveries", "parts", "teillieferungen", "teile"),
}
_NAMED = {word: field for field, words in _FIELDS.items() for word in words}
_BETWEEN = re.compile(r"\s*(?:,|;|\band\b|\bund\b)\s*")


def verdicts(text: str) -> tuple[tuple[LineVerdict, ...], str, str]:
    """The verdicts, the words that say them, and the words that are none; a reason goes on until an empty line."""
    found: list[LineVerdict] = []
    told: list[str] = []
    rest: list[str] = []
    open_reason = False
    for line in text.splitlines():
        verdict = _verdict(line)
        if verdict:
            found.append(verdict)
            told.append(line.strip())
            open_reason = _LINE.fullmatch(line)["reason"] is not None  # type: ignore[index]
        elif open_reason and line.strip():
            last = found[-1]
            found[-1] = LineVerdict(
                take=last.take, line=last.line, fields=last.fields, reason=f"{last.reason}\n{line.strip()}".strip()
            )
            told.append(line.strip())
        else:
            open_reason = False
            rest.append(line)
    return tuple(found), "\n".join(told), "\n".join(rest)


def _verdict(line: str) -> LineVerdict | None:
    """One line; None where it is no verdict, or names a value that we do not know."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    verb = (found["verb"] or found["verb_first"] or found["verb_last"]).lower()
    take = re.fullmatch(_TAKE, verb, re.IGNORECASE) is not None
    words = [w for w in _BETWEEN.split((found["fields"] or "").strip(" -–:,").lower()) if w]
    if any(w not in _NAMED for w in words) or (words and not take):
        return None
    return LineVerdict(
        take=take,
        line=int(found["line"]) if found["line"] else None,
        fields=tuple(dict.fromkeys(_NAMED[w] for w in words)),
        reason=(found["reason"] or "").strip(),
    )
