"""What a candidate may keep to themselves, at random, and a case with it put in."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.support.samples import Facts, offers

SECRETS = ("Quiet Corp", "Aardvark", "Zz Hidden", "Wait & See")  # no random case names these

PAY = ("base", "equity", "signing", "bonus", "currency")


@st.composite
def kept(draw: st.DrawFn, guide: str, region: str) -> Facts:
    """What a candidate may keep: pay, minimum, home currency, what the job is worth beyond others,
    offers that are private or not held, in rounds too."""
    money = st.sampled_from(["$90K", "£150K", "€203456", "¥31M", "$300K", "CHF 412000"])
    facts: Facts = draw(
        st.fixed_dictionaries({}, optional={"minimum_base": money, "current_base": money})
    )
    current = draw(st.none() | offers(guide, region, here=True))
    if current:
        facts.pop("current_base", None)  # its short form
        current = {name: one for name, one in current.items() if name in PAY}
    worth_more = draw(st.sampled_from([None, "$10K/yr", "£99K/yr", "€1M/yr"]))
    hidden = []
    for company in draw(st.lists(st.sampled_from(SECRETS), unique=True, max_size=3)):
        offer = draw(offers(guide, region, here=False))
        mark: Facts = draw(
            st.sampled_from(
                [
                    {"private": True},
                    {"private": True, "from": "present-employer"},
                    {"evidence": "expected"},
                    {"expires": "2026-11-19"},
                ]
            )
        )
        hidden.append({"company": company, **offer, **mark})
    home = draw(st.sampled_from([None, "GBP", "JPY", "PLN"]))
    once = [
        {"base": "150K", "private": True},
        {"equity": "£90K/yr", "currency": "GBP", "private": True},
    ]
    rounds = (
        draw(st.lists(st.sampled_from(once).map(lambda offer: {"offer": offer}), max_size=2))
        or None
    )
    return {
        "candidate": facts,
        "competing": hidden,
        "home": home,
        "rounds": rounds,
        "current": current or None,
        "worth_more": worth_more,
    }


def with_kept(facts: Facts, secret: Facts, places: list[int]) -> Facts:
    """A case with what is kept put into it, the offers at any places among the others."""
    stated = {name: one for name, one in facts["candidate"].items() if not name.endswith("_base")}
    competing = list(facts.get("competing", ()))
    for offer, place in zip(secret["competing"], places, strict=False):
        competing.insert(place, offer)
    whole = {
        **facts,
        **secret,
        "candidate": {**stated, **secret["candidate"]},
        "competing": competing,
    }
    return {name: value for name, value in whole.items() if value is not None}
