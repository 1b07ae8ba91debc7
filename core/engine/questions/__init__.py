"""Questions of a project: operations and the job that writes them."""
