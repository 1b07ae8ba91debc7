"""Intervals, paired tests, power, seeds: no knowledge of arms or databases."""
