"""Remarks: what people said, however it came; receipts and taking back."""
