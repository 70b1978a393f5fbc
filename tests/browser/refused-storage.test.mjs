// A browser that refuses the page its storage: the shop remembers nothing, and works.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { serve } from "../../web-demo/serve.mjs";
import { BUNTING, CAKE_STAND, openBrowser, openHistory, openServer, settled, SHOP_FOLDER, visit } from "./shop.mjs";

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

test("a window that will not keep the history says so, on the page and among the data", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "hearth-shop-")); // a shop whose worker finds no database
  cpSync(SHOP_FOLDER, folder, { recursive: true });
  const worker = join(folder, "hearth-worker.js");
  const without = "for (let each = self; each; each = Object.getPrototypeOf(each)) delete each.indexedDB;\n";
  writeFileSync(worker, without + readFileSync(worker, "utf8"));
  const forgetful = await serve({ folder, port: 0 });
  t.after(async () => {
    await forgetful.close();
    rmSync(folder, { recursive: true });
  });
  const browser = await openBrowser(forgetful);
  const { page } = browser;
  await visit(page, forgetful);
  await page.locator(".notice", { hasText: "This window forgets everything when closed." }).waitFor();
  await openHistory(page);
  await page.locator("#history .promise", { hasText: "This window forgets everything when closed." }).waitFor();
  await browser.close();
});
