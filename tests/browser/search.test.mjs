// What is searched for steers the shop at once, is listed with the rest, and can be taken back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  BUNTING, closeHistory, entriesBecome, follow, openBrowser, openHistory, openServer, pick, reload, searchAddress, searchFor, settled,
  shelf, shelfTitles, visit,
} from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

// What is listed of searches: their words, newest first.
const searches = (page) => page.locator("#history .entry[data-type=search] .entry-words a").allTextContents();
const holds = (titles, word) => titles.filter((title) => title.toLowerCase().includes(word)).length;

test("a search moves the home shelf, is listed, and is taken back", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await visit(page, server);
  const lanterns = async () => holds(await shelfTitles(page, "home"), "lantern");
  const matching = async () => holds(await shelf(page, "home").locator("[part=reason]").allTextContents(), "matches your search");
  const before = await lanterns();
  await searchFor(page, "lantern");
  await page.keyboard.press("Enter");
  await visit(page, server);
  assert.ok(await lanterns() > before);
  assert.equal(await matching(), await lanterns());
  await openHistory(page);
  assert.deepEqual(await searches(page), ["lantern"]);
  await page.locator("#history .entry[data-type=search]").getByText("You searched for lantern").waitFor();
  await page.getByRole("button", { name: "Erase: You searched for lantern" }).click();
  await entriesBecome(page, []);
  await closeHistory(page);
  for (const again of [() => {}, () => reload(page)]) {
    await again();
    assert.deepEqual([await lanterns(), await matching()], [before, 0]);
  }
  await browser.close();
});

test("neither letters on the way to a word nor the same list again count as a search", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await visit(page, server);
  for (const words of ["bu", "bunt", "bunting"]) await searchFor(page, words);
  await page.waitForTimeout(2000);
  await openHistory(page);
  assert.deepEqual(await searches(page), ["bunting"]);
  await closeHistory(page);
  await reload(page);
  await page.waitForTimeout(2000);
  await visit(page, server, `#/item/${BUNTING}`);
  await page.goBack();
  await settled(page, searchAddress("bunting"));
  await page.waitForTimeout(2000);
  await openHistory(page);
  await entriesBecome(page, [`view ${BUNTING}`, "search "]);
  await browser.close();
});

test("what is clicked at once was searched for, and what found nothing was not", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await visit(page, server);
  await page.getByRole("searchbox").fill("qqqq");
  await page.getByText("No results for").waitFor();
  await page.keyboard.press("Enter");
  await searchFor(page, "lantern");
  await follow(page, () => page.locator("main.page-search .tile-title").first().click());
  await openHistory(page);
  assert.deepEqual(await searches(page), ["lantern"]);
  await browser.close();
});

test("a member's search is theirs alone", async () => {
  const browser = await openBrowser(server, { shopper: "anna" });
  const { page } = browser;
  await visit(page, server);
  await pick(page, "Ben");
  const bens = await shelfTitles(page, "home");
  await pick(page, "Anna");
  await searchFor(page, "lantern");
  await page.keyboard.press("Enter");
  await visit(page, server);
  await openHistory(page);
  assert.deepEqual(await searches(page), ["lantern"]);
  await closeHistory(page);
  await pick(page, "Ben");
  assert.deepEqual(await shelfTitles(page, "home"), bens);
  await openHistory(page);
  assert.deepEqual(await searches(page), []);
  await browser.close();
});
