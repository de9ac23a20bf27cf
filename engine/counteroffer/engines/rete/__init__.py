"""Forward chaining by durable-rules, limited to what is right and safe."""
