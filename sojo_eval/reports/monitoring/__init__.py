"""The page of a plan that is compared with no other yet."""
