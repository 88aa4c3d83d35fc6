"""Facts, in the past tense: the closed union `Event`, which is also the journal's vocabulary.

Events hold references and hashes, never the names or words of a supplier's people, so that a person can be erased.
"""

from core.events.invoices import (
    CreditApplied,
    CreditReceived,
    DuplicateReceived,
    InvoiceApproved,
    InvoiceCanceled,
    InvoiceCompleted,
    InvoiceDrafted,
    InvoiceLinked,
    InvoiceMatched,
    InvoiceReceived,
    InvoiceRejected,
    InvoiceReleased,
    InvoiceReplaced,
    InvoiceReturned,
    InvoiceSentToApproval,
    InvoiceSentToMatching,
    InvoiceSourceAdded,
    InvoiceTaken,
    InvoiceVouched,
    PaymentRecorded,
)
from core.events.orders import (
    LineAnswersWithdrawn,
    LinesAccepted,
    LinesRejected,
    OrderAcknowledged,
    OrderCanceled,
    OrderCompleted,
    OrderDrafted,
    OrderResent,
    OrderRevised,
    OrderSubmitted,
    RevisedFor,
)
from core.events.people import BuyerAdded, BuyerRemoved, DraftDeleted, SupplierAdded, SupplierChanged
from core.events.rfps import (
    LateOffersAdmitted,
    LateOffersKept,
    OffersMade,
    OffersTakenBack,
    ProposalDecided,
    ProposalDeleted,
    ProposalInvited,
    ProposalLapsed,
    ProposalRejected,
    ProposalReminded,
    ProposalReopened,
    ProposalSubmitted,
    ProposalWithdrawn,
    RfpAwarded,
    RfpCanceled,
    RfpClosed,
    RfpCompleted,
    RfpDrafted,
    RfpExtended,
    RfpOpened,
)
from core.events.talk import (
    CommentAdded,
    DecisionShown,
    DocumentSent,
    FileAdded,
    HelpTold,
    OpenTold,
    QuestionAnswered,
    QuestionAsked,
    QuestionClosed,
    Refused,
    StatusTold,
    Why,
)

OrderEvent = (
    OrderDrafted
    | OrderSubmitted
    | OrderRevised
    | OrderResent
    | OrderCanceled
    | OrderCompleted
    | OrderAcknowledged
    | LinesAccepted
    | LinesRejected
    | LineAnswersWithdrawn
)
InvoiceEvent = (
    InvoiceReceived
    | InvoiceReplaced
    | InvoiceSourceAdded
    | InvoiceCompleted
    | InvoiceVouched
    | InvoiceMatched
    | InvoiceDrafted
    | InvoiceSentToMatching
    | InvoiceTaken
    | InvoiceSentToApproval
    | InvoiceReleased
    | InvoiceApproved
    | InvoiceRejected
    | InvoiceReturned
    | InvoiceLinked
    | InvoiceCanceled
    | DuplicateReceived
    | PaymentRecorded
    | DraftDeleted
)
RfpEvent = RfpDrafted | RfpOpened | RfpExtended | RfpClosed | RfpAwarded | RfpCompleted | RfpCanceled
ProposalEvent = (
    ProposalInvited
    | OffersMade
    | ProposalSubmitted
    | ProposalRejected
    | ProposalWithdrawn
    | OffersTakenBack
    | LateOffersKept
    | LateOffersAdmitted
    | ProposalReminded
    | ProposalLapsed
    | ProposalReopened
    | ProposalDecided
    | ProposalDeleted
)
CreditEvent = CreditReceived | CreditApplied
QuestionEvent = QuestionAsked | QuestionAnswered | QuestionClosed
WordEvent = CommentAdded | FileAdded
AnswerEvent = StatusTold | OpenTold | HelpTold | DocumentSent | DecisionShown | Refused
PeopleEvent = SupplierAdded | SupplierChanged | BuyerAdded | BuyerRemoved
Event = OrderEvent | InvoiceEvent | RfpEvent | ProposalEvent | CreditEvent | QuestionEvent | WordEvent | AnswerEvent | PeopleEvent

__all__ = [
    "AnswerEvent",
    "BuyerAdded",
    "BuyerRemoved",
    "CommentAdded",
    "CreditApplied",
    "CreditEvent",
    "CreditReceived",
    "DecisionShown",
    "DocumentSent",
    "DraftDeleted",
    "DuplicateReceived",
    "Event",
    "FileAdded",
    "HelpTold",
    "InvoiceApproved",
    "InvoiceCanceled",
    "InvoiceCompleted",
    "InvoiceDrafted",
    "InvoiceEvent",
    "InvoiceLinked",
    "InvoiceMatched",
    "InvoiceReceived",
    "InvoiceRejected",
    "InvoiceReleased",
    "InvoiceReplaced",
    "InvoiceReturned",
    "InvoiceSentToApproval",
    "InvoiceSentToMatching",
    "InvoiceSourceAdded",
    "InvoiceTaken",
    "InvoiceVouched",
    "LateOffersAdmitted",
    "LateOffersKept",
    "LineAnswersWithdrawn",
    "LinesAccepted",
    "LinesRejected",
    "OffersMade",
    "OffersTakenBack",
    "OpenTold",
    "OrderAcknowledged",
    "OrderCanceled",
    "OrderCompleted",
    "OrderDrafted",
    "OrderEvent",
    "OrderResent",
    "OrderRevised",
    "OrderSubmitted",
    "PaymentRecorded",
    "PeopleEvent",
    "ProposalDecided",
    "ProposalDeleted",
    "ProposalEvent",
    "ProposalInvited",
    "ProposalLapsed",
    "ProposalRejected",
    "ProposalReminded",
    "ProposalReopened",
    "ProposalSubmitted",
    "ProposalWithdrawn",
    "QuestionAnswered",
    "QuestionAsked",
    "QuestionClosed",
    "QuestionEvent",
    "Refused",
    "RevisedFor",
    "RfpAwarded",
    "RfpCanceled",
    "RfpClosed",
    "RfpCompleted",
    "RfpDrafted",
    "RfpEvent",
    "RfpExtended",
    "RfpOpened",
    "StatusTold",
    "SupplierAdded",
    "SupplierChanged",
    "Why",
    "WordEvent",
]
