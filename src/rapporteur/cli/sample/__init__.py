"""The sample conference, told as a row of acts, each done by the product's own action at its own moment."""

from .load import MOMENTS, load_sample

__all__ = ["MOMENTS", "load_sample"]
