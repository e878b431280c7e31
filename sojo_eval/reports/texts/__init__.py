"""The words of the reports, one file a topic, Japanese and English side by side."""
