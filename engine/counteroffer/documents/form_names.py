"""What forms and other tools call the entries of an offer, and the entry that is meant here."""

from __future__ import annotations

_NAMES = {
    "base": "base_salary salary basesalary base_pay basepay basic fixed fixed_pay annual_salary",
    "equity": "stock stocks rsu rsus stock_grant stock_value equity_grant shares options grant",
    "signing": "sign_on signon sign_on_bonus signing_bonus signingbonus joining_bonus",
    "bonus": "target_bonus annual_bonus performance_bonus variable variable_pay bonus_target",
    "total": "ctc tc total_comp total_compensation totalcompensation package",
    "extras": "relocation retention retention_bonus allowance allowances car_allowance pension"
    " housing benefits perks stipend gratuity superannuation lunch commuting",
    "refresh": "refresher refreshers refresh_grant",
    "part_time": "fte workload",
    "expires": "deadline expiry expiration expiry_date",
}
_MEANT = {form: entry for entry, forms in _NAMES.items() for form in forms.split()}


def entry_called(name: str, known: list[str]) -> str | None:
    """The entry that another tool's name for it stands for, where it is one of the known ones."""
    entry = _MEANT.get(name.casefold().replace(" ", "_").replace("-", "_"))
    return entry if entry in known else None
