"""Teaching a new product from some pictures of good parts, without touching what the model knows of the old ones."""
