"""What a pillar rests on: which indicators could be chosen, what was declared, and whether it was changed afterwards."""
