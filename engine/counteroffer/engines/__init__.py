"""Interpreters of one program: plain functions, durable-rules, and polars columns."""
