"""The example city's tables as the files a city would hand in, with their usual disorder, and the mappings that read them."""
