"""Which function tells which notice, and which notices are on a person's behalf."""

from collections.abc import Callable, Mapping

from channels.render.blocks import Part
from channels.render.tell import (
    answers,
    buyers,
    dashboard,
    digest,
    drafted,
    invoices,
    order_answers,
    orders,
    people,
    proposals,
    receipt,
    rfps,
    settled,
    statements,
    talk,
)
from channels.render.tell.telling import Telling
from core.letters import NoticeKind

K = NoticeKind
TELL: Mapping[NoticeKind, Callable[[Telling], Part]] = {
    K.ORDER_SENT: orders.sent,
    K.ORDER_REVISED: orders.revised,
    K.ORDER_CANCELED: orders.canceled,
    K.ORDER_COMPLETED: orders.completed,
    K.RECEIPT: receipt.receipt,
    K.ACCEPTANCE_NOTED: orders.acceptance,
    K.REJECTION_NOTED: orders.rejection,
    K.WITHDRAWAL_NOTED: orders.withdrawal,
    K.CHANGE_NOTED: order_answers.change_noted,
    K.CONTEST_SETTLED: order_answers.contest_settled,
    K.ANSWER_DECIDED: order_answers.answer_decided,
    K.SHIPMENT_NOTED: order_answers.shipment_noted,
    K.DECIDE_ANSWER: order_answers.decide_answer,
    K.ORDER_SHIPPED: order_answers.order_shipped,
    K.QUESTION: talk.question,
    K.INVOICE_DRAFT: invoices.draft,
    K.INVOICE_RETURNED: invoices.returned,
    K.INVOICE_MATCHING: invoices.matching,
    K.INVOICE_PENDING: invoices.pending,
    K.INVOICE_APPROVED: settled.approved,
    K.INVOICE_REJECTED: settled.rejected,
    K.INVOICE_CANCELED: settled.canceled,
    K.INVOICE_PARTLY_PAID: settled.paid,
    K.INVOICE_PAID: settled.paid,
    K.INVOICE_ALREADY_RECEIVED: settled.already_received,
    K.PAYMENT_REVERSED: settled.reversed_payment,
    K.CREDIT_RECEIVED: settled.credit,
    K.COMMENT: talk.comment,
    K.FILE: talk.file,
    K.STATUS: answers.status,
    K.OPEN: dashboard.open_documents,
    K.STATEMENT: statements.told,
    K.STATEMENT_DIFFERS: statements.differs,
    K.HELP: answers.help_letter,
    K.DOCUMENT_AGAIN: answers.document_again,
    K.REFUSED: answers.refused,
    K.SUPPLIER_OFF: talk.supplier_off,
    K.DRAFTS_RETURNED: talk.drafts_returned,
    K.REMINDER: talk.reminder,
    K.WELCOME: people.welcome,
    K.OWN_SETTINGS: people.own_settings,
    K.CHANGE_PASSED_ON: people.change_passed_on,
    K.CHANGE_SETTLED: people.change_settled,
    K.CONTACT_ADDED: people.contact_added,
    K.CONTACT_REMOVED: people.contact_removed,
    K.BANK_PROPOSED: people.bank_proposed,
    K.BANK_SETTLED: people.bank_settled,
    K.DECIDE_MATCHING: buyers.decide_matching,
    K.DECIDE_APPROVAL: buyers.decide_approval,
    K.ORDER_DRAFTED: drafted.order_drafted,
    K.RFP_DRAFTED: drafted.rfp_drafted,
    K.BUYER_HELP: drafted.buyer_help,
    K.ORDER_ANSWERED: buyers.order_answered,
    K.SUPPLIER_COMMENT: buyers.supplier_comment,
    K.CHANGE_ASKED: people.change_asked,
    K.BANK_TO_CONFIRM: people.bank_to_confirm,
    K.SUPPLIER_SILENT: people.supplier_silent,
    K.UNDELIVERED: buyers.undelivered,
    K.DELIVERY_UNKNOWN: buyers.delivery_unknown,
    K.MAIL_HELD: buyers.mail_held,
    K.ANSWERS_STOPPED: buyers.answers_stopped,
    K.ROOM_SHORT: buyers.room_short,
    K.DIGEST: digest.digest,
    K.RFP_INVITATION: rfps.invitation,
    K.RFP_EXTENDED: rfps.extended,
    K.RFP_REMINDER: rfps.reminder,
    K.RFP_CANCELED: rfps.canceled,
    K.QUOTE_NOTED: rfps.quoted,
    K.QUOTE_LATE: rfps.late,
    K.QUOTE_ADMITTED: rfps.admitted,
    K.QUOTE_WITHDRAWN: rfps.withdrawn,
    K.QUOTE_TAKEN_BACK: rfps.taken_back,
    K.PROPOSAL_WON: rfps.won,
    K.PROPOSAL_PARTLY_WON: rfps.won,
    K.PROPOSAL_NOT_WON: rfps.not_won,
    K.PROPOSAL_IN: proposals.proposal_in,
    K.RFP_CLOSED: proposals.closed,
}

PERSONAL = frozenset(
    {
        K.ORDER_SENT,
        K.ORDER_REVISED,
        K.ORDER_CANCELED,
        K.ANSWER_DECIDED,
        K.COMMENT,
        K.FILE,
        K.RFP_INVITATION,
        K.RFP_EXTENDED,
        K.RFP_CANCELED,
    }
)
"""Sent on a person's behalf: they carry no header of automation (docs/mail.md 1)."""
REPLIES = frozenset(
    {
        K.RECEIPT,
        K.ACCEPTANCE_NOTED,
        K.REJECTION_NOTED,
        K.WITHDRAWAL_NOTED,
        K.CHANGE_NOTED,
        K.SHIPMENT_NOTED,
        K.STATUS,
        K.OPEN,
        K.STATEMENT,
        K.HELP,
        K.DOCUMENT_AGAIN,
        K.REFUSED,
        K.SUPPLIER_OFF,
        K.OWN_SETTINGS,
        K.CHANGE_PASSED_ON,
        K.INVOICE_ALREADY_RECEIVED,
        K.ORDER_DRAFTED,
        K.RFP_DRAFTED,
        K.BUYER_HELP,
        K.QUOTE_NOTED,
        K.QUOTE_LATE,
        K.QUOTE_WITHDRAWN,
        K.QUOTE_TAKEN_BACK,
    }
)
"""Answers to a mail."""
REGULAR = frozenset({K.DIGEST, K.REMINDER, K.RFP_REMINDER})
"""Mails that somebody may want less often."""
WITH_ORDER = frozenset({K.ORDER_SENT, K.ORDER_REVISED, K.ANSWER_DECIDED, K.DOCUMENT_AGAIN})
"""Letters that bring the order as PDF and as a sheet."""
WITH_RFP = frozenset({K.RFP_INVITATION, K.RFP_REMINDER, K.DOCUMENT_AGAIN})
"""Letters that bring the request as a sheet and as a form to fill in."""
