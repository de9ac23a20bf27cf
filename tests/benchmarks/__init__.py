"""Speed and memory, measured side by side in one run: `python -m tests.benchmarks.<name>`.

Nothing is asserted on time.
"""
