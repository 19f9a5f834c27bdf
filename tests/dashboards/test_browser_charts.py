"""Charts and tables as people use them: what a click leads to, what is where, who can use it."""

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dashboards.browser import PATIENCE_MS
from tests.dashboards.looking import PAGES
from tests.dashboards.test_browser import Visit, watch

LAPTOP, WIDE, NARROW, PHONE = (1366, 768), (1600, 900), (800, 900), (390, 844)
MOST_SHIFT = 0.1
"""Of what is seen may move while a page loads: more is not good (Core Web Vitals)."""
WATCH_SHIFTS = """
    window.shift = 0;
    new PerformanceObserver((list) => {
        for (const each of list.getEntries()) if (!each.hadRecentInput) shift += each.value;
    }).observe({ type: "layout-shift", buffered: true });
"""
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
CHECK = """
    (options) => axe.run(document, { resultTypes: ["violations"], ...options }).then((found) =>
        found.violations.map((each) =>
            `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`))
"""
CHECKED: Mapping[Literal["light", "dark"], Mapping[str, list[str]]] = {
    "light": {},
    "dark": {"runOnly": ["color-contrast", "link-in-text-block"]},
}
"""Colours, and what is asked for in them: all but colours is the same in both."""
IS_IN = """
    (colours) => (getComputedStyle(document.querySelector(".stApp")).backgroundColor
        .match(/\\d+/g).slice(0, 3).every((each) => each > 200)) === (colours === "light")
"""
AT_REST = """
    async () => {
        const at_rest = () => document.getAnimations().every((each) =>
            each.playState !== "running" || !isFinite(each.effect.getComputedTiming().endTime))
            && [...document.querySelectorAll("[data-test-script-state]")].every((each) =>
                each.dataset.testScriptState === "notRunning");
        for (let frame = 0; frame < 10; frame += 1) {
            await new Promise((drawn) => requestAnimationFrame(drawn));
            if (!at_rest()) return false;
        }
        return true;
    }
"""
"""Nothing that ends still moves or fades, and the page's script is at its end, ten times drawn."""

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all: what it has loaded and compiled once it keeps."""
    with browser.new_context() as context:
        yield context.new_page()


def opened(page: Page, address: str, size: tuple[int, int] = LAPTOP) -> Page:
    """The page of an address at rest, its charts drawn."""
    page.set_default_timeout(PATIENCE_MS)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator('[data-test-script-state="notRunning"]')).to_be_visible()
    drawn = page.locator(".js-plotly-plot .main-svg")
    for place in range(page.locator("[class*='st-key-chart-']:visible").count()):
        expect(drawn.nth(place)).to_be_attached()
    return page


def test_a_mark_leads_to_the_responses_behind_it_and_back(page: Page, demo: str) -> None:
    opened(page, f"{demo}/?lang=en", (1366, 2400))
    chart = page.locator(".st-key-chart-months")
    chart.locator(".bars .point path").first.click(force=True)
    expect(page.locator("h1")).not_to_contain_text("overdue")
    assert "/responses?" in page.url
    assert "outcome=met" in page.url
    page.go_back()
    expect(page.locator(".st-key-chart-months .main-svg").first).to_be_attached()
    assert "/responses" not in page.url


def test_another_month_is_drawn_anew(page: Page, demo: str) -> None:
    opened(page, f"{demo}/customer?customer=K-1004&lang=en&period=2026-03")
    bold = page.locator(".st-key-chart-trend .xtick text tspan tspan", has_text="Mar")
    expect(bold).to_have_css("font-weight", "700", timeout=PATIENCE_MS)


def test_charts_ask_nobody_to_tab_through_them(page: Page, demo: str) -> None:
    opened(page, f"{demo}/team?lang=en")
    inside = "[class*='st-key-chart-'] :is(a, button, input, [tabindex]):visible"
    assert page.locator(inside).count() == 0
    folded = page.locator(".sla-as-a-table summary")
    assert folded.count() == page.locator("[class*='st-key-chart-']").count() == 2


def path_of(name: str) -> str:
    return "" if name == "overview" else name


def rows_in_sight(page: Page, rows: str) -> int:
    """So many fit on the screen while the data are fresh, as the demo's are not."""
    page.evaluate("document.querySelector('.sla-stale')?.closest('.stElementContainer').remove()")
    fresh = (
        "const h = document.querySelector('h1'); h.textContent = h.querySelector('a').textContent"
    )
    page.evaluate(fresh)
    height = page.viewport_size["height"] if page.viewport_size else 0
    boxes = (each.bounding_box() for each in page.locator(rows).all())
    return sum(box["y"] + box["height"] <= height for box in boxes if box)


def test_responses_at_risk_have_two_lines_and_ten_are_in_sight_on_a_laptop(
    page: Page, demo: str
) -> None:
    opened(page, f"{demo}/at_risk?lang=en")
    assert have_two_lines(page)
    page.get_by_text("Deutsch", exact=True).click()
    expect(page.locator(".sla-above").first).to_contain_text("Was ist jetzt")
    expect(page.locator('[data-test-script-state="notRunning"]')).to_be_visible()
    assert have_two_lines(page)
    assert rows_in_sight(page, ".sla-at-risk td:nth-child(2)") >= 10


def have_two_lines(page: Page) -> bool:
    two_lines = 45  # pixels: two of 0.9 and 0.8 rem, and the padding
    rows = page.locator(".sla-at-risk tbody tr:has(.sla-at-risk-ticket)").all()
    assert len(rows) > 5
    return all((row.bounding_box() or {"height": 99})["height"] <= two_lines for row in rows)


def test_the_width_is_used(page: Page, demo: str) -> None:
    opened(page, f"{demo}/responses", WIDE)
    box = page.locator(".sla-table").first.bounding_box()
    assert box
    assert box["width"] > 1_450


def test_columns_fold_one_by_one_and_are_cards_on_a_phone_alone(page: Page, demo: str) -> None:
    opened(page, demo)
    head = page.locator(".sla-rows thead th:visible")
    beside = []
    for width in (1366, 1100, 980, 850, 720):
        page.set_viewport_size({"width": width, "height": 900})
        beside.append(head.count())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert beside == [7, 6, 5, 4, 3]
    trend = page.locator(".sla-rows .sla-strip").first
    assert trend.is_visible(), "below its row"
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert head.count() == 0
    assert page.locator(".sla-rows tbody tr:not(.sla-group)").first.is_visible()
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    assert rows_in_sight(page, "tr:has(.sla-customer)") >= 10


FADED = """
    (() => {
        const age = document.querySelector(".sla-as-of").closest(".stElementContainer");
        age.style.opacity = 0.3;
        return getComputedStyle(age).opacity;
    })()
"""
BESIDE_ITS_HEAD = """
    ([...document.querySelectorAll(".sla-table")].flatMap((table) => {
        const seen = (cell) => cell.offsetParent && cell.getBoundingClientRect();
        const heads = [...table.querySelectorAll("thead th")].filter(seen);
        return [...table.querySelectorAll("tbody tr")].flatMap((row) => heads.flatMap((head) => {
            const cells = [...row.querySelectorAll("td")].filter(seen);
            const cell = cells.find((each) => each.dataset.label === head.textContent.trim());
            const [above, below] = [seen(head), cell && seen(cell)];
            const stands = !cell || Math.abs(above.left - below.left) < 2
                || Math.abs(above.right - below.right) < 2;
            return stands ? [] : [`${head.textContent}: ${above.left}, ${below.left}`];
        }));
    }))
"""


def test_charts_fit_the_paper(page: Page, demo: str) -> None:
    opened(page, f"{demo}/?lang=en", WIDE)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 within its margins
    for drawn in page.locator(".js-plotly-plot").all():
        box = drawn.bounding_box()
        assert box
        assert 500 < box["width"] <= 703
    page.emulate_media(media="screen")


def in_the_way(page: Page) -> list[str]:
    """What keeps somebody from reading or using the page, in light and dark."""
    page.evaluate(AXE)
    found: list[str] = []
    for colours, options in CHECKED.items():
        page.emulate_media(color_scheme=colours)
        page.wait_for_function(IS_IN, arg=colours)
        page.wait_for_function(AT_REST)  # what fades has its colours then
        found += (f"{colours}: {each}" for each in page.evaluate(CHECK, options))
    return found


@pytest.mark.parametrize("name", [name for name in PAGES if name != "search"])
def test_a_page_stays_in_place_while_it_loads_and_in_nobody_s_way(
    browser: Browser, demo: str, late: str, name: str
) -> None:
    with browser.new_context() as context:  # in which nothing has been loaded
        page = context.new_page()
        page.add_init_script(WATCH_SHIFTS)
        opened(page, f"{demo}/{path_of(name)}?ticket={late}&lang=en")
        assert page.evaluate("shift") <= MOST_SHIFT
        assert in_the_way(page) == []
        assert page.evaluate(FADED) == "1", "told anew every few seconds, it stays legible"
        for width in (1366, 1000, 850, 720):  # every figure stands below its heading
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(BESIDE_ITS_HEAD) == [], width


@pytest.mark.parametrize("name", PAGES)
def test_every_page_by_its_link_on_a_phone_without_scrolling_sideways(
    page: Page, demo: str, late: str, name: str
) -> None:
    found = Visit(page, demo)
    watch(found)
    opened(page, f"{demo}/{path_of(name)}?customer=K-1003&ticket={late}&lang=de", PHONE)
    widths = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain], .sla-table, .sla-figures')]"
        ".map(each => each.scrollWidth)"
    )
    assert widths
    assert max(widths) <= PHONE[0]
    expect(page.locator(".sla-table thead").first).to_be_hidden()
    if name != "search":
        page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
        assert in_the_way(page) == []
    found.leave()
    assert found.complaints == []
