"""Facts, in the past tense: the closed union `Event`, which is also the journal's vocabulary.

Events hold references and hashes, never the names or words of a supplier's people, so that a person can be erased.
"""

from core.events.invoices import (
    ApprovalEscalated,
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
    MatchingEscalated,
    PaymentRecorded,
)
from core.events.orders import (
    AnswersContested,
    AnswersDecided,
    ContestSettled,
    LineAnswersWithdrawn,
    LinesAccepted,
    LinesChanged,
    LinesRejected,
    OrderAcknowledged,
    OrderCanceled,
    OrderCompleted,
    OrderDrafted,
    OrderResent,
    OrderRevised,
    OrderShipped,
    OrderSubmitted,
    RevisedFor,
)
from core.events.people import (
    BankProposed,
    BankSettled,
    BuyerAdded,
    BuyerRemoved,
    ChangeRequested,
    ContactAdded,
    ContactAway,
    ContactChanged,
    ContactRemoved,
    DeputySet,
    DigestSet,
    DraftDeleted,
    ProfileChanged,
    RequestSettled,
    SupplierAdded,
    SupplierChanged,
)
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
    Form,
    HelpTold,
    OpenTold,
    QuestionAnswered,
    QuestionAsked,
    QuestionClosed,
    Refused,
    Reminded,
    SilenceNoted,
    StatementReconciled,
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
    | LinesChanged
    | AnswersContested
    | ContestSettled
    | AnswersDecided
    | LineAnswersWithdrawn
    | OrderShipped
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
    | ApprovalEscalated
    | MatchingEscalated
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
AnswerEvent = StatusTold | OpenTold | StatementReconciled | HelpTold | DocumentSent | DecisionShown | Refused
ClockEvent = Reminded | SilenceNoted
SupplierEvent = (
    SupplierAdded
    | SupplierChanged
    | ContactAdded
    | ContactChanged
    | ContactAway
    | ContactRemoved
    | ChangeRequested
    | RequestSettled
    | ProfileChanged
    | BankProposed
    | BankSettled
)
BuyerEvent = BuyerAdded | BuyerRemoved | DeputySet | DigestSet
PeopleEvent = SupplierEvent | BuyerEvent
DocumentEvent = OrderEvent | InvoiceEvent | RfpEvent | ProposalEvent | CreditEvent | QuestionEvent
Event = DocumentEvent | WordEvent | AnswerEvent | ClockEvent | PeopleEvent

__all__ = [
    "AnswerEvent",
    "AnswersContested",
    "AnswersDecided",
    "ApprovalEscalated",
    "BankProposed",
    "BankSettled",
    "BuyerAdded",
    "BuyerEvent",
    "BuyerRemoved",
    "ChangeRequested",
    "ClockEvent",
    "CommentAdded",
    "ContactAdded",
    "ContactAway",
    "ContactChanged",
    "ContactRemoved",
    "ContestSettled",
    "CreditApplied",
    "CreditEvent",
    "CreditReceived",
    "DecisionShown",
    "DeputySet",
    "DigestSet",
    "DocumentEvent",
    "DocumentSent",
    "DraftDeleted",
    "DuplicateReceived",
    "Event",
    "FileAdded",
    "Form",
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
    "LinesChanged",
    "LinesRejected",
    "MatchingEscalated",
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
    "OrderShipped",
    "OrderSubmitted",
    "PaymentRecorded",
    "PeopleEvent",
    "ProfileChanged",
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
    "Reminded",
    "RequestSettled",
    "RevisedFor",
    "RfpAwarded",
    "RfpCanceled",
    "RfpClosed",
    "RfpCompleted",
    "RfpDrafted",
    "RfpEvent",
    "RfpExtended",
    "RfpOpened",
    "SilenceNoted",
    "StatementReconciled",
    "StatusTold",
    "SupplierAdded",
    "SupplierChanged",
    "SupplierEvent",
    "Why",
    "WordEvent",
]
