"""Ask: answers side by side, blind votes."""
