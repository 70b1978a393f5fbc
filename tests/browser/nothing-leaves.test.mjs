// Nothing leaves: what a server gets to see is the same whoever shops and whatever was done before.
// Two witnesses: the browser's own list of requests, and the server's log with every header.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  BUNTING, CAKE_STAND, chooseHousehold, closeHistory, follow, openBrowser, openHistory, openServer, pick, searchFor, settled, shelf, visit,
} from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

const path = (request) => request.replace(/https?:\/\/[^/]+/, "");
// In order of their text: files that are fetched side by side arrive in either order, whoever shops.
const asked = (log) => log.map(({ method, url, headers }) => JSON.stringify({ method, url, headers: Object.entries(headers).sort() })).sort();

// Does what a shopper does on every page of the shop. What is clicked stands at the same place for
// everybody, though it is not the same item.
async function shop(page) {
  await shelf(page, "home").getByRole("button", { name: /^Why this/ }).first().click();
  await page.keyboard.press("Escape");
  await shelf(page, "home").getByRole("button", { name: /^Not for me/ }).nth(1).click();
  await follow(page, () => page.locator(".corner a").first().click());
  await page.getByText("Shop’s order").click();
  await page.getByText("Your order").click();
  await page.getByRole("button", { name: "Show more" }).click();
  await follow(page, () => page.locator(".tile-title").nth(3).click());
  await page.getByRole("button", { name: "One more" }).click();
  await page.getByRole("button", { name: "Add to basket" }).click();
  await follow(page, () => shelf(page, "similar").locator("[part=title]").first().click());
  await page.getByRole("button", { name: "Add to basket" }).click();
  await visit(page, server, "#/basket");
  await page.getByRole("button", { name: /^Remove/ }).first().click();
  await page.getByRole("button", { name: "Buy", exact: true }).click();
  await settled(page, "#/thanks");
  await visit(page, server, "#/buy-again");
  await searchFor(page, "red heart");
  await visit(page, server, `#/item/${CAKE_STAND}`);
  await openHistory(page);
  await page.locator("#history .entry-buttons button").first().click();
  await page.getByRole("switch", { name: /^Pause/ }).click();
  await page.getByRole("switch", { name: /^Pause/ }).click();
  await page.getByRole("button", { name: "Erase everything", exact: true }).first().click();
  await page.locator("#erase-question").getByRole("button", { name: "Erase everything", exact: true }).click();
  await closeHistory(page);
  await page.waitForTimeout(1000); // impressions are gathered before they are recorded
}

async function trip(shopper) {
  server.log.length = 0;
  const browser = await openBrowser(server, { shopper });
  await visit(browser.page, server);
  await browser.page.waitForLoadState("networkidle");
  const loading = { browser: browser.requests.map(path).sort(), server: asked(server.log) };
  const recorded = await historySize(browser.page, shopper);
  server.log.length = 0;
  await shop(browser.page);
  const afterwards = { browser: browser.requests.slice(loading.browser.length), server: asked(server.log) };
  const cookies = await browser.context.cookies();
  await browser.close();
  return { loading, afterwards, cookies, recorded };
}

// A new household's history is said to be empty, and counts as 0.
async function historySize(page, shopper) {
  await openHistory(page);
  const total = await page.locator(shopper === "me" ? "#history .nothing" : "#history-count").textContent();
  await closeHistory(page);
  return Number.parseInt(total, 10) || 0;
}

test("a shopping trip sends the same requests for three different histories, and none after loading", async () => {
  const trips = [await trip("me"), await trip("anna"), await trip("ben")];
  const sizes = trips.map((each) => each.recorded);
  assert.ok(sizes[1] > 20 && sizes[2] > 20 && sizes[0] < sizes[1], `the histories must differ: ${sizes}`);
  for (const each of trips) {
    assert.deepEqual(each.afterwards, { browser: [], server: [] });
    assert.deepEqual(each.cookies, []);
    assert.deepEqual(each.loading, trips[0].loading);
  }
  const files = trips[0].loading.server.map((line) => JSON.parse(line).url).sort();
  assert.deepEqual(files, ["/", "/hearth-worker.js", "/hearth.wasm", "/hearth.words", "/samples.json", "/shop.css", "/shop.hpack", "/shop.js"]);
});

test("changing to one household or to the other looks the same", async () => {
  const seen = [];
  for (const [from, to] of [["me", "The Willow family"], ["willow", "New here"]]) {
    const browser = await openBrowser(server, { shopper: from });
    await visit(browser.page, server);
    await browser.page.waitForLoadState("networkidle");
    server.log.length = 0;
    await chooseHousehold(browser.page, to);
    await browser.page.waitForLoadState("networkidle");
    seen.push(asked(server.log));
    await browser.close();
  }
  assert.ok(seen[0].length > 0);
  assert.deepEqual(seen[0], seen[1]);
});

test("who is shopping is nobody's business: picking a face sends nothing", async () => {
  const browser = await openBrowser(server, { shopper: "willow" });
  const { page } = browser;
  await visit(page, server);
  await page.waitForLoadState("networkidle");
  const [seen_before, logged_before] = [browser.requests.length, server.log.length];
  for (const name of ["Anna", "Ben", "Chloe"]) await pick(page, name);
  await visit(page, server, "#/household");
  await page.waitForTimeout(500);
  assert.deepEqual(browser.requests.slice(seen_before), []);
  assert.deepEqual(server.log.slice(logged_before), []);
  await browser.close();
});

test("the witnesses do see a request that a page sends", async () => {
  const browser = await openBrowser(server);
  await visit(browser.page, server, `#/item/${BUNTING}`);
  await browser.page.waitForLoadState("networkidle");
  const [seen_before, logged_before] = [browser.requests.length, server.log.length];
  await browser.page.evaluate(async () => {
    await fetch("/leak-by-fetch");
    await new Promise((done) => Object.assign(new Image(), { onerror: done, src: "/leak-by-image" }));
    navigator.sendBeacon("/leak-by-beacon", "history");
    await new Promise((done) => {
      const socket = new WebSocket(`ws://${location.host}/leak-by-socket`);
      socket.onerror = socket.onclose = done;
    });
  });
  await browser.page.waitForTimeout(300);
  const leaks = ["/leak-by-fetch", "/leak-by-image", "/leak-by-beacon", "/leak-by-socket"];
  const seen = browser.requests.slice(seen_before).join("\n");
  const logged = server.log.slice(logged_before).map(({ url }) => url);
  for (const leak of leaks) {
    assert.ok(seen.includes(leak), `the browser's list lacks ${leak}`);
    assert.ok(logged.includes(leak), `the server's log lacks ${leak}`);
  }
  browser.troubles.length = 0; // the server has none of these files
  await browser.close();
});

test("a page cannot reach another host, whatever script runs in it", async () => {
  const browser = await openBrowser(server);
  await visit(browser.page, server);
  const refused = await browser.page.evaluate(async () => {
    const violation = new Promise((done) => addEventListener("securitypolicyviolation", (event) => done(event.violatedDirective), { once: true }));
    const fetched = await fetch("https://elsewhere.example/").then(() => "sent", () => "refused");
    return [fetched, await violation];
  });
  assert.deepEqual(refused, ["refused", "connect-src"]);
  browser.troubles.length = 0;
  await browser.close();
});
