"""Every verb of the service on the command line: words in, exit code out."""
