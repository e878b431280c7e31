"""Looking for what may not be published: independent of the code that hides it, and tried with planted leaks."""
