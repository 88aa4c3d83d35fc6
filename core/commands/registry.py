"""All commands. Completeness tests and the help read this tuple."""

from core.commands.buyer_awards import AwardRfp
from core.commands.buyer_credits import CreditInvoice
from core.commands.buyer_invoices import (
    ApproveInvoice,
    LinkInvoice,
    PayInvoice,
    RejectInvoice,
    ReturnInvoice,
    TakeInvoice,
    VoidInvoice,
)
from core.commands.buyer_orders import (
    AttachFile,
    CancelOrder,
    CompleteOrder,
    NewOrder,
    ResendOrder,
    ReviseOrder,
    SubmitOrder,
)
from core.commands.buyer_people import (
    AddBuyer,
    AddContact,
    AddSupplier,
    Note,
    RemoveBuyer,
    RemoveContact,
    Say,
    SetStatus,
    SetTolerance,
)
from core.commands.buyer_rfps import (
    AdmitProposal,
    AttachToRfp,
    CancelRfp,
    CompleteRfp,
    ExtendRfp,
    NewRfp,
    OpenRfp,
)
from core.commands.buyer_self import SetDeputy, SetDigest
from core.commands.buyer_suppliers import ConfirmBank, DropBank, ProposeBank, SetProfile, SettleRequest
from core.commands.command import Command
from core.commands.deciding import DecideAnswer
from core.commands.supplier_invoices import CancelInvoice, ReplaceInvoice, SubmitCredit, SubmitInvoice
from core.commands.supplier_orders import Accept, Change, Received, Reject, Ship, Withdraw
from core.commands.supplier_quotes import Decline, Quote
from core.commands.supplier_self import ChangeContact, ChangeLanguage, ChangeProfile, FewerMails
from core.commands.supplier_talk import (
    AnswerQuestion,
    AskHelp,
    AskOpen,
    AskStatus,
    Comment,
    No,
    ReconcileStatement,
    SendDocument,
    Yes,
)

SUPPLIER_COMMANDS: tuple[type[Command], ...] = (
    Received,
    Accept,
    Change,
    Reject,
    Withdraw,
    Ship,
    SubmitInvoice,
    SubmitCredit,
    ReplaceInvoice,
    CancelInvoice,
    Quote,
    Decline,
    AnswerQuestion,
    Yes,
    No,
    SendDocument,
    AskStatus,
    AskOpen,
    ReconcileStatement,
    ChangeContact,
    ChangeProfile,
    ChangeLanguage,
    FewerMails,
    AskHelp,
    Comment,
)
BUYER_COMMANDS: tuple[type[Command], ...] = (
    NewOrder,
    SubmitOrder,
    ReviseOrder,
    ResendOrder,
    CancelOrder,
    CompleteOrder,
    DecideAnswer,
    AttachFile,
    TakeInvoice,
    ApproveInvoice,
    RejectInvoice,
    ReturnInvoice,
    LinkInvoice,
    PayInvoice,
    CreditInvoice,
    VoidInvoice,
    NewRfp,
    OpenRfp,
    ExtendRfp,
    AdmitProposal,
    AwardRfp,
    CompleteRfp,
    CancelRfp,
    AttachToRfp,
    AddSupplier,
    SetStatus,
    SetTolerance,
    AddContact,
    RemoveContact,
    SettleRequest,
    SetProfile,
    ProposeBank,
    ConfirmBank,
    DropBank,
    AddBuyer,
    RemoveBuyer,
    SetDeputy,
    SetDigest,
    Say,
    Note,
)
COMMANDS: tuple[type[Command], ...] = (*SUPPLIER_COMMANDS, *BUYER_COMMANDS)
