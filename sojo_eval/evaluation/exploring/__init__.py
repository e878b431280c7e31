"""What a person does with a result at hand: looks something up in it, and asks one finding again under other terms."""
