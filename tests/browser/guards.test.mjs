// What a child or a guest should not do alone asks for a grown-up, and what was done can be undone for a while.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BUNTING, CAKE_STAND, closeHistory, entry, NOON, openBrowser, openHistory, openServer, pick, setTime, visit } from "./shop.mjs";

let server;
before(async () => {
  server = await openServer();
});
after(() => server.close());

const MINUTE = 60_000;
const question = (page) => page.locator("#grown-up");
const editor = (page) => page.locator("#member-editor");
const people = (page) => page.locator(".panel").first().locator(".row strong").allTextContents();
const inbox = (page) => page.locator("#inbox .visit");
const toast = (page, text) => page.locator(".announcement", { hasText: text });
const closed = (page, id) => page.waitForSelector(`${id}:not([open])`, { state: "attached" });

async function setCode(page, code, again = code) {
  await visit(page, server, "#/household");
  await page.getByRole("button", { name: "Set a code" }).click();
  await page.getByLabel("New code").fill(code);
  await page.getByLabel("Once more").fill(again);
  await page.locator("#code-editor").getByRole("button", { name: "Save" }).click();
}

async function become(page, name, kind) {
  await visit(page, server, "#/household");
  await page.getByRole("button", { name: `Change ${name}` }).click();
  await editor(page).getByText(kind, { exact: true }).click();
  await editor(page).getByRole("button", { name: "Save" }).click();
}

async function remove(page, name) {
  await visit(page, server, "#/household");
  await page.getByRole("button", { name: `Change ${name}` }).click();
  await page.getByRole("button", { name: `Remove ${name}` }).click();
  await page.locator("#member-goodbye").getByRole("button", { name: "Remove" }).click();
}

test("a child asks a grown-up before she becomes one, and without a yes stays a child", async () => {
  const browser = await openBrowser(server, { shopper: "chloe" });
  const { page } = browser;
  await become(page, "Chloe", "Grown-up");
  await question(page).getByText("There is no household code, so this step is a question, not a lock.").waitFor();
  await question(page).getByRole("button", { name: "Cancel" }).click();
  await closed(page, "#grown-up");
  await page.keyboard.press("Escape");
  const kind = page.locator(".row", { hasText: "Chloe" }).first();
  assert.match(await kind.innerText(), /Child/);
  await become(page, "Chloe", "Grown-up");
  await question(page).getByRole("button", { name: "A grown-up says yes" }).click();
  await closed(page, "#member-editor");
  await kind.getByText("Grown-up").waitFor();
  await browser.close();
});

test("a grown-up is not asked without a code, and a new name needs nobody", async () => {
  const browser = await openBrowser(server, { shopper: "anna" });
  const { page } = browser;
  await become(page, "Ben", "Child");
  await closed(page, "#member-editor");
  await pick(page, "Chloe");
  await visit(page, server, "#/household");
  await page.getByRole("button", { name: "Change Chloe" }).click();
  await editor(page).getByLabel("Name").fill("Clo");
  await editor(page).getByRole("button", { name: "Save" }).click();
  await closed(page, "#member-editor");
  assert.equal(await page.locator("#code").count(), 0); // the code is the grown-ups'
  assert.deepEqual(await people(page), ["Anna", "Ben", "Clo"]);
  await browser.close();
});

test("the household's code: two that differ are refused, a wrong one opens nothing, the right one does", async () => {
  const browser = await openBrowser(server, { shopper: "anna" });
  const { page } = browser;
  await visit(page, server, "#/household");
  await setCode(page, "2468", "2469");
  await page.getByText("The two are not the same.").waitFor();
  await page.getByLabel("Once more").fill("2468");
  await page.locator("#code-editor").getByRole("button", { name: "Save" }).click();
  await toast(page, "The household code was saved.").waitFor();
  await pick(page, "Chloe");
  await remove(page, "Ben");
  await page.locator("#grown-up-code").fill("1111");
  await question(page).getByRole("button", { name: "Go on" }).click();
  await page.getByText("That is not the code.").waitFor();
  assert.equal(await page.locator("#grown-up-code").inputValue(), "");
  assert.ok((await people(page)).includes("Ben"));
  await page.locator("#grown-up-code").fill("2468");
  await question(page).getByRole("button", { name: "Go on" }).click();
  await toast(page, "Ben was removed.").waitFor();
  assert.deepEqual(await people(page), ["Anna", "Chloe"]);
  assert.equal(await page.locator("#grown-up-code").count() === 0 || await page.locator("#grown-up-code").inputValue() === "", true);
  await browser.close();
});

test("a code can be changed and removed by whoever knows it", async () => {
  const browser = await openBrowser(server, { shopper: "anna" });
  const { page } = browser;
  await visit(page, server, "#/household");
  await setCode(page, "2468");
  await page.getByRole("button", { name: "Remove the code" }).click();
  await page.locator("#grown-up-code").fill("2468");
  await question(page).getByRole("button", { name: "Go on" }).click();
  await toast(page, "The household code was removed.").waitFor();
  await page.getByRole("button", { name: "Set a code" }).waitFor();
  await browser.close();
});

test("who was removed is back after “Undo”, for ten minutes", async () => {
  const browser = await openBrowser(server, { shopper: "anna", time: NOON });
  const { page } = browser;
  await visit(page, server, "#/household");
  await remove(page, "Ben");
  await toast(page, "Ben was removed.").getByRole("button", { name: "Undo" }).click();
  await toast(page, "Undone.").waitFor();
  assert.deepEqual(await people(page), ["Anna", "Ben", "Chloe"]);
  await remove(page, "Ben");
  const row = page.locator("#undos .row", { hasText: "Ben was removed" });
  await row.getByText("until 12:10").waitFor();
  await setTime(page, NOON + 11 * MINUTE);
  await row.getByRole("button", { name: "Undo" }).click();
  await toast(page, "It is too late to undo that.").waitFor();
  await browser.close();
});

test("a guest who deletes a visit is asked, and it can be had back from the list", async () => {
  const browser = await openBrowser(server, { shopper: "anna", time: NOON });
  const { page } = browser;
  await visit(page, server, "#/household");
  await pick(page, "Guest");
  await visit(page, server, "#/household");
  const before = await inbox(page).count();
  await page.getByRole("button", { name: "Delete: Tuesday afternoon" }).click();
  await question(page).getByRole("button", { name: "A grown-up says yes" }).click();
  await toast(page, "Visit deleted.").waitFor();
  assert.equal(await inbox(page).count(), before - 1);
  await page.locator("#undos").getByRole("button", { name: "Undo: A visit without a name was deleted" }).click();
  await toast(page, "Undone.").waitFor();
  assert.equal(await inbox(page).count(), before);
  assert.equal(await page.locator("#undos").count(), 0);
  await browser.close();
});

test("what one erased of one's own can be had back in this tab, and is offered to nobody else", async () => {
  const browser = await openBrowser(server, { shopper: "anna" });
  const { page } = browser;
  await visit(page, server);
  await visit(page, server, `#/item/${CAKE_STAND}`);
  await visit(page, server, `#/item/${BUNTING}`);
  await openHistory(page);
  const look = entry(page, "view", CAKE_STAND).first();
  await look.getByRole("button", { name: /^Erase: / }).click();
  await look.waitFor({ state: "detached" });
  await closeHistory(page);
  await pick(page, "Ben");
  await visit(page, server, "#/household");
  assert.equal(await page.locator("#undos").count(), 0);
  await pick(page, "Anna");
  await visit(page, server, `#/item/${BUNTING}`);
  await openHistory(page);
  await entry(page, "view", BUNTING).first().getByRole("button", { name: /^Erase: / }).click();
  await toast(page, "Erased.").getByRole("button", { name: "Undo" }).click();
  await toast(page, "Undone.").waitFor();
  await entry(page, "view", BUNTING).first().waitFor();
  await browser.close();
});
