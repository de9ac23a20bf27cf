"""From a case to its answer: numbers, warnings, talking points, and what the other side may see."""
