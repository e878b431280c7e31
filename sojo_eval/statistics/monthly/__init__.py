"""Monthly series: design, autoregressive errors, the level and the path question, seasonal adjustment."""
