"""Synthetic worlds with a known truth, and how often the methods find it."""
