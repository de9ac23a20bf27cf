"""The files of a folder of rules as frozen values.

Levers, facts, currencies, vehicles, places, reasons.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from counteroffer.documents.fields import Code, Model, Slug, Text
from counteroffer.language.declarations import Declaration
from counteroffer.rulebook.guide import Component
from counteroffer.rulebook.listed import Currency, Place, Vehicle


class Proposal(Model):
    """What a lever asks for where the guide gives it no figure: a measure, and when."""

    figure: str = Field(description="The measure: matched_base")
    when: str | None = Field(None, description="A further condition for asking it")


class Saying(Model):
    """A sentence, and what must hold beside its own facts being stated."""

    text: Text = Field(min_length=1, description="The sentence, names of facts in braces")
    needs: str | None = Field(None, description="A condition under which it is true")


class Cases(Model):
    """Facts for which the lever fires, stays silent, or can't be decided."""

    fires: tuple[Mapping[str, Any], ...] = Field(
        min_length=1, description="Facts for which it fires"
    )
    silent: tuple[Mapping[str, Any], ...] = Field(
        min_length=1, description="Facts for which it does not"
    )
    unknown: tuple[Mapping[str, Any], ...] = Field(
        (), description="Facts for which that can't be decided"
    )


class LeverFile(Model):
    """A shared lever as its file states it."""

    title: Text = Field(min_length=1, description="What a person calls it")
    when: str = Field(
        description='A condition over declared facts: gpu_years >= 2 and "kubernetes" in skills'
    )
    asks: Mapping[Component, Proposal] = Field(
        default={}, description="For levers of every guide: the measures to ask"
    )
    says: tuple[Saying, ...] = Field(
        (),
        description=(
            "Sentences, the first that can be said truly is; without one it is argued in the"
            " candidate's own words"
        ),
    )
    cases: Cases = Field(description="Facts to try it with, run by: counteroffer rules test")


class FactsFile(Model):
    """`facts.yaml`: declarations by kind."""

    profile: Mapping[str, Declaration] = {}
    place: Mapping[str, Declaration] = {}
    offer: Mapping[str, Declaration] = {}
    alternatives: Mapping[str, Declaration] = {}
    band: Mapping[str, Declaration] = {}
    settled: Mapping[str, Declaration] = {}
    plan: Mapping[str, Declaration] = {}
    step: Mapping[str, Declaration] = {}
    day: Mapping[str, Declaration] = {}
    terms: Mapping[str, Declaration] = {}
    standing: Mapping[str, Declaration] = {}
    missing: Mapping[str, Declaration] = {}
    sentence: Mapping[str, Declaration] = {}


class MoneyFile(Model):
    """`money.yaml`: currencies, kinds of equity and the words of sources that are about pay."""

    currencies: Mapping[Code, Currency] = {}
    vehicles: Mapping[Slug, Vehicle] = {}
    pay_sources: tuple[Text, ...] = Field(
        (), description="Words that a source of pay has one of; `*` stands for the rest of a word"
    )
    words: Mapping[str, Any] = Field({}, description="Words beside amounts; the package's alone")
    left_out: Mapping[str, Any] = Field(
        {}, description="What no figure takes in, by name; the package's alone"
    )
    dollars: Mapping[Code, Any] = Field(
        {}, description="Currencies whose own sign is a bare $; the package's alone"
    )


class PlacesFile(Model):
    """`places.yaml`: where people are hired."""

    places: Mapping[Slug, Place] = {}


class StatedReason(Model):
    """When a reason for the floor holds, and how it is said."""

    when: str
    text: Text


class ReasonsFile(Model):
    """`floor.yaml` and `verdict.yaml`: why a floor or a verdict is what it is."""

    reasons: Mapping[str, StatedReason] = {}


class StatedSentence(Model):
    """What a derivation says of a figure: how it comes about, and what it is called in others."""

    text: Text = Field(min_length=1)
    none: Text | None = Field(None, description="Where the figure has no value")
    zero: Text | None = Field(None, description="Where it is nothing; `text` without it")
    called: Text | None = Field(None, description="In the sentence of what it goes into")


class ExplainFile(Model):
    """`explain.yaml`: sentences by the name of a figure, in which * stands for any one part."""

    sentences: Mapping[str, StatedSentence] = {}


class KindsFile(Model):
    """`kinds.yaml`: words in an imported lever's title → the shared lever that they stand for."""

    kinds: Mapping[Slug, tuple[Text, ...]] = {}
    unlike: Mapping[Slug, tuple[Text, ...]] = Field(
        default={}, description="Words in a title that only look like the kind"
    )
    unsaid: tuple[Text, ...] = Field(
        (), description="What a sentence of an imported script must not hold to be said"
    )
    processes: tuple[Text, ...] = Field(
        (), description="Words of other processes: a script that has one is not said at all"
    )
    advice: tuple[Text, ...] = Field(
        (), description="How a sentence begins that is advice and no statement"
    )
