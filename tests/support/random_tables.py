"""Random tables of cases: every kind of column, wrong cells, offers that are half there."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import polars as pl

from tests.support.samples import GUIDES, HUGGING_FACE, MIDJOURNEY, STABILITY

_REGIONS = (
    *("london", "remote-us", "san-francisco", "new-york", "paris"),
    *("toronto", "tokyo", "mumbai", "berlin", "mexico-city", "oslo"),
)
_SHAPES = (
    *("${}K", "£{}K", "€{}K", "{}K", "¥{}00K", "kr {}0K", "USD {}000", "CAD {}K", "INR {}00000"),
    *("{}K/yr", "${},500", "CHF {}K", "about ${}K"),
)
_NO_AMOUNTS = ("much", "£1.234K", "80", "$1-2M", "1e9999", "-5", "0", "€180K netto", " ", "$0")
_Kinds = Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
# By kind of cell those that are right, and those that are not.
_CELLS: _Kinds = {
    "bonus": (("5%", "10%", "7.25%", "$10K", "15K", "0"), ("0.1", "120%", "7.255%", "x")),
    "expires": (("2026-11-19", "2026-11-20", "2026-12-21"), ("soon", "2026-13-01")),
    "evidence": (("written", "verbal", "expected"), ("maybe",)),
    "flag": (("yes", "no", "true", "false"), ("perhaps",)),
    "years": (("4", "3", "1"), ("400",)),
    "vehicle": (("rsu", "options"), ("gold",)),
    "currency": (("USD", "GBP", "EUR"), ("XXX",)),
    "company": (("Google", "Acme", "Beta", "Gamma", "ACME", "Delta"), ("\t\x00",)),
    "hours": (("40", "35"), ("500",)),
    "part time": (("80%", "50%"), ("150%",)),
    "price": (("$112", "£3.40"), ("x",)),
    "shares": (("100", "369"), ("-4",)),
    "extra": (("6K/yr", "10K", "6%"), ("x",)),
    "level": (("L5", "IC4"), ("",)),
    "gpu_years": (("0", "0.5", "1.9", "2", "4", "30"), ("99", "many")),
    "skills": (("gpu", "gpu, kubernetes", "k8s,cuda", "rust"), ("GPUs,,", "!!")),
    "experience": (("commercial-api-serving", "API serving, open-model-distribution"), ("?",)),
    "clouds": (("aws", "aws, gcp", "aws,gcp,azure"), ("..",)),
    "uptime_pct": (("99", "99.9", "99.99", "100"), ("101", "99.99999")),
    "savings": (("4.99", "5", "5%", "12"), ("300",)),
    "home": (("GBP", "USD", "JPY"), ("ZZZ",)),
    "today": (("2026-11-20", "2026-11-19", "2027-01-05"), ("tomorrow",)),
    "rate": (("1.31", "1.2", "1.305", "0.2", "9"), ("-1", "x", "0")),
}
_OFFER = {
    "base": "amount",
    "equity": "equity",
    "bonus": "bonus",
    "signing": "amount",
    "expires": "expires",
    "evidence": "evidence",
    "final": "flag",
    "private": "flag",
    "years": "years",
    "vehicle": "vehicle",
    "company": "company",
    "level": "level",
    "refresh": "amount",
    "extras.car": "extra",
    "extras.car.once": "flag",
}
_RARE = {
    "currency": "currency",
    "hours": "hours",
    "part_time": "part time",
    "total": "amount",
    "ote": "amount",
    "equity.price": "price",
    "equity.shares": "shares",
}
_FACTS = {
    "gpu_years": "gpu_years",
    "skills": "skills",
    "experience": "experience",
    "clouds": "clouds",
    "uptime_pct": "uptime_pct",
    "compute_savings_pct": "savings",
    "owns_full_stack": "flag",
    "minimum_base": "amount",
    "current_base": "amount",
    "home": "home",
    "today": "today",
    "rates.GBP/USD": "rate",
    "rates.USD/EUR": "rate",
}
_WHOSE = ("offer", "competing.Google", "competing.NVIDIA", "competing.1", "competing.2")


def random_table(seed: int, rows: int) -> pl.DataFrame:
    """A table of texts; about half of its rows are wrong in some way."""
    return _RandomTable(random.Random(seed)).frame(rows)


class _RandomTable:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.kinds: dict[str, str] = {}
        self.rare: set[str] = set()
        for name, kind in _FACTS.items():
            self._maybe(name, kind, 0.4)
        for whose in _WHOSE:
            if chance.random() < 0.6 or whose == "offer":
                self._columns_of(whose)
        self.fill = {
            name: chance.choice([0.01, 0.1] if name in self.rare else [0.1, 0.5, 0.9])
            for name in self.kinds
        }
        self.guides = chance.choices([*GUIDES, "nobody/none"], [10, 10, 10, 1], k=2)
        self.regions = chance.choices([*_REGIONS, "atlantis"], k=3)

    def _maybe(self, name: str, kind: str, often: float) -> None:
        if self.chance.random() < often:
            self.kinds[name] = kind

    def _columns_of(self, whose: str) -> None:
        self.kinds[f"{whose}.base"] = "amount"
        for part, kind in _OFFER.items():
            named = part == "company" and whose[-1].isalpha()
            if part != "base" and not (named and whose != "offer"):
                self._maybe(f"{whose}.{part}", kind, 0.3)
        if whose[-1].isdigit():
            self.kinds[f"{whose}.company"] = "company"
        for part, kind in _RARE.items():
            self._maybe(f"{whose}.{part}", kind, 0.1)
            self.rare.add(f"{whose}.{part}")

    def frame(self, rows: int) -> pl.DataFrame:
        names = ["guide", "region", *self.kinds]
        made = [self._row() for _ in range(rows)]
        columns = {name: [row.get(name) for row in made] for name in names}
        return pl.DataFrame(columns, schema=dict.fromkeys(names, pl.String))

    def _row(self) -> dict[str, str | None]:
        chance = self.chance
        row: dict[str, str | None] = {
            "guide": chance.choice(self.guides) if chance.random() < 0.99 else "x/y",
            "region": chance.choice(self.regions) if chance.random() < 0.99 else None,
        }
        for name, kind in self.kinds.items():
            row[name] = self._cell(kind) if chance.random() < self.fill[name] else None
        for whose in _WHOSE:
            mine = [name for name in self.kinds if name.startswith(f"{whose}.")]
            if chance.random() < 0.25:
                row |= dict.fromkeys(mine)
            elif chance.random() < 0.98 and any(row[name] for name in mine):
                row[f"{whose}.base"] = row[f"{whose}.base"] or self._amount()
                if whose[-1].isdigit():
                    row[f"{whose}.company"] = row[f"{whose}.company"] or f"Company {whose[-1]}"
        return row

    def _cell(self, kind: str) -> str:
        if kind == "amount":
            return self._amount()
        if kind == "equity":
            return self._amount() + self.chance.choice(["/4yr", "/yr", "/3yr", "", ""])
        good, bad = _CELLS[kind]
        return self.chance.choice(bad if self.chance.random() < 0.01 else good)

    def _amount(self) -> str:
        chance, thousands = self.chance, self.chance.randrange(60, 300)
        kind = chance.random()
        if kind < 0.005:
            return chance.choice(_NO_AMOUNTS)
        if kind < 0.5:
            return str(thousands * 1000)
        if kind < 0.6:
            return str(thousands * 1000 + chance.randrange(999))
        return chance.choice(_SHAPES).format(thousands)


def nested(table: pl.DataFrame) -> list[dict[str, Any]]:
    """The rows of a random table as records: offers and the candidate whole, where they can be."""
    return [_record(row) for row in table.iter_rows(named=True)]


def _record(row: Mapping[str, str | None]) -> dict[str, Any]:
    record: dict[str, Any] = {"guide": row["guide"], "region": row["region"], "candidate": {}}
    offers: dict[str, dict[str, Any]] = {whose: {} for whose in _WHOSE}
    for name, cell in row.items():
        whose = next((one for one in _WHOSE if name.startswith(f"{one}.")), None)
        part = name.removeprefix(f"{whose}.")
        if cell is None or name in record:
            continue
        if whose and "." not in part and part not in ("years", "vehicle"):
            offers[whose][part] = int(cell) if cell.isdigit() else cell
        elif (not whose and name in ("home", "today")) or name.startswith("rates."):
            record[name] = cell
        elif not whose:
            record["candidate"][name] = cell
    competing = [
        {**({} if whose[-1].isdigit() else {"company": whose.partition(".")[2]}), **offer}
        for whose, offer in list(offers.items())[1:]
        if offer
    ]
    return {**record, "offer": offers["offer"] or None, "competing": competing or None}


_PLACES = {
    STABILITY: ("london", "remote-us"),
    MIDJOURNEY: ("san-francisco", "remote-us"),
    HUGGING_FACE: ("san-francisco", "new-york", "paris"),
}


def plain_table(rows: int, seed: int = 7) -> pl.DataFrame:
    """Typed columns of the three guides in their own regions, none of it wrong."""
    chance = random.Random(seed)
    made = [_plain_row(chance, number) for number in range(rows)]
    return pl.DataFrame(made, infer_schema_length=None)


def _plain_row(chance: random.Random, number: int) -> dict[str, Any]:
    guide = chance.choice(list(_PLACES))
    held = chance.random() < 0.7
    with_equity = held and chance.random() < 0.8
    return {
        "id": number,
        "guide": guide,
        "region": chance.choice(_PLACES[guide]),
        "offer.base": chance.randrange(80, 260) * 1000,
        "offer.equity": chance.choice([None, chance.randrange(20, 300) * 1000]),
        "offer.bonus": chance.choice([None, "5%", "10%"]),
        "gpu_years": chance.choice([None, 0, 1, 2, 3, 5, 8]),
        "uptime_pct": chance.choice([None, "99", "99.9", "99.99"]),
        "skills": chance.choice([None, "gpu", "gpu,kubernetes", "kubernetes,cuda", "python"]),
        "owns_full_stack": chance.choice([None, True, False]),
        "compute_savings_pct": chance.choice([None, 3, 5, 12, 30]),
        "competing.Google.base": chance.randrange(80, 280) * 1000 if held else None,
        "competing.Google.equity": chance.randrange(20, 300) * 1000 if with_equity else None,
    }
