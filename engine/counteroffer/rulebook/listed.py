"""Currencies, kinds of equity and places, as the files of rules list them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from counteroffer.documents.fields import Code, Model, Slug, Text
from counteroffer.language.declarations import Whole


class Currency(Model):
    """What a proposal in this currency is rounded to, and how the currency is shown."""

    step: Whole = Field(1000, ge=1)
    sign: Text = ""
    grouping: Literal["thousands", "lakh"] = Field(
        "thousands", description="lakh, where 4500000 is written 45,00,000"
    )


class Vehicle(Model):
    """A kind of equity."""

    name: Text
    liquid: bool
    aliases: tuple[Slug, ...] = ()


class Place(Model):
    """Somewhere that people are hired."""

    label: Text
    currency: Code
    country: str | None = Field(
        None,
        pattern="^[A-Z]{2}$",
        description="Whose public holidays it has, by the code of ISO 3166: GB",
    )
    subdivision: str | None = Field(
        None, description="The part of the country, as ISO 3166-2 has it after the hyphen: ENG"
    )
    aliases: tuple[Slug, ...] = ()
