"""Two-way match of an invoice with its orders: assignment, findings, tolerance, verdict (docs/rules.md 4)."""
