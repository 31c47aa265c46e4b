"""The scripted story of the default process: one incident whose every word and number is known beforehand."""
