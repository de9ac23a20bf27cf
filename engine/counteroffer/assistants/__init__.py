"""The calculator for assistants, over the Model Context Protocol: `counteroffer mcp`."""
