"""Documents of a project: operations and their job."""
