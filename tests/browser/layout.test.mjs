// How the pages sit in the window, and what a listing holds.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BUNTING, CAKE_STAND, closeHistory, DESKTOP, openBrowser, openHistory, openPicker, openServer, PHONE, reload, searchFor, visit } from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

const PAGES = ["#/", "#/departments", "#/category/Home%20%26%20Garden", `#/item/${CAKE_STAND}`, "#/search/heart", "#/basket",
  "#/buy-again", "#/thanks", "#/household", "#/nowhere"];

for (const width of [320, 360, 390, 768]) {
  test(`no page scrolls sideways at ${width} pixels`, async () => {
    const browser = await openBrowser(server, { viewport: { width, height: 740 }, shopper: "ben" });
    const { page } = browser;
    await visit(page, server, `#/item/${BUNTING}`);
    await page.getByRole("button", { name: "Add to basket" }).click();
    const wide = [];
    for (const hash of PAGES) {
      await visit(page, server, hash);
      const [inner, all] = await page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth]);
      if (all > inner) wide.push(`${hash}: ${all}`);
    }
    const labels = await page.locator(".header-button .label").evaluateAll((list) => list.map((each) => each.clientHeight));
    assert.ok(labels.every((height) => height < 30), `the header's labels are on one line each: ${labels}`);
    await openHistory(page);
    const drawer = await page.locator("#history").evaluate(({ clientWidth, scrollWidth }) => scrollWidth - clientWidth);
    await closeHistory(page);
    const too_wide = (id) => page.locator(id).evaluate(({ clientWidth, scrollWidth }) => scrollWidth - clientWidth);
    await openPicker(page);
    const dialogs = [await too_wide("#picker")];
    await page.locator("#picker").getByRole("button", { name: "Add someone" }).click();
    dialogs.push(await too_wide("#member-editor"));
    assert.deepEqual(wide, []);
    assert.ok(drawer <= 0);
    assert.ok(dialogs.every((over) => over <= 0), String(dialogs));
    await browser.close();
  });
}

test("at 320 pixels a guess and the picker fit, and can be read whole", async () => {
  const browser = await openBrowser(server, { viewport: { width: 320, height: 740 }, shopper: "willow" });
  const { page } = browser;
  await visit(page, server);
  await page.locator(".chip").waitFor();
  const over = await page.evaluate(() => ["html", ".chip", ".chip p"].map((each) => {
    const { clientWidth, scrollWidth } = document.querySelector(each);
    return scrollWidth - clientWidth;
  }));
  assert.deepEqual(over, [0, 0, 0]);
  await page.locator(".chip").getByRole("button", { name: "Not me" }).click();
  const [words_end, cross_begins] = await page.evaluate(() => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelector("#picker h2"));
    return [range.getBoundingClientRect().right, document.querySelector("#picker .sheet-close").getBoundingClientRect().left];
  });
  assert.ok(words_end <= cross_begins, `${words_end} > ${cross_begins}`);
  await browser.close();
});

test("a listing holds exactly the same items in both orders, and the orders differ", async () => {
  const browser = await openBrowser(server, { shopper: "anna" });
  const { page } = browser;
  const category = "Home & Garden > Decor > Seasonal & Holiday Decorations";
  await visit(page, server, `#/category/${encodeURIComponent(category)}`);
  const total = Number.parseInt(await page.locator(".listing-bar p").textContent(), 10);
  assert.ok(total > 100);
  const more = page.getByRole("button", { name: "Show more" });
  while (await more.count() > 0) await more.click();
  const skus = () => page.locator(".listing .tile").evaluateAll((tiles) => tiles.map((tile) => tile.dataset.sku));
  const yours = await skus();
  await page.getByText("Shop’s order").click();
  const shops = await skus();
  assert.equal(shops.length, total);
  assert.notDeepEqual(yours, shops);
  assert.deepEqual([...yours].sort(), [...shops].sort());
  assert.equal(new Set(yours).size, total);
  await browser.close();
});

test("what is found is the same in both orders", async () => {
  const browser = await openBrowser(server, { shopper: "ben" });
  const { page } = browser;
  await visit(page, server);
  await searchFor(page, "red retro");
  const skus = () => page.locator(".listing .tile").evaluateAll((tiles) => tiles.map((tile) => tile.dataset.sku));
  const more = page.getByRole("button", { name: "Show more" });
  while (await more.count() > 0) await more.click();
  const yours = await skus();
  await page.getByText("Shop’s order").click();
  const shops = await skus();
  assert.ok(shops.length > 5);
  assert.deepEqual([...yours].sort(), [...shops].sort());
  await browser.close();
});

for (const [size, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
  test(`nothing jumps while a page is drawn on a ${size}`, async () => {
    const browser = await openBrowser(server, { viewport, shopper: "anna" });
    const { page } = browser;
    await page.addInitScript(() => {
      globalThis.shifts = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.shifts.push({ value: entry.value, at: entry.sources.map(({ node }) => node?.className ?? "").join(" ") });
      }).observe({ type: "layout-shift", buffered: true });
    });
    await visit(page, server);
    await reload(page);
    await page.waitForTimeout(400);
    const moved = [await page.evaluate(() => globalThis.shifts.splice(0))];
    for (const hash of [`#/item/${CAKE_STAND}`, "#/basket", "#/category/Home%20%26%20Garden"]) {
      await visit(page, server, hash);
      await page.waitForTimeout(300);
      moved.push(await page.evaluate(() => globalThis.shifts.splice(0)));
    }
    const sum = moved.map((list) => list.reduce((total, { value }) => total + value, 0));
    assert.ok(sum.every((value) => value < 0.02), JSON.stringify(moved));
    await browser.close();
  });
}

test("every item of a full page has its own picture, drawn in a blink", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await visit(page, server, "#/category/Home%20%26%20Garden");
  await page.getByRole("button", { name: "Show more" }).click();
  const pictures = await page.locator(".listing .tile svg").evaluateAll((list) =>
    list.map((picture) => picture.innerHTML.replace(/pattern-\d+/g, "")));
  assert.equal(pictures.length, 48);
  assert.ok(new Set(pictures).size >= 44, `${new Set(pictures).size} different pictures`);
  await browser.close();
});
