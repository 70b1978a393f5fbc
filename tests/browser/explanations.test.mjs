// "Why this?" says of an item what its tile says, and of the shop's own order that it is that.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BUNTING, CAKE_STAND, openBrowser, openServer, shelf, visit } from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

const TILES = 6;
const SHOPS_ORDER = "This is the shop’s own order. It is the same for everybody.";

// Every paragraph of the explanation that the button opens.
async function explanation(page, button) {
  await button.click();
  const popover = page.locator(".hearth-why");
  await popover.waitFor();
  const paragraphs = await popover.locator("p").allTextContents();
  await page.keyboard.press("Escape");
  await popover.waitFor({ state: "detached" });
  return paragraphs;
}

async function assertFits(page, tiles, reason_of, why_of) {
  const count = Math.min(TILES, await tiles.count());
  assert.ok(count > 2);
  for (let i = 0; i < count; ++i) {
    const reason = await reason_of(tiles.nth(i)).textContent();
    const paragraphs = await explanation(page, why_of(tiles.nth(i)));
    assert.ok(paragraphs.includes(reason), `${reason}: ${paragraphs.join(" | ")}`);
  }
}

test("a shelf's explanations name the reason that is on the tile", async () => {
  const browser = await openBrowser(server, { shopper: "anna" });
  const { page } = browser;
  const fits = (surface) => {
    const tiles = shelf(page, surface).locator("[part=tile]");
    return assertFits(page, tiles, (tile) => tile.locator("[part=reason]"), (tile) => tile.locator("[part=why]"));
  };
  await visit(page, server);
  await fits("home");
  await fits("buy_again");
  await visit(page, server, `#/item/${BUNTING}`);
  await fits("similar");
  await page.getByRole("button", { name: "Add to basket" }).click();
  await visit(page, server, "#/basket");
  await fits("basket");
  await browser.close();
});

test("how often something is bought stands on the page for buying again, not on the home page", async () => {
  const browser = await openBrowser(server, { shopper: "anna" });
  const { page } = browser;
  const reasons = () => shelf(page, "buy_again").locator("[part=reason]").allTextContents();
  const says_how_often = (text) => text.startsWith("About every");
  await visit(page, server);
  const at_home = await reasons();
  assert.ok(at_home.length > 2);
  assert.deepEqual(at_home.filter(says_how_often), []);
  await visit(page, server, "#/buy-again");
  assert.ok((await reasons()).some(says_how_often));
  await browser.close();
});

test("a listing's explanations name the reason in your order, and the shop's order in the shop's", async () => {
  const browser = await openBrowser(server, { shopper: "anna" });
  const { page } = browser;
  const tiles = page.locator(".listing .tile");
  for (const hash of ["#/category/Home%20%26%20Garden", "#/search/lantern"]) {
    await visit(page, server, hash);
    await page.getByText("Your order").click();
    await assertFits(page, tiles, (tile) => tile.locator(".tile-reason"), (tile) => tile.locator("button"));
    await page.getByText("Shop’s order").click();
    assert.equal(await tiles.first().locator(".tile-reason").textContent(), "");
    assert.deepEqual(await explanation(page, tiles.first().locator("button")), [SHOPS_ORDER]);
  }
  await visit(page, server);
  assert.deepEqual(await explanation(page, page.locator(".favourites .tile button").first()), [SHOPS_ORDER]);
  await browser.close();
});

test("an explanation does not outlive its page", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await visit(page, server);
  await page.locator(".favourites .tile button").first().click();
  await page.locator(".hearth-why").waitFor();
  await visit(page, server, `#/item/${CAKE_STAND}`);
  assert.equal(await page.locator(".hearth-why").count(), 0);
  await browser.close();
});
