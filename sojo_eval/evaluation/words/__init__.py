"""What readers are told: labels, numbers with their units, and sentences made from findings."""
