"""What happened to suppliers and buyers."""

from dataclasses import dataclass

from core.names import Address, Reference
from core.party import Buyer, Supplier


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierAdded:
    supplier: Supplier


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierChanged:
    """The whole supplier as it now is; its people's names are erased by replacing the row and its journal lines."""

    supplier: Supplier


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDeleted:
    """A Draft that went when its supplier was disabled; it was mailed back first."""

    invoice: Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerAdded:
    buyer: Buyer


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerRemoved:
    address: Address
