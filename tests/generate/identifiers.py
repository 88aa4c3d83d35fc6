"""VAT numbers and IBANs with right check digits, of nobody in particular."""

from random import Random

from stdnum import get_cc_module

_VAT_FORMS = {
    "GB": "#########", "DE": "#########", "FR": "###########", "NL": "#########B0#", "ES": "B########", "IT": "###########",
    "PL": "##########", "PT": "5########", "SE": "##########01", "DK": "########", "CZ": "########",
}  # fmt: skip
_ACCOUNT_FORMS = {
    "GB": "ABCD##############", "DE": "##################", "FR": "#######################", "NL": "ABNA##########",
    "ES": "####################", "IT": "X######################", "PL": "########################",
    "PT": "#####################", "SE": "####################", "DK": "##############", "CZ": "####################",
}  # fmt: skip


def vat_number(country: str, dice: Random) -> str:
    """With its country letters; drawn until the country's checksum holds."""
    rule = get_cc_module(country.lower(), "vat")
    while True:
        number = _filled(_VAT_FORMS[country], dice)
        if rule.is_valid(country + number) or rule.is_valid(number):
            return country + number


def iban(country: str, dice: Random) -> str:
    """Check digits by ISO 7064 mod 97-10, without blanks; the national rules inside are not kept."""
    account = _filled(_ACCOUNT_FORMS[country], dice)
    digits = "".join(str(int(c, 36)) for c in f"{account}{country}00")
    return f"{country}{98 - int(digits) % 97:02d}{account}"


def _filled(form: str, dice: Random) -> str:
    return "".join(str(dice.randrange(10)) if c == "#" else c for c in form)
