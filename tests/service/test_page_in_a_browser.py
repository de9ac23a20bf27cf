"""The page in a real Chromium: by keyboard alone, without scripts, accessible, at any width."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Iterator
from typing import Any

import pytest

from counteroffer import Case, counter
from counteroffer.service.page.form import Form
from counteroffer.service.settings import ServiceSettings
from tests.service.test_page import TYPED
from tests.support.samples import TODAY
from tests.support.service import Client, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
]
playwright = pytest.importorskip("playwright.sync_api", reason="needs pip install playwright")
WIDTHS = (360, 768, 1_600)
ALL_VIEWS = ("blank", "answer", "recruiter", "problems")


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with serving(ServiceSettings(today=TODAY)) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def opened(client: Client, browser: Any) -> Iterator[Any]:
    """A function that opens the page; at the end nothing was asked of another host or logged."""
    contexts: list[Any] = []
    asked: list[str] = []
    said: list[str] = []

    def opening(path: str = "/", **context: Any) -> Any:
        contexts.append(browser.new_context(**context))
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"http://127.0.0.1:{client.port}{path}")
        return page

    yield opening
    stored = [context.storage_state() for context in contexts]
    for context in contexts:
        context.close()
    assert said == []
    assert all(one.startswith((f"http://127.0.0.1:{client.port}/", "data:")) for one in asked)
    assert all(not one["cookies"] and not one["origins"] for one in stored)


def fill(page: Any, typed: dict[str, str] = TYPED) -> None:
    page.select_option("#guide", typed["guide"])
    page.wait_for_selector("#candidate-gpu-years")
    for name, value in typed.items():
        if name != "guide":
            page.fill(f"[name='{name}']", value)


def expected() -> str:
    answer = counter(Case.of(Form(TYPED).values()), today=TODAY)
    assert answer.ask.base is not None
    return f"US${answer.ask.base:,}"


def test_by_keyboard_alone_the_known_figures_come(opened: Any) -> None:
    page = opened()

    def at(name: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == name:
                return
        raise AssertionError(f"Tab never comes to {name}")

    at("guide")
    page.keyboard.type("Hugging")
    page.wait_for_selector("#candidate-gpu-years")
    for name, value in TYPED.items():
        if name != "guide":
            at(name)
            page.keyboard.type(value)
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer article.counter")
    assert expected() in page.inner_text("#answer")


def test_the_answer_comes_as_one_types(opened: Any) -> None:
    page = opened()
    fill(page)
    error = playwright.expect(page.locator("#error-offer-base"))
    playwright.expect(page.locator("#answer")).to_contain_text(expected())
    page.fill("#offer-base", "5")
    error.to_contain_text("too small")
    page.fill("#offer-base", "185K")
    error.to_be_empty()


def test_without_scripts_it_works(opened: Any) -> None:
    page = opened(java_script_enabled=False)
    page.select_option("#guide", TYPED["guide"])
    page.click("text=Show what its guide asks about")
    for name, value in TYPED.items():
        if name != "guide":
            page.fill(f"[name='{name}']", value)
    page.press("#offer-base", "Enter")
    assert expected() in page.inner_text("#answer")
    page.click("text=Show what the recruiter may see")
    assert "compensation team" in page.inner_text("#answer")


def view(opened: Any, name: str, **context: Any) -> Any:
    page = opened(**context)
    if name != "blank":
        fill(page)
        page.wait_for_selector("#answer article")
    if name == "recruiter":
        page.click("text=Show what the recruiter may see")
        page.wait_for_selector("text=compensation team")
    if name == "problems":
        page.fill("#offer-base", "5")
        page.wait_for_selector("text=Not yet")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ALL_VIEWS)
def test_axe_finds_nothing(opened: Any, name: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe")
    page = view(opened, name, color_scheme=scheme)
    found = axe.Axe().run(page)
    assert [one["id"] for one in found.response["violations"]] == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ALL_VIEWS)
def test_nothing_is_wider_than_the_window(opened: Any, name: str, width: int) -> None:
    page = view(opened, name, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_slider_answers_while_it_is_drawn(opened: Any) -> None:
    page = view(opened, "answer")
    page.focus("#try-offer-base")
    times = []
    for _ in range(20):
        before = page.inner_text("#shown-try-offer-base")
        begun = time.perf_counter()
        page.keyboard.press("ArrowRight")
        while page.inner_text("#shown-try-offer-base") == before:
            assert time.perf_counter() - begun < 5
        times.append(time.perf_counter() - begun)
    median = statistics.median(times)
    print(f"a slider answers in {median * 1_000:.0f} ms at the median")
    assert "US$205,000" in page.inner_text("#figures")
