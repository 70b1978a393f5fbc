// Makes the README's picture: node web-demo/screenshot.mjs [file.png]. Needs build/shop and Chromium
// (CHROMIUM names it).
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const file = resolve(process.argv[2] ?? join(here, "screenshot.png"));
const server = await serve({ folder: join(here, "../build/shop"), port: 0 });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1360 }, colorScheme: "light", reducedMotion: "reduce" });
  await page.addInitScript(() => localStorage.setItem("wren-willow.household", "willow"));
  await page.addInitScript(() => {
    const drawn = globalThis.drawn_shelves = new Set();
    addEventListener("hearth-slate", ({ target }) => drawn.add(target));
  });
  await page.goto(server.address);
  await page.locator(".who button").last().click();
  await page.locator("#picker").getByRole("button", { name: "Anna", exact: true }).click();
  await page.locator(".who-button", { hasText: "Anna" }).waitFor();
  await page.waitForFunction(() => {
    const shelves = [...document.querySelectorAll("hearth-shelf")];
    return shelves.length > 0 && shelves.every((shelf) => globalThis.drawn_shelves.has(shelf));
  });
  await page.screenshot({ path: file });
  console.log(file);
} finally {
  await browser.close();
  await server.close();
}
