"""Home: projects, doors, servers, the recorded demo."""
