"""Currencies: their codes, and the signs and words that stand for them."""

from __future__ import annotations

from counteroffer.money.pay_words import dollars

# ISO 4217, the currencies in use.
_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF
GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK
LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD
OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF
YER ZAR ZMW ZWG"""
# Each sign with every currency that it may stand for; "$" follows below.
_SIGNS = """
£=GBP €=EUR ₹=INR ₩=KRW ₪=ILS ₺=TRY ฿=THB ₫=VND ₴=UAH ₱=PHP ₦=NGN ₽=RUB zł=PLN Kč=CZK Rp=IDR RM=MYR
Ft=HUF lei=RON R=ZAR RMB=CNY CN¥=CNY JP¥=JPY US$=USD C$=CAD CA$=CAD A$=AUD AU$=AUD S$=SGD SG$=SGD
HK$=HKD NZ$=NZD NT$=TWD MX$=MXN R$=BRL %=% S/=PEN ¥=JPY,CNY ￥=JPY,CNY kr=SEK,NOK,DKK,ISK
Kr=SEK,NOK,DKK,ISK Rs=INR,PKR,LKR,NPR"""

ISO_CODES = frozenset(_CODES.split())
SIGNS = {
    sign: tuple(codes.split(",")) for sign, codes in (pair.split("=") for pair in _SIGNS.split())
}
# Currencies whose own sign at home is a bare $, and how to write them so that they can't be taken
# for USD; and those of which it is no dollar at all.
HOME_DOLLARS = {code: str(one["write"]) for code, one in dollars().items()}
PESOS = frozenset(code for code, one in dollars().items() if one.get("peso"))
SIGNS["$"] = ("USD", *HOME_DOLLARS)
# Words for currencies, in any case; they mean what the sign means.
WORDS = {
    "euro": SIGNS["€"],
    "euros": SIGNS["€"],
    "pounds": SIGNS["£"],
    "rs.": SIGNS["Rs"],
    "rupees": SIGNS["Rs"],
    "dollars": SIGNS["$"],
    "yen": ("JPY",),
}
