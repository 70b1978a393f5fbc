// A browser that refuses the page its storage: the shop remembers nothing, and works.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BUNTING, CAKE_STAND, openBrowser, openHistory, openServer, settled, visit } from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

test("the shop works where all storage is refused", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await page.addInitScript(() => {
    for (const name of ["localStorage", "sessionStorage"]) {
      Object.defineProperty(globalThis, name, { get: () => { throw new DOMException("refused", "SecurityError"); } });
    }
  });
  await visit(page, server);
  await page.getByRole("button", { name: "The Willow family" }).click();
  await page.getByText(/keep nothing, so the demo cannot change households/).waitFor();
  await visit(page, server, `#/item/${CAKE_STAND}`);
  await visit(page, server, `#/item/${BUNTING}`);
  await page.getByRole("button", { name: "Add to basket" }).click();
  assert.equal(await page.locator(".header .badge").textContent(), "1");
  await visit(page, server, "#/search/lantern");
  await page.getByText("Shop’s order").click();
  assert.equal(await page.locator("input[value=shop]").isChecked(), true);
  await visit(page, server, "#/basket");
  await page.getByRole("button", { name: "Buy" }).click();
  await settled(page, "#/thanks");
  await openHistory(page);
  assert.ok(await page.locator("#history .entry[data-type=buy]").count() > 0);
  await browser.close();
});
