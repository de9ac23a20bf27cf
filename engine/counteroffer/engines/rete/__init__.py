"""Forward chaining by durable-rules, confined to what is right and safe."""
