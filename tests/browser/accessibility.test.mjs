// axe finds nothing on any page, in both themes, on phone and desktop, with what opens open.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import {
  BUNTING, CAKE_STAND, closeHistory, DESKTOP, openBrowser, openHistory, openPicker, openServer, pick, PHONE, shelf, visit,
} from "./shop.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

// What axe says against the page as it is now, in a form that reads well in a failure.
async function violations(page, where) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations
    .map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 3).map(({ target, failureSummary }) => `${target} ${failureSummary}`) })));
  return found.map((each) => ({ where, ...each }));
}

const PAGES = ["#/", "#/departments", "#/category/Home%20%26%20Garden", `#/item/${CAKE_STAND}`, "#/search/lantern", "#/search/qqqq",
  "#/basket", "#/buy-again", "#/thanks", "#/household", "#/nowhere"];

for (const [size, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`every page is accessible on a ${size} in the ${colorScheme} theme`, async () => {
      const browser = await openBrowser(server, { viewport, colorScheme, shopper: "anna" });
      const { page } = browser;
      const found = [];
      await visit(page, server, `#/item/${BUNTING}`);
      await page.getByRole("button", { name: "Add to basket" }).click();
      found.push(...await violations(page, "announcement"));
      for (const hash of PAGES) {
        await visit(page, server, hash);
        found.push(...await violations(page, hash));
      }
      await visit(page, server, "#/");
      await shelf(page, "home").getByRole("button", { name: /^Why this/ }).first().click();
      await page.waitForSelector("hearth-shelf .hearth-why");
      found.push(...await violations(page, "a shelf's explanation"));
      await page.keyboard.press("Escape");
      await shelf(page, "home").getByRole("button", { name: /^Not for me/ }).first().click();
      await shelf(page, "home").getByRole("button", { name: "Undo" }).waitFor();
      found.push(...await violations(page, "a dismissed item"));
      await page.locator(".tile").getByRole("button", { name: /^Why this/ }).first().click();
      await page.waitForSelector("body > .hearth-why:popover-open");
      found.push(...await violations(page, "a tile's explanation"));
      await page.keyboard.press("Escape");
      await openHistory(page);
      found.push(...await violations(page, "drawer"));
      await page.locator("#history").getByRole("button", { name: "Erase everything", exact: true }).click();
      found.push(...await violations(page, "question"));
      await page.getByRole("button", { name: "Keep it" }).click();
      await page.getByRole("button", { name: "Export as a file" }).click();
      await page.waitForSelector("#export-question[open]");
      found.push(...await violations(page, "before the export"));
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("switch", { name: /^Pause/ }).click();
      found.push(...await violations(page, "paused"));
      await closeHistory(page);
      found.push(...await violations(page, "the bar that says so"));
      assert.deepEqual(found, []);
      await browser.close();
    });
  }
}

for (const [size, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the household's dialogs are accessible on a ${size} in the ${colorScheme} theme`, async () => {
      const browser = await openBrowser(server, { viewport, colorScheme, shopper: "willow" });
      const { page } = browser;
      const found = [];
      const look = async (where) => found.push(...await violations(page, where));
      await visit(page, server, "#/household");
      await page.locator(".chip").waitFor();
      await look("a guess, and the inbox of whoever it is");
      await openPicker(page);
      await look("picker");
      await page.getByRole("button", { name: "Add someone" }).last().click();
      await page.locator("#member-name").fill("Ben");
      await page.locator("#member-editor").getByRole("button", { name: "Add" }).click();
      await page.getByText("There is a Ben already.").waitFor();
      await look("somebody new, refused");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await pick(page, "Guest");
      await look("a guest");
      await pick(page, "Anna");
      await visit(page, server, "#/household");
      await page.getByRole("button", { name: /^Someone else …/ }).first().click();
      await page.getByText("Never used, for anyone").click();
      await look("Anna's household");
      await page.getByRole("button", { name: "Change Ben" }).click();
      await look("change");
      await page.getByRole("button", { name: "Remove Ben" }).click();
      await look("goodbye");
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await visit(page, server, `#/item/${CAKE_STAND}`);
      await page.getByRole("button", { name: "Add to basket" }).click();
      await visit(page, server, "#/basket");
      await page.getByRole("switch", { name: /^This is a surprise/ }).click();
      await page.locator(".surprise.on").waitFor();
      await look("a surprise in the basket");
      await openHistory(page);
      await page.locator("#history .entry[data-label=gift]").first().getByRole("button", { name: /^More: / }).click();
      await look("a surprise in the history");
      await page.locator("#history .entry[data-label=personal]").first().getByRole("button", { name: /^More: / }).click();
      await page.locator("#history").getByRole("button", { name: /^Make it a surprise/ }).click();
      await page.waitForSelector("#surprise[open]");
      await look("an entry becomes a surprise");
      await page.keyboard.press("Escape");
      await closeHistory(page);
      await openPicker(page);
      await look("picker with a surprise going on");
      assert.deepEqual(found, []);
      await browser.close();
    });
  }
}

test("axe does find a fault that is there", async () => {
  const browser = await openBrowser(server);
  await visit(browser.page, server);
  await browser.page.evaluate(() => document.querySelector("main").append(document.createElement("button")));
  const found = await violations(browser.page, "home");
  assert.deepEqual(found.map(({ id }) => id), ["button-name"]);
  await browser.close();
});

test("a newcomer's pages are accessible before anything was done", async () => {
  const browser = await openBrowser(server);
  const found = [];
  for (const hash of ["#/", "#/basket", "#/buy-again"]) {
    await visit(browser.page, server, hash);
    found.push(...await violations(browser.page, hash));
  }
  await openHistory(browser.page);
  found.push(...await violations(browser.page, "drawer"));
  assert.deepEqual(found, []);
  await browser.close();
});
