// What <hearth-shelf> promises to a page: when it asks for a slate, what for, and when it records.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CAKE_STAND, openBrowser, openServer, visit } from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

// A shelf of the page's own, which no template sets again; counts the slates that follow a change.
async function openShelf(page) {
  await visit(page, server, `#/item/${CAKE_STAND}`);
  await page.evaluate(() => {
    const { hearth } = document.querySelector("hearth-shelf");
    const own = Object.assign(document.createElement("hearth-shelf"), { id: "own", hearth });
    own.setAttribute("limit", "4");
    globalThis.seen = { slates: 0, failures: [] };
    own.addEventListener("hearth-slate", () => ++globalThis.seen.slates);
    own.addEventListener("hearth-error", ({ detail }) => globalThis.seen.failures.push(String(detail.error)));
    document.body.append(own);
  });
  await page.locator("#own [part=tile]").first().waitFor();
}

async function slatesAfter(page, change) {
  await page.evaluate(() => void (globalThis.seen.slates = 0));
  await page.locator("#own").evaluate(change);
  await page.waitForTimeout(250);
  const { slates, failures } = await page.evaluate(() => globalThis.seen);
  assert.deepEqual(failures, []);
  return slates;
}

test("asks anew when a property changes, and not when it is set to what it was", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await openShelf(page);
  const changes = [
    (shelf) => void (shelf.exclude = ["22423"]),
    (shelf) => void (shelf.texts = { dismiss: "No" }),
    (shelf) => void Object.assign(shelf, { exclude: undefined, basket: ["22423", "47566"] }),
    (shelf) => shelf.setAttribute("limit", "5"),
  ];
  const none = [
    (shelf) => void Object.assign(shelf, { basket: ["22423", "47566"], exclude: undefined, texts: { dismiss: "No" } }),
    (shelf) => void Object.assign(shelf, { hearth: shelf.hearth, picture: shelf.picture, sku: shelf.sku }),
    (shelf) => shelf.setAttribute("limit", "5"),
  ];
  for (const change of changes) assert.equal(await slatesAfter(page, change), 1, String(change));
  for (const change of none) assert.equal(await slatesAfter(page, change), 0, String(change));
  await browser.close();
});

test("asks only for what its surface takes", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await openShelf(page);
  const count = await slatesAfter(page, (shelf) => {
    shelf.setAttribute("category", "Home & Garden");
    Object.assign(shelf, { candidates: ["22423"], sku: "22423" });
  });
  assert.equal(count, 1);
  await browser.close();
});

test("records what was seen when it is told to", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await openShelf(page);
  await page.locator("#own").scrollIntoViewIfNeeded();
  const recorded = await page.locator("#own").evaluate(async (shelf) => {
    await new Promise((resolve) => setTimeout(resolve, 1500)); // what the page shows besides is recorded by then
    shelf.setAttribute("limit", "8"); // four more, whose impressions wait for a moment
    await new Promise((resolve) => shelf.addEventListener("hearth-slate", resolve, { once: true }));
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const before = (await shelf.hearth.status()).events;
    await shelf.flush();
    return (await shelf.hearth.status()).events - before;
  });
  assert.ok(recorded > 0);
  await browser.close();
});
