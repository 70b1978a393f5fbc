// How long it takes until an event is recorded, in Chromium and Firefox, at 100 and at 20,000 events, next to a plain put
// of as many bytes (page.js): node bench/recording/run.mjs [report.md]
// Needs the package (`npm run build -w wasm`). Browsers as in tests/browser/browsers.mjs. Takes a minute or two.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "../../tests/browser/browsers.mjs";
import { serve } from "../../web-demo/serve.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const dist = fileURLToPath(new URL("../../wasm/dist/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "hearth-recording-"));
for (const name of ["hearth.js", "hearth.wasm", "hearth.words"]) copyFileSync(join(dist, name), join(folder, name));
copyFileSync(join(dist, "worker.js"), join(folder, "hearth-worker.js"));
for (const name of ["page.js", "probe.js"]) copyFileSync(join(here, name), join(folder, name));
writeFileSync(join(folder, "index.html"), '<!doctype html><title>Recording</title><script type="module" src="/page.js"></script>');

const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];
const server = await serve({ folder, port: 0 });
const lines = [
  `Machine: ${cpus()[0].model.trim()}, ${cpus().length} cores. Milliseconds, medians of one run, recording and probe in turn.`, "",
  "| browser | events | recorded | bytes | Hearth | probe | ratio |", "| --- | --- | --- | --- | --- | --- | --- |",
];
const goTo = async (page) => {
  await page.goto(`${server.address}/`);
  await page.waitForFunction(() => globalThis.opened);
};
try {
  for (const name of ["chromium", "firefox"]) {
    const batch = name === "firefox" ? 100 : 1; // Firefox's clock has steps of a millisecond
    const rounds = name === "firefox" ? 15 : 200;
    const browser = await launch(name);
    const { page } = browser;
    for (const events of [100, 20_000]) {
      await goTo(page);
      console.log(`${name}: ${await page.evaluate((many) => fill(many), events)} events`);
      await goTo(page); // a new base of the many segments
      await page.evaluate(() => opened.then(() => {}));
      for (const type of ["view", "buy"]) {
        await page.evaluate((what) => measure(what, 1000, 5, 1), type);
        const bytes = await page.evaluate(() => bytesOfOne());
        const times = await page.evaluate((...what) => measure(...what), type, bytes, rounds, batch);
        const [ours, theirs] = [median(times.hearth), median(times.probe)];
        lines.push(`| ${name} | ${events} | ${type} | ${bytes} | ${ours.toFixed(2)} | ${theirs.toFixed(2)} | ${(ours / theirs).toFixed(2)} |`);
        console.log(lines.at(-1));
      }
    }
    await browser.close();
  }
} finally {
  await server.close();
  rmSync(folder, { recursive: true });
}
const report = `${lines.join("\n")}\n`;
if (process.argv[2]) writeFileSync(process.argv[2], report);
console.log(`\n${report}`);
process.exit(0);
