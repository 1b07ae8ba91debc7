"""Run the arms over questions; score, time and cost the answers."""
