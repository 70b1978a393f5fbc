// What was recorded stays: over a reload, over a restart of the browser's page, and between tabs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BUNTING, CAKE_STAND, entries, entriesBecome, entry, openBrowser, openHistory, openServer, RED_BAG, reload, visit } from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

test("the history and the basket survive a reload", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await visit(page, server, `#/item/${CAKE_STAND}`);
  await page.getByRole("button", { name: "One more" }).click();
  await page.getByRole("button", { name: "Add to basket" }).click();
  await page.waitForSelector(".announcement p");
  await reload(page);
  assert.equal(await page.locator(".header .badge").textContent(), "2");
  await openHistory(page);
  await entriesBecome(page, [`basket_add ${CAKE_STAND}`, `view ${CAKE_STAND}`]);
  assert.match(await entry(page, "basket_add", CAKE_STAND).textContent(), /You put in your basket 2 ×\s+Regency Cakestand/);
  await browser.close();
});

test("two tabs do not lose each other's events", async () => {
  const browser = await openBrowser(server);
  const [first, second] = [browser.page, await browser.context.newPage()];
  await Promise.all([visit(first, server), visit(second, server)]);
  await Promise.all([
    (async () => {
      for (const sku of [CAKE_STAND, BUNTING]) await visit(first, server, `#/item/${sku}`);
    })(),
    (async () => {
      for (const sku of [RED_BAG, "22720"]) await visit(second, server, `#/item/${sku}`);
    })(),
  ]);
  const expected = [CAKE_STAND, BUNTING, RED_BAG, "22720"].map((sku) => `view ${sku}`).sort();
  for (const page of [first, second]) {
    await openHistory(page);
    assert.deepEqual((await entries(page)).sort(), expected);
    await reload(page);
    await openHistory(page);
    assert.deepEqual((await entries(page)).sort(), expected);
  }
  await browser.close();
});

test("what one tab erases is gone in the other, and the basket is shared", async () => {
  const browser = await openBrowser(server);
  const [first, second] = [browser.page, await browser.context.newPage()];
  await visit(first, server, `#/item/${CAKE_STAND}`);
  await visit(second, server);
  await first.getByRole("button", { name: "Add to basket" }).click();
  await second.waitForFunction(() => document.querySelector(".header .badge").textContent === "1");
  await openHistory(second);
  await entriesBecome(second, [`basket_add ${CAKE_STAND}`, `view ${CAKE_STAND}`]);
  await openHistory(first);
  await entry(first, "view", CAKE_STAND).getByRole("button", { name: /^Erase: / }).click();
  await entriesBecome(first, [`basket_add ${CAKE_STAND}`]);
  await entriesBecome(second, [`basket_add ${CAKE_STAND}`]);
  await browser.close();
});
