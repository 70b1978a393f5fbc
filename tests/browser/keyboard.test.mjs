// Everything can be done with the keyboard, and one always sees where one is.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { entries, follow, openBrowser, openServer, reload, searchAddress, settled, shopping, visit } from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

// The focused element, also inside a shelf, and whether its focus can be seen.
const focused = (page) => page.evaluate(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  if (!element || element === document.body) return { name: "", seen: true };
  const holders = [element, element.closest(".tile"), element.closest(".corner"), element.nextElementSibling, element.closest("label")];
  const seen = holders.some((holder) => holder && getComputedStyle(holder).outlineStyle !== "none" &&
    Number.parseFloat(getComputedStyle(holder).outlineWidth) >= 2);
  return { name: element.getAttribute("aria-label") ?? element.textContent.trim().replace(/\s+/g, " "), part: element.part?.value ?? "", seen };
});

// Presses Tab until something of that name has the focus. Whatever is passed must show its focus.
async function tabTo(page, wanted, most = 120) {
  const passed = [];
  for (let presses = 0; presses < most; ++presses) {
    await page.keyboard.press("Tab");
    const { name, part, seen } = await focused(page);
    passed.push(name);
    assert.ok(seen, `the focus on "${name}" cannot be seen`);
    if (typeof wanted === "function" ? wanted(name, part) : name === wanted) return name;
  }
  assert.fail(`never came to ${wanted}: ${passed.join(" | ")}`);
}

test("a purchase with the keyboard alone", async () => {
  const browser = await openBrowser(server, { shopper: "anna" });
  const { page } = browser;
  await visit(page, server);
  await reload(page);
  await page.keyboard.press("Tab");
  assert.equal((await focused(page)).name, "Skip to the content");
  await page.keyboard.press("Enter");
  const title = await tabTo(page, (_, part) => part === "title");
  await follow(page, () => page.keyboard.press("Enter"));
  assert.equal((await focused(page)).name, title);
  await tabTo(page, "One more");
  await page.keyboard.press("Enter");
  await tabTo(page, "Add to basket");
  await page.keyboard.press("Enter");
  await tabTo(page, "basket");
  await page.keyboard.press("Enter");
  await settled(page, "#/basket");
  await tabTo(page, "Buy");
  await page.keyboard.press("Enter");
  await settled(page, "#/thanks");
  assert.equal((await focused(page)).name, "Thank you");
  await browser.close();
});

test("search, the order of a listing and an explanation with the keyboard alone", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await visit(page, server);
  await tabTo(page, "Search the shop");
  await page.keyboard.type("heart");
  await settled(page, searchAddress("heart"));
  assert.equal((await focused(page)).name, "Search the shop");
  await tabTo(page, () => true, 1);
  await page.locator("input[value=yours]").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.locator("input[value=shop]").isChecked(), true);
  const name = await tabTo(page, (each) => each.startsWith("Why this?"));
  await page.keyboard.press("Enter");
  await page.waitForSelector("body > .hearth-why:popover-open");
  assert.equal((await focused(page)).name, "Close");
  await page.keyboard.press("Escape");
  assert.equal((await focused(page)).name, name);
  await browser.close();
});

test("the drawer keeps the focus inside, closes with Escape and gives the focus back", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await visit(page, server, "#/item/22423");
  await tabTo(page, "Your data");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#history[open]");
  await tabTo(page, (name) => name.startsWith("Erase: You looked at"));
  await page.keyboard.press("Enter");
  await page.waitForSelector("#history .nothing");
  assert.deepEqual(await entries(page), []);
  assert.ok(await page.evaluate(() => document.querySelector("#history").contains(document.activeElement)));
  await page.keyboard.press("Escape");
  assert.equal((await focused(page)).name, "Your data");
  await browser.close();
});

test("who is shopping is said with the keyboard alone", async () => {
  const browser = await openBrowser(server, { shopper: "willow" });
  const { page } = browser;
  await visit(page, server);
  await page.locator(".chip").waitFor();
  await tabTo(page, "Not me");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#picker[open]");
  await page.keyboard.press("Escape");
  assert.equal((await focused(page)).name, "Not me");
  await page.keyboard.press("Enter");
  await tabTo(page, "Ben");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#whose-visit[open]");
  await tabTo(page, "Yes");
  await page.keyboard.press("Enter");
  await shopping(page, "Ben");
  assert.equal((await focused(page)).name, "Ben is shopping. Change");
  await page.keyboard.press("Enter");
  await tabTo(page, "Add someone");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Gus");
  await tabTo(page, (_, __) => true, 1);
  await page.keyboard.press("ArrowRight");
  await page.locator("#member-name").focus();
  await page.keyboard.press("Enter");
  await shopping(page, "Gus");
  await browser.close();
});

test("going back comes to the same place", async () => {
  const browser = await openBrowser(server);
  const { page } = browser;
  await visit(page, server);
  await page.locator(".favourites .tile-title").last().scrollIntoViewIfNeeded();
  const before_y = await page.evaluate(() => scrollY);
  assert.ok(before_y > 300);
  await follow(page, () => page.locator(".favourites .tile-title").last().click());
  assert.equal(await page.evaluate(() => scrollY), 0);
  await page.goBack();
  await settled(page, "#/");
  assert.ok(Math.abs(await page.evaluate(() => scrollY) - before_y) < 4);
  await browser.close();
});
