"""Control charts: limits and rules, for display and never for a verdict."""
