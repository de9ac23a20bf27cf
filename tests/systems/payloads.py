"""Payloads in the shapes of applicant tracking systems, made for these tests."""

from __future__ import annotations

from typing import Any

HERE = {"guide": "midjourney/devops-engineer", "region": "san-francisco"}
BY_SALARY = {**HERE, "facts": {"offer.base": {"field": "pay_rate", "period": "year"}}}


def harvest(pay: Any, kind: str = "currency", **entries: Any) -> dict[str, Any]:
    """An offer as Greenhouse's Harvest answers it: custom fields twice, with and without a type."""
    return {
        "id": 501,
        "version": 1,
        "application_id": 77,
        "sent_at": None,
        "status": "unresolved",
        "custom_fields": {"pay_rate": pay, "shift": "Nights", "notes": "Loves otters"},
        "keyed_custom_fields": {
            "pay_rate": {"name": "Pay rate", "type": kind, "value": pay},
            "shift_worked": {"name": "Shift", "type": "single_select", "value": "Nights"},
            "notes": {"name": "Notes", "type": "long_text", "value": "Loves otters"},
        },
        **entries,
    }


def greenhouse_event(pay: Any, action: str = "offer_created") -> dict[str, Any]:
    """What Greenhouse sends: custom fields by key, amounts with a unit."""
    field = {"name": "Pay rate", "type": "currency", "value": pay}
    return {
        "action": action,
        "payload": {
            "id": 501,
            "application_id": 77,
            "start_date": "04/15/2027",
            "offer_status": "Created",
            "custom_fields": {"pay_rate": field},
        },
    }


def ashby_offer(salary: Any, *fields: tuple[str, Any], **entries: Any) -> dict[str, Any]:
    """One of Ashby's offers, with custom fields by title."""
    return {
        "id": "0b6f",
        "applicationId": "77aa",
        "offerStatus": "WaitingOnCandidateResponse",
        "latestVersion": {
            "id": "v-1",
            "salary": salary,
            "createdAt": "2026-09-01T10:00:00.000Z",
            "customFields": [
                {"id": "c", "isPrivate": False, "title": title, "value": value}
                for title, value in fields
            ],
        },
        **entries,
    }


def euros(amount: Any) -> dict[str, Any]:
    """An amount as Ashby has it."""
    return {"currencyCode": "EUR", "value": amount}


def ashby_event(offer: dict[str, Any], action: str = "offerCreate") -> dict[str, Any]:
    """What Ashby sends."""
    return {"action": action, "data": {"offer": offer}}


def lever_offers(*offers: tuple[int, dict[str, Any]]) -> dict[str, Any]:
    """Lever's offers of one opportunity: when each was made, and its fields by identifier."""
    return {
        "data": [
            {
                "id": f"offer-{made}",
                "createdAt": made,
                "status": "sent",
                "fields": [
                    {"text": name.replace("_", " ").title(), "identifier": name, "value": value}
                    for name, value in fields.items()
                ],
            }
            for made, fields in offers
        ],
        "hasNext": False,
    }
