"""What is looked at once records are clean: changes since the last import, double counting, unlikely dates."""
