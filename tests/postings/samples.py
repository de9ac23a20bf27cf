"""Postings of each kind that can be read, to be changed at random."""

from __future__ import annotations

import json
from typing import Any

from tests.postings.support import job_posting, monetary, page

TEXT = """Glazier (f/m/x), Ghent
We raised €30M and serve 4,000 customers.
Salary: €41.000 - €47.000 gross per year, 13 salaries, plus a signing bonus of €2,000
Zone A: $61,000 - $70,500
Stundenlohn ab 18,50 € brutto. TJM : 450 € / jour. Salario 28k-32k € brutos al año.
Learning budget of €1,000. OTE: £70k – £90k (base £45k)
"""
TIERS: Any = {
    "apiVersion": "1",
    "jobs": [
        {
            "id": "1",
            "title": "Sailor",
            "location": "Porto",
            "descriptionPlain": TEXT,
            "compensation": {
                "compensationTierSummary": "$70K – $80K",
                "compensationTiers": [
                    {
                        "title": "North",
                        "additionalInformation": "OTE 60/40",
                        "components": [
                            {
                                "summary": "OTE $70K – $80K",
                                "compensationType": "Salary",
                                "interval": "1 YEAR",
                                "currencyCode": "USD",
                                "minValue": 70000,
                                "maxValue": 80000,
                            }
                        ],
                    }
                ],
            },
        }
    ],
}
RANGES: Any = {
    "id": 3,
    "title": "Nurse",
    "location": {"name": "Oslo"},
    "content": "&lt;p&gt;$61,000&amp;mdash;$70,500 USD&lt;/p&gt;",
    "pay_input_ranges": [
        {
            "min_cents": 2150,
            "max_cents": 2875,
            "currency_type": "USD",
            "title": "Hourly Rate:",
            "blurb": "<p>OTE</p>",
        }
    ],
}
FIELDS: Any = {
    "data": [
        {
            "id": "o",
            "fields": [
                {"text": "Base salary", "identifier": "base_salary", "value": "£64,250"},
                {
                    "text": "Salary interval",
                    "identifier": "salary_interval",
                    "value": "per-year-salary",
                },
            ],
            "custom_fields": {"salary": {"value": 42500, "currency": "CHF"}},
            "salaryRange": {
                "min": "52000",
                "max": 61000.5,
                "currency": "EUR",
                "interval": "1 MONTH",
            },
            "salary_min": 30000,
            "salary_max": 40000,
            "salary_currency": "usd",
        }
    ]
}
PAGE = page(
    job_posting(
        baseSalary=monetary(minValue="41000", maxValue=47000, unitText="YEAR"),
        estimatedSalary=[{"currency": "USD", "percentile10": 1e4, "percentile90": 4e4}],
        description="<p>Salary: &euro;52,000 a year</p>",
    ),
    {"@graph": [job_posting(baseSalary="€41,000 per year")]},
    body='<div itemscope itemtype="https://schema.org/JobPosting">'
    '<i itemprop="baseSalary">30000</i>'
    "</div><dl><dt>Pay</dt><dd>&pound;2,150 / month</dd></dl>",
)
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<jobs><job id="1"><title>Weaver</title><salary><min>2100</min><max>2400</max></salary></job>
<job><title>Dyer</title><d>1</d>
<description><![CDATA[<p>27 000 € brut par an</p>]]></description></job>
</jobs>
"""
POSTINGS = (TEXT, PAGE, FEED, *(json.dumps(one, indent=1) for one in (TIERS, RANGES, FIELDS)))
