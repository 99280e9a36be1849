"""Trace keeps nothing: it reads the links that the stages made."""
