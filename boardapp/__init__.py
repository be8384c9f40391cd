"""The project: settings, the URL root and the server's entry point."""
