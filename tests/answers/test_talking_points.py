"""Talking points say only what the case, the guide's cited market and the ask hold, and nothing
that must stay unsaid."""

from __future__ import annotations

import copy
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from counteroffer import Counteroffer, Rulebook
from counteroffer.answers.answer import understood
from counteroffer.answers.words import Words
from counteroffer.rulebook.template import Template, TemplateError
from tests.support.samples import (
    COMPANIES,
    GUIDES,
    HUGGING_FACE,
    MIDJOURNEY,
    RULES,
    SAMPLES,
    STABILITY,
    Facts,
    cases,
    guide_file,
    sample,
    settled,
    write,
)

PARTS = ("base", "equity", "signing", "bonus")


def texts(answer: Counteroffer) -> list[str]:
    return [point.text for point in answer.talking_points]


def said(answer: Counteroffer, lever: str) -> str | None:
    return next((point.text for point in answer.talking_points if point.lever == lever), None)


# Every sentence stands on its facts


def without(facts: Facts, path: str) -> Facts:
    """The case without one fact; an offer that then states nothing is gone with it."""
    facts = copy.deepcopy(facts)
    kind, _, rest = path.partition(".")
    if kind == "candidate":
        del facts["candidate"][rest]
    elif kind == "offer":
        del facts["offer"][rest]
        if not facts["offer"].keys() & set(PARTS):
            del facts["offer"]
    else:
        company, _, part = rest.partition(".")
        rival = next(one for one in facts["competing"] if one["company"] == company)
        rival.pop(part, None)
        if not part or not rival.keys() & set(PARTS):
            facts["competing"].remove(rival)
    return facts


@settings(max_examples=150)
@given(cases())
def test_without_any_of_its_facts_a_sentence_is_not_said(facts: Facts) -> None:
    for point in settled(facts).talking_points:
        for path in point.facts:
            if path != "region":  # there is no case without a region
                assert point.text not in texts(settled(without(facts, path))), path


@given(cases())
def test_the_facts_of_a_sentence_are_in_the_case(facts: Facts) -> None:
    for point in settled(facts).talking_points:
        assert point.facts
        for path in point.facts:
            if path != "region":
                without(facts, path)


@pytest.mark.parametrize("name", SAMPLES)
def test_each_lever_that_fired_has_its_sentence_in_the_samples(name: str, engine: str) -> None:
    """Other than what is paid in a place whose band is another one scaled: of that nothing is
    known."""
    answer = settled(SAMPLES[name], engine=engine)
    fired = {lever.id for lever in answer.levers if lever.fired}
    scaled = "scaled-copy" in {warning.code for warning in answer.warnings}
    assert {point.lever for point in answer.talking_points} == fired - (
        {"market-band"} if scaled else set()
    )
    assert scaled == any(
        "no sentence says what is paid there" in text for text in answer.assumptions
    )


# Names and amounts

_AMOUNT = re.compile(r"(?P<sign>[A-Z]{2}\$|[A-Z]{2}¥|[A-Z]{3} |[£€₹$¥])(?P<digits>[0-9][0-9,]*)")
_SIGNS = {code: currency.sign or code for code, currency in RULES.currencies.items()}


def amounts_in(text: str) -> set[tuple[str, int]]:
    return {
        (found["sign"].strip(), int(found["digits"].replace(",", "")))
        for found in _AMOUNT.finditer(text)
    }


def known_amounts(answer: Counteroffer) -> set[tuple[str, int]]:
    """What may be said: the offers that count and may be named, the market that the guide cites,
    and the ask."""
    known = {
        (_SIGNS[answer.currency], getattr(answer.ask, part))
        for part in ("base", "equity", "signing")
    }
    held = {one.company for one in answer.alternatives if one.held}
    offers = [understood(answer)["offer"]] if "offer" in answer.case else []
    offers += [
        one
        for one in understood(answer).get("competing", [])
        if one["company"] in held and not one.get("private")
    ]
    for offer in offers:
        stated = (
            offer.get("base"),
            offer.get("equity", {}).get("amount"),
            offer.get("signing"),
            offer.get("bonus"),
        )
        known |= {(_SIGNS[offer["currency"]], amount) for amount in stated}
    levers = RULES.guide(str(answer.guide)).guide.levers
    for lever in answer.levers:
        market = lever.fired and lever.id in levers and levers[lever.id].market
        if market:
            known.add((_SIGNS[market.base.currency or answer.currency], int(market.base.low)))
    return known


@settings(max_examples=200)
@given(cases(), st.data())
def test_every_amount_is_of_the_case_the_cited_market_or_the_ask(
    facts: Facts, data: st.DataObject
) -> None:
    answer = settled(facts)
    for text in texts(answer):
        assert amounts_in(text) <= known_amounts(answer)
        bare = re.sub(r"[0-9]+ years?|[0-9.]+%", "", _AMOUNT.sub("", text))
        bare = bare.replace(f"for {facts['candidate'].get('gpu_years')} years", "")
        assert not re.search(r"[0-9]{3,}", bare)  # an amount in another shape


TEMPLATES = " ".join(
    say.template.pieces[0][0] + " ".join(piece for piece, _ in say.template.pieces)
    for lever in RULES.lever_ids()
    for say in RULES.lever(lever).says
)
OTHERS = {
    offer.company for name in GUIDES for offer in RULES.guide(name).guide.example_offers
} | set(COMPANIES)


def capitalised(text: str) -> set[str]:
    return set(re.findall(r"\b[A-ZÀ-Ž][\w&.-]*\w", text))


@settings(max_examples=200)
@given(cases())
def test_every_name_is_of_the_case_or_the_cited_market(facts: Facts) -> None:
    """Example offers of the guide are never named, unless the case holds an offer of that
    company."""
    answer = settled(facts)
    guide = RULES.guide(str(answer.guide)).guide
    nameable = {
        one["company"]
        for one in facts.get("competing", [])
        if not one.get("private")
        and one["company"] in {rival.company for rival in answer.alternatives if rival.held}
    }
    for point in answer.talking_points:
        own = guide.levers.get(point.lever)
        allowed = nameable | set(own.market.companies if own and own.market else ())
        assert not [name for name in OTHERS - allowed if name in point.text]
        words = {
            word for declaration in RULES.declared.values() for word in declaration.names.values()
        }
        words |= {vehicle.name for vehicle in RULES.vehicles.values()} | {
            answer.region.replace("-", " ").title()
        }
        words |= {RULES.places[answer.region][1].label if answer.region in RULES.places else ""}
        plain = " ".join((TEMPLATES, *words, *allowed, *RULES.currencies))
        assert capitalised(_AMOUNT.sub("", point.text)) <= capitalised(plain)


def test_a_company_is_named_as_the_case_spells_it() -> None:
    rivals = [{"company": "  Société  Générale ", "base": "$300K"}]
    text = said(settled(sample("huggingface", competing=rivals)), "competing-offers")
    assert text
    assert "an offer from Société Générale: a base of US$300,000." in text


# What stays unsaid


@settings(max_examples=150)
@given(cases())
def test_private_expired_and_expected_offers_are_never_said(facts: Facts) -> None:
    answer = settled(facts)
    for rival in facts.get("competing", []):
        hidden = (
            rival.get("private")
            or rival.get("evidence") == "expected"
            or rival.get("expires") == "2026-11-19"
        )
        if hidden and rival["company"] not in (
            "Google",
        ):  # which the guide of London cites as a market
            assert not [text for text in texts(answer) if rival["company"] in text]


def test_a_private_offer_raises_the_ask_without_being_said() -> None:
    private = {"company": "Acme", "base": "$214K", "equity": "$240K/4yr", "private": True}
    answer = settled(sample("huggingface", competing=[private], candidate=None))
    assert answer.ask.base == 210_000
    assert answer.break_even
    assert answer.break_even.against == "Acme"
    assert said(answer, "competing-offers") is None
    public = {"company": "Zeta Labs", "base": "$190K"}
    named = said(settled(sample("huggingface", competing=[private, public])), "competing-offers")
    assert named
    assert "Zeta Labs" in named
    assert "Acme" not in named


def test_an_offer_that_does_not_beat_the_one_in_hand_is_not_argued_with() -> None:
    """The private one makes the lever fire; the other is worth less than what is in hand."""
    rivals = [
        {"company": "Acme", "base": "$214K", "private": True},
        {"company": "Poor", "base": "$90K"},
    ]
    answer = settled(sample("huggingface", competing=rivals))
    assert next(lever.fired for lever in answer.levers if lever.id == "competing-offers")
    assert said(answer, "competing-offers") is None


@settings(max_examples=150)
@given(cases())
def test_written_is_said_only_of_what_is_in_writing(facts: Facts) -> None:
    written = {
        one["company"] for one in facts.get("competing", []) if one.get("evidence") == "written"
    }
    for point in settled(facts).talking_points:
        if re.search(r"\bwrit(ten|ing)\b", point.text):
            assert point.lever == "competing-offers"
            assert any(f"from {company}" in point.text for company in written)


@pytest.mark.parametrize(
    ("evidence", "phrase"),
    [("written", "a written offer"), ("verbal", "hold a verbal offer"), (None, "hold an offer")],
)
def test_evidence_sharpens_the_sentence(evidence: str | None, phrase: str) -> None:
    facts = sample("huggingface")
    if evidence:
        facts["competing"][0]["evidence"] = evidence
    text = said(settled(facts), "competing-offers")
    assert text
    assert phrase in text


@given(cases(), st.integers(500_001, 900_000), st.integers(500_001, 900_000))
def test_what_is_earned_now_and_the_minimum_are_never_said(
    facts: Facts, now: int, least: int
) -> None:
    """Amounts like these come from nowhere else: other than the minimum where it is the ask."""
    facts["candidate"] |= {"current_base": f"AUD {now}", "minimum_base": f"AUD {least}"}
    answer = settled(facts)
    for point in answer.talking_points:
        assert not {path for path in point.facts if path.endswith(("current_base", "minimum_base"))}
        numbers = {number for _, number in amounts_in(point.text)}
        assert not numbers & {now, least} - {number for _, number in known_amounts(answer)}
    without_now = {**facts, "candidate": {**facts["candidate"], "current_base": None}}
    assert texts(settled(without_now)) == texts(answer)


def test_amounts_argued_for_are_the_asks_not_the_levers_own() -> None:
    """Multi-cloud's own figure is 215,000; the ask is 210,000."""
    answer = settled(sample("huggingface"))
    closing = closed(answer)
    assert closing.startswith("For these reasons I am asking for a base of US$210,000, ")
    assert not [text for text in (*texts(answer), closing) if "215,000" in text]


def test_nothing_is_asked_for_that_is_offered_already() -> None:
    offer = {"base": "$215K", "equity": "$150K/4yr", "bonus": "5%"}
    answer = settled(sample("huggingface", offer=offer))
    assert (
        closed(answer)
        == "For these reasons I am asking for US$220,000 of RSUs over 4 years and a signing "
        "bonus of US$25,000."
    )


def closed(answer: Counteroffer) -> str:
    """The sentence that asks for all of it, once the reasons are given."""
    return Words(answer, RULES, RULES.formatter()).closing() or ""


# Sources, vehicles, wording


def test_the_market_is_cited_with_its_source() -> None:
    answer = settled(sample("stability-ai, London"))
    point = next(point for point in answer.talking_points if point.lever == "uk-ai-market")
    assert "DeepMind and Google pay £110,000 and more" in point.text
    assert point.sources == ("Levels.fyi, UK DevOps and SRE pay at AI companies, 2025-2026",)


def test_the_band_is_cited_with_the_guides_sources() -> None:
    answer = settled(sample("midjourney"))
    point = next(point for point in answer.talking_points if point.lever == "market-band")
    assert point.sources == (
        "Levels.fyi, DevOps and SRE pay at AI companies, 2025-2026",
        "Blind, verified threads on Midjourney infrastructure pay",
    )  # not the reporting on its infrastructure


def test_no_source_but_of_pay_is_cited_and_no_more_than_two() -> None:
    for name in SAMPLES:
        for point in settled(sample(name, competing=None)).talking_points:
            assert len(point.sources) <= 2
            assert not [one for one in point.sources if "blog" in one or "reporting" in one]


def test_where_a_guide_names_no_source_of_pay_nothing_is_cited(tmp_path: Path) -> None:
    for sources in ([], ["guide.md, which names no sources"], ["Acme, engineering blog"]):
        file = guide_file(sources=sources)
        book = Rulebook(write(tmp_path, {"guides/acme/engineer.yaml": file}))
        offer = {"base": "$110K", "equity": "$40K/4yr"}
        facts = {"guide": "acme/engineer", "region": "here", "offer": offer, "today": "2026-11-20"}
        answer = settled(facts, rulebook=book)
        assert [point.sources for point in answer.talking_points] == [()]


def test_a_tag_is_said_as_it_is_declared_or_else_as_the_candidate_writes_it() -> None:
    clouds = ["OVHcloud", "aws", "Google Cloud", "Hetzner"]
    facts = sample("huggingface", candidate={"clouds": clouds}, competing=None)
    assert "on AWS, GCP, Hetzner and OVHcloud." in (said(settled(facts), "multi-cloud") or "")


def test_the_present_employers_counter_offer_is_said_as_that() -> None:
    offer = {"company": "Initech", "base": "$260K", "evidence": "verbal"}
    facts = sample("midjourney", competing=[{**offer, "from": "present-employer"}])
    text = said(settled(facts), "competing-offers") or ""
    assert text.startswith("To keep me, my present employer has made me a counter-offer by word of")
    assert "Initech" not in text


def test_nothing_is_said_of_nothing() -> None:
    offer = {"company": "Acme", "base": "$300K", "equity": "$0/4yr", "bonus": "0%"}
    text = said(settled(sample("midjourney", competing=[offer])), "competing-offers") or ""
    assert text.startswith("I hold an offer from Acme: a base of US$300,000. ")


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("stability-ai, London", "£170,000 of pre-IPO equity over 4 years"),
        ("midjourney", "US$140,000 of profit sharing a year"),
        ("huggingface-enterprise, Paris", "€187,000 of RSUs over 4 years"),
    ],
)
def test_equity_is_called_what_it_is_and_over_which_time(name: str, phrase: str) -> None:
    assert phrase in closed(settled(sample(name)))


def test_offers_are_said_in_their_own_currency_and_period() -> None:
    facts = sample("stability-ai, Remote")
    facts["competing"][0] |= {
        "bonus": "10%",
        "signing": "£20K",
        "equity": {"amount": "£170K", "years": 4, "vehicle": "stock"},
    }
    text = said(settled(facts), "competing-offers")
    assert text
    package = (
        "Google: a base of £110,000, £170,000 of RSUs over 4 years, a signing bonus of £20,000 "
        "and a target bonus of 10%."
    )
    assert package in text


@pytest.mark.parametrize(
    ("candidate", "phrase"),
    [
        ({"gpu_years": 4}, "4 years"),
        ({"gpu_years": "2.5"}, "2.5 years"),
        ({"gpu_years": 1}, "1 year "),
        ({"gpu_years": 0, "skills": ["gpu"]}, "I work with GPUs"),
        ({"skills": ["gpu"]}, "I work with GPUs"),
    ],
)
def test_years_with_gpus_are_said_as_people_say_them(candidate: Facts, phrase: str) -> None:
    """Nobody argues with no years, or with "1 years"."""
    text = said(settled(sample("stability-ai, London", candidate=candidate)), "uk-ai-market")
    assert text
    assert phrase in text


@given(cases())
def test_sentences_are_whole(facts: Facts) -> None:
    for text in texts(settled(facts)):
        assert text[0].isupper()
        assert text.endswith(".")
        assert not re.search(r"[{}]|  |None|\n", text)


@pytest.mark.parametrize("offer", [None, {"base": "CAD 150K"}, {"equity": "CAD 20K/4yr"}])
def test_converted_figures_are_not_said_to_be_what_the_place_pays(offer: Facts | None) -> None:
    """The guide knows nothing of Toronto: its sources are of San Francisco."""
    answer = settled(sample("huggingface", region="toronto", offer=offer, competing=None))
    assert {"converted-region", "no-market-here"} & {warning.code for warning in answer.warnings}
    for text in texts(answer):
        assert not re.search(r"(paid|granted) for this role in Toronto", text)


@pytest.mark.parametrize("offer", [None, {"base": "$140K"}, {"equity": "$10K/4yr"}])
def test_of_a_scaled_band_no_sentence_says_what_is_paid(offer: Facts | None) -> None:
    """The lever fires and asks all the same."""
    answer = settled(
        {"guide": STABILITY, "region": "remote-us", "offer": offer, "today": "2026-11-20"}
    )
    lever = next(one for one in answer.levers if one.id == "market-band")
    assert lever.fired
    assert lever.asks
    assert not [text for text in texts(answer) if "for this role" in text]


@pytest.mark.parametrize(
    ("guide", "region", "left_out"),
    [
        (STABILITY, "london", ()),
        (STABILITY, "san-francisco", ("UK", "London")),
        (HUGGING_FACE, "new-york", ()),
    ],
)
def test_a_source_about_another_place_is_not_cited(
    guide: str, region: str, left_out: tuple[str, ...]
) -> None:
    answer = settled(
        {"guide": guide, "region": region, "offer": {"base": 60_000}, "today": "2026-11-20"}
    )
    point = next(point for point in answer.talking_points if point.lever == "market-band")
    expected = [
        one for one in RULES.guide(guide).guide.sources if not any(word in one for word in left_out)
    ]
    assert point.sources == tuple(expected[:2])
    assert expected


def asked(answer: Counteroffer, part: str) -> bool:
    ask, offered = getattr(answer.ask, part), getattr(answer.offer, part, None)
    return ask is not None and (offered is None or offered < ask)


@settings(max_examples=150)
@given(cases())
def test_a_sentence_about_one_component_argues_for_that_component(facts: Facts) -> None:
    answer = settled(facts)
    for text in texts(answer):
        if re.search(
            (
                r"^The base on the table|with a base of .* more than the base offered|pay "
                r"£[0-9,]+ and more"
            ),
            text,
        ):
            assert asked(answer, "base")
        if text.startswith("The equity on the table"):
            assert asked(answer, "equity")


@settings(max_examples=150)
@given(cases())
def test_a_lever_whose_components_the_offer_meets_is_not_argued(facts: Facts) -> None:
    answer = settled(facts)
    spoken = {point.lever for point in answer.talking_points}
    for lever in answer.levers:
        if lever.id in spoken - {"competing-offers"} and lever.asks:
            assert any(asked(answer, part) for part in lever.asks)


def test_a_better_offer_is_argued_with_where_nothing_more_is_asked() -> None:
    held = {"company": "Obelisk", "base": "$300K", "equity": "$800K/4yr"}
    offer = {"base": "$245K", "equity": "$140K/yr"}
    answer = settled(sample("midjourney", offer=offer, competing=[held]))
    assert answer.gap
    assert "from Obelisk" in (said(answer, "competing-offers") or "")


def test_after_earlier_rounds_only_what_is_still_asked_is_argued() -> None:
    facts = {
        "guide": STABILITY,
        "region": "london",
        "candidate": {"skills": ["gpu"], "gpu_years": 6},
        "offer": {"base": "£102K", "equity": "£90K/4yr"},
        "today": "2026-11-18",
        "rounds": [{"on": "2026-11-10", "offer": {"base": "£104K"}, "ask": {"base": "£101K"}}],
    }
    answer = settled(facts)
    assert answer.ask.base == 102_000
    assert [point.lever for point in answer.talking_points] == ["gpu-infrastructure", "market-band"]
    assert (said(answer, "market-band") or "").startswith("The equity on the table, £90,000")


def test_without_a_reason_none_is_claimed() -> None:
    answer = settled(
        sample("huggingface", region="paris", offer={"base": "€165K"}, candidate=None, competing=[])
    )
    assert answer.talking_points == ()
    assert closed(answer).startswith("I am asking for a base of ")


# Order


def worth(offer: dict[str, int | None], years: int, bonus: Fraction) -> int:
    exact = (offer["base"] or 0) * (1 + bonus) + Fraction(offer["equity"] or 0, years)
    return int(exact + Fraction(1, 2))


@settings(max_examples=150)
@given(cases(home_only=True))
def test_what_adds_most_is_argued_first(facts: Facts) -> None:
    offer = facts.get("offer", {})
    bonus = str(offer.get("bonus", "0%"))
    assume(bonus.endswith("%"))
    answer = settled(facts)
    gains = {}
    for lever in answer.levers:
        got: dict[str, int | None] = {}
        for part in ("base", "equity", "signing"):
            in_hand = getattr(answer.offer, part) if answer.offer else None
            ask, wanted = getattr(answer.ask, part), lever.asks.get(part)
            figures = [in_hand, None if wanted is None or ask is None else min(wanted, ask)]
            got[part] = max((figure for figure in figures if figure is not None), default=None)
        share = Fraction(bonus[:-1]) / 100
        gains[lever.id] = (
            -worth(got, answer.ask.equity_years, share),
            -(got["signing"] or 0),
            lever.id,
        )
    order = [point.lever for point in answer.talking_points]
    assert order == sorted(order, key=lambda lever: gains[lever])


def test_a_lever_is_not_credited_with_what_others_ask() -> None:
    """Market-band asks for 105,000 of base and, as no equity is stated, for none: the equity is the
    headline's."""
    rival = {"company": "Google", "base": "£79999"}
    facts = sample(
        "stability-ai, London",
        offer={"base": "£10K"},
        competing=[rival],
        candidate={"skills": ["gpu"]},
    )
    answer = settled(facts)
    assert answer.headline
    assert [point.lever for point in answer.talking_points] == [
        "uk-ai-market",
        "market-band",
        "competing-offers",
    ]


# Templates


def test_a_template_renders_only_where_all_that_it_names_is_known() -> None:
    template = Template.parse("{a} and {b}.", {"a", "b"})
    assert template.names == ("a", "b")
    assert template.render({"a": "this", "b": "that"}) == "this and that."
    assert template.render({"a": "this", "b": None}) is None
    assert template.render({"a": "this"}) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{gpu_yeers}", "'{gpu_yeers}' can't be said here; did you mean 'gpu_years'?"),
        ("{gpu_years:>10}", "write '{gpu_years}' alone"),
        ("{gpu_years!r}", "write '{gpu_years}' alone"),
        ("{gpu_years", "can't be read"),
        ("gpu_years}", "can't be read"),
        ("{}", "can't be said here"),
        ("{gpu_years.real}", "can't be said here"),
        ("{gpu_years[0]}", "can't be said here"),
        ("{minimum_base}", "can't be said here"),
        ("{current_base}", "can't be said here"),
    ],
)
def test_a_template_that_names_what_cannot_be_said_is_refused(
    text: str, reason: str, rulebook: Rulebook
) -> None:
    with pytest.raises(TemplateError) as error:
        Template.parse(text, rulebook.sayable)
    assert reason in str(error.value)


def test_the_candidates_own_secrets_are_not_sayable(rulebook: Rulebook) -> None:
    assert not rulebook.sayable & {
        "minimum_base",
        "current_base",
        "guide_floor",
        "least_base",
        "argued_floor",
    }
    assert {"gpu_years", "clouds", "offer.base", "best.package", "market.base"} <= rulebook.sayable


def test_example_offers_of_a_guide_fire_and_say_nothing() -> None:
    for guide in (STABILITY, MIDJOURNEY, HUGGING_FACE):
        region = RULES.guide(guide).guide.reference
        answer = settled({"guide": guide, "region": region, "today": "2026-11-20"})
        assert answer.alternatives == ()
        assert "competing-offers" not in {lever.id for lever in answer.levers if lever.fired}
