// The tests of `make test` with the larger numbers of tests/numbers.json, then the browser tests again
// and again. The outcome replaces the section "Soak" of bench/RESULTS.md, whatever it was.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";

process.env.HEARTH_NUMBERS = "soak";
process.env.HEARTH_TEST_SECONDS ??= "43200";
const { numberOf } = await import("../tests/numbers.mjs");
const { readTimes } = await import("./times.mjs");

// One run of make test-RUNNER: its row of the table.
function run(runner) {
  rmSync("build/times", { recursive: true, force: true });
  const began = Date.now();
  const { status } = spawnSync("make", ["--no-print-directory", `test-${runner}`], { stdio: "inherit" });
  const tests = readTimes().filter((row) => row.runner === runner);
  const failed = tests.filter((row) => !row.passed).map((row) => row.name);
  return { runner, passed: status === 0, tests: tests.length, failed, minutes: (Date.now() - began) / 60_000 };
}

const runners = ["native", "asan", "wasm", "node", "sql"];
const browser = Array(numberOf("browser_runs")).fill("browser");
const rows = [...runners, ...browser].map(run);

const git = (...args) => spawnSync("git", args, { encoding: "utf8" }).stdout.trim();
const commit = git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain") ? " and changes" : "");
const table = JSON.parse(readFileSync("tests/numbers.json", "utf8"));
const section = [
  "<!-- soak: written by .ci/soak.mjs -->", "## Soak", "",
  [new Date().toISOString().slice(0, 10), `commit ${commit}`, `${cpus()[0].model}, ${cpus().length} cores`,
    `load ${loadavg()[0].toFixed(1)} at the end`, `Node ${process.version}`].join("; "), "",
  "| runner | result | tests | minutes | failed |", "| --- | --- | --- | --- | --- |",
  ...rows.map((row) => `| ${row.runner} | ${row.passed ? "passed" : "**failed**"} | ${row.tests} | ${row.minutes.toFixed(1)} | ${row.failed.join("; ")} |`), "",
  "| number | soak |", "| --- | --- |",
  ...Object.entries(table).map(([name, { soak }]) => `| ${name} | ${soak.toLocaleString("en")} |`),
  "<!-- /soak -->",
].join("\n");

const file = "bench/RESULTS.md";
const before = existsSync(file) ? readFileSync(file, "utf8") : "# Results\n";
const written = /<!-- soak: [^]*<!-- \/soak -->/;
writeFileSync(file, written.test(before) ? before.replace(written, () => section) : `${before}\n${section}\n`);
console.log(`\n${section}`);
process.exit(rows.every((row) => row.passed) ? 0 : 1);
