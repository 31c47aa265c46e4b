"""Figures over many incidents, and the pages that show them.

Each number names the incidents that it counts, and each duration the two events between which it lies. What is not
known is counted as unknown, never as zero.
"""
