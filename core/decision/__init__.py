"""From measurements to a decision: claims with their verdicts, four measures, a recommendation."""
