"""What the equity is called: as the offer in hand has it, else as the guide does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counteroffer.cases.negotiated import rules_of_understood
from counteroffer.rulebook.rulebook import Rulebook


def vehicle_name(rulebook: Rulebook, case: Mapping[str, Any]) -> str:
    """The words for the equity that is asked for in a case as understood.

    In a raise, where nothing is offered yet, those of the equity that is paid now.
    """
    raised = case.get("kind") == "raise"
    for offer in (case.get("offer"), case.get("current") if raised else None):
        if offer and "vehicle" in (offer.get("equity") or {}):
            called = offer["equity"]["vehicle"]
            break
    else:
        called = rules_of_understood(case, rulebook).guide.vehicle
    vehicle = rulebook.vehicles.get(called)
    return vehicle.name if vehicle else str(called)
