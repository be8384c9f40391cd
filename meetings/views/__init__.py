"""Pages: one function each; view name, URL name and template name are the same."""
