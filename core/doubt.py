"""What was not certain in a mail: about what, why, and what would settle it (docs/mail.md 4.3)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.question import About


class Reason(StrEnum):
    """Why a reading is not certain; each has its words in every language. `detail` of the doubt fills them in where marked."""

    CONDITION = "condition"
    RESERVATION = "reservation"
    """A yes, and a "but" that is not understood."""
    HALF_UNDERSTOOD = "half_understood"
    PERHAPS_YES = "perhaps_yes"
    NOT_YET = "not_yet"
    NEITHER = "neither"
    """Neither accepted nor refused for good."""
    YES_AND_NO = "yes_and_no"
    TAKEN_BACK = "taken_back"
    """The writer corrected what was said before."""
    NO_YES = "no_yes"
    """The order's own values, and no yes."""
    IN_A_FILE = "in_a_file"
    """The confirmation stands in a file, not in words."""
    NO_DATE = "no_date"
    DATE_REFUSED = "date_refused"
    NO_DATE_WHEN = "no_date_when"
    """Not available now, and no date when."""
    SPAN = "span"
    VAGUE_DATE = "vague_date"
    """Detail: the words that name no one day."""
    SEVERAL_DAYS = "several_days"
    DAY_OR_MONTH = "day_or_month"
    PAST_DAY = "past_day"
    DATE_FOR_WHAT = "date_for_what"
    QUANTITY_FOR_WHAT = "quantity_for_what"
    FAR_QUANTITY = "far_quantity"
    APPROXIMATE = "approximate"
    OTHER_UNIT = "other_unit"
    DECIMAL_SIGN = "decimal_sign"
    PERCENTAGE = "percentage"
    PRICE_REFUSED = "price_refused"
    APPROXIMATE_PRICE = "approximate_price"
    PRICE_OF_ONE = "price_of_one"
    """Not certain to be the price of one piece."""
    OTHER_CURRENCY = "other_currency"
    """Detail: the document's currency."""
    SEVERAL_VALUES = "several_values"
    PARTS_OF_WHAT = "parts_of_what"
    PARTS_NOT_EXACT = "parts_not_exact"
    PARTS_FAR = "parts_far"
    PARTS_UNDATED = "parts_undated"
    VALUE_FOR_WHAT = "value_for_what"
    """A value, and not certain for which line."""
    NO_SUCH_LINE = "no_such_line"
    SOME_LINE = "some_line"
    """One of the lines, and not which."""
    BOTH_OF_MORE = "both_of_more"
    NUMBER_OR_LINE = "number_or_line"
    REST_OF_WHAT = "rest_of_what"
    OTHER_DOCUMENT = "other_document"
    """The words name another document than the thread's. Detail: which."""
    WHICH_DOCUMENT = "which_document"
    """Words outside of any thread that do not name their document."""
    BANK_BY_MAIL = "bank_by_mail"
    NO_INVOICE_NUMBER = "no_invoice_number"
    NO_INVOICE = "no_invoice"
    """An invoice is said to be attached, and no file is."""
    NO_CORRECTED_INVOICE = "no_corrected_invoice"
    NO_CREDIT_NOTE = "no_credit_note"
    NO_STATEMENT = "no_statement"
    UNCLEAR = "unclear"
    OFFER_AND_REFUSAL = "offer_and_refusal"
    PERHAPS_NO_OFFER = "perhaps_no_offer"
    UNREADABLE = "unreadable"
    """A cell that cannot be read for certain."""
    QUANTITY_OF_NOTHING = "quantity_of_nothing"
    REFUSED_AND_SHIPPED = "refused_and_shipped"
    REFUSED_WITH_VALUES = "refused_with_values"
    CONFIRMED_WITH_VALUES = "confirmed_with_values"
    CONFIRMED_WITH_REMARK = "confirmed_with_remark"
    NO_SUCH_ANSWER = "no_such_answer"
    """A cell for one of a few words holds another."""
    NOTHING_DIFFERS = "nothing_differs"
    ROWS_DISAGREE = "rows_disagree"
    NO_PRICE = "no_price"
    MORE_THAN_ASKED = "more_than_asked"
    NO_WHOLE_DAYS = "no_whole_days"
    PERHAPS_ALL = "perhaps_all"


class Option(StrEnum):
    """A choice that is no value; each has its words in every language."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    OTHER_VALUES = "other_values"
    YES = "yes"
    NO = "no"
    NO_OFFER = "no_offer"
    OFFER_FOLLOWS = "offer_follows"


Choice = Option | Decimal | date | str
"""A text that is no option is a name: a line of the document, a reference, an article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something that was not certain: about what, why, and the choices that would settle it."""

    about: About
    why: Reason
    detail: str = ""
    choices: tuple[Choice, ...] = ()
    words: str = ""
