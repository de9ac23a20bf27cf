"""The page as a browser without scripts has it: what is sent, what comes back, and to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

import pytest

from counteroffer import Case, Rulebook, counter, letter
from counteroffer.service.page.form import Form, fact_fields
from counteroffer.service.settings import ServiceSettings
from tests.support.samples import HUGGING_FACE, TODAY
from tests.support.service import Client, Received, serving

TYPED = {
    "guide": HUGGING_FACE,
    "region": "san-francisco",
    "offer.base": "185K",
    "offer.equity": "$150K/4yr",
    "candidate.gpu_years": "4",
    "candidate.clouds": "aws, gcp",
    "competing.1.company": "NVIDIA",
    "competing.1.base": "210K",
}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serving(ServiceSettings(today=TODAY)) as started:
        yield started


def send(client: Client, path: str, typed: Mapping[str, str], **headers: str) -> Received:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return client.send("POST", path, urlencode(typed).encode(), {**kind, **headers})


def stated() -> Case:
    return Case.of(Form(TYPED).values())


def error_beside(html: str, field: str) -> str:
    found = re.search(rf'id="error-{field}"[^>]*>([^<]*)<', html)
    assert found, field
    return found[1]


def test_the_form_states_a_case() -> None:
    assert Form(TYPED).values() == {
        "guide": HUGGING_FACE,
        "region": "san-francisco",
        "candidate": {"gpu_years": "4", "clouds": "aws, gcp"},
        "offer": {"base": "185K", "equity": "$150K/4yr"},
        "competing": [{"company": "NVIDIA", "base": "210K"}],
    }


def test_without_a_script_the_whole_page_comes_back_with_the_answer(client: Client) -> None:
    got = send(client, "/", TYPED)
    html = got.body.decode()
    assert got.status == 200
    assert html.startswith("<!DOCTYPE html>")
    asked = counter(stated(), today=TODAY).ask.base
    assert f"US${asked:,}" in html
    assert 'value="185K"' in html


def test_a_script_gets_the_answer_alone(client: Client) -> None:
    piece = send(client, "/", TYPED, HX_Request="true").body.decode()
    assert "<html" not in piece
    assert piece.count("<article") == 1


def test_a_problem_stands_beside_the_field_that_it_is_about(client: Client) -> None:
    wrong = {**TYPED, "offer.base": "5", "competing.1.base": "much", "candidate.gpu_years": "x"}
    got = send(client, "/", wrong)
    html = got.body.decode()
    assert got.status == 422
    assert "too small" in error_beside(html, "offer-base")
    assert error_beside(html, "competing-1-base")
    assert error_beside(html, "candidate-gpu-years")
    assert not error_beside(html, "competing-0-base")
    assert 'aria-invalid="true"' in html


def test_what_was_typed_is_never_markup(client: Client) -> None:
    typed = {**TYPED, "competing.1.company": "<script>alert(1)</script>"}
    for path in ("/", "/recruiter"):
        assert b"<script>alert" not in send(client, path, typed).body


def test_another_company_needs_its_range_alone(client: Client) -> None:
    typed = {
        "guide": "",
        "market.company": "Acme",
        "market.role": "Engineer",
        "market.base": "€85K-€110K",
        "region": "berlin",
        "offer.base": "€88K",
    }
    html = send(client, "/", typed).body.decode()
    assert "Acme" in html
    assert "€" in html
    assert "<article" in html


def test_a_slider_settles_the_offer_that_it_says(client: Client) -> None:
    html = send(client, "/tried", {**TYPED, "try.offer.base": "205000"}, HX_Request="true").body
    stated = Case.of(Form({**TYPED, "offer.base": "205K"}).values())
    assert counter(stated, today=TODAY).verdict in html.decode()
    assert "US$205,000" in html.decode()


def test_the_recruiters_bytes_hang_on_nothing_private(client: Client) -> None:
    open_ = send(client, "/recruiter", TYPED, HX_Request="true").body
    secret = {
        **TYPED,
        "candidate.minimum_base": "231K",
        "current.base": "172K",
        "competing.0.company": "Zeta",
        "competing.0.base": "241K",
        "competing.0.private": "yes",
    }
    assert b"231" in send(client, "/", secret, HX_Request="true").body
    article = re.compile(rb"<article.*</article>", re.DOTALL)
    closed = send(client, "/recruiter", secret, HX_Request="true").body
    assert article.findall(closed) == article.findall(open_)


def test_letter_and_playbook_are_files_to_keep(client: Client) -> None:
    got = send(client, "/letter", TYPED)
    assert got.body.decode() == letter(stated(), today=TODAY)
    assert got.headers["content-disposition"] == 'attachment; filename="letter.txt"'
    assert send(client, "/playbook", TYPED).body.startswith(b"<!DOCTYPE html>")
    assert send(client, "/answer", TYPED).values["schema"] == "counteroffer/2"
    assert send(client, "/letter", {**TYPED, "offer.base": "5"}).status == 422


def test_only_the_facts_of_the_guides_levers_are_asked_for(client: Client) -> None:
    book = Rulebook()
    names = {field.name for field in fact_fields(book, HUGGING_FACE)}
    assert "candidate.gpu_years" in names
    assert len(names) < len(book.profile)
    html = send(client, "/facts", {"guide": HUGGING_FACE}, HX_Request="true").body.decode()
    assert set(re.findall(r'name="(candidate\.[^"]*)"', html)) == names


def test_nothing_is_kept_and_nothing_is_fetched(client: Client) -> None:
    for got in (client.get("/"), send(client, "/", TYPED)):
        policy = got.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert got.headers["cache-control"] == "no-store"
        assert "set-cookie" not in got.headers
        assert not re.search(rb'(?:src|href|action)="(?:https?:)?//', got.body)


def test_the_vendored_script_comes_with_its_licence(client: Client) -> None:
    assert client.get("/static/htmx.min.js").status == 200
    assert b"Zero-Clause BSD" in client.get("/static/htmx-LICENSE.txt").body
    assert client.get("/static/../app.py").kind == "not-found"


def test_with_tokens_there_is_no_page(client: Client, tmp_path: object) -> None:
    from pathlib import Path

    from tests.service.test_app import tenant

    folder = Path(str(tmp_path))
    tenant(folder, "acme", "first")
    with serving(ServiceSettings(today=TODAY, tenants=folder)) as other:
        assert other.get("/").kind == "unauthorized"
