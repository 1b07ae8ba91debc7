"""The pages of the decision: verdict, recommendation, comparison, presentation."""
