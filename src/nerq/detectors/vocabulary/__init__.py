"""What nerq knows of models: providers, callables, keys, ids and traps. Tables, no syntax."""
