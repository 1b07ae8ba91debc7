"""What start.py does after the virtual environment exists."""
