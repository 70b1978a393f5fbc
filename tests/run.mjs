// Runs files with node --test, two at a time, and keeps what each test took in build/times:
// node tests/run.mjs NAME FILES...
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

// The exit status of the run called `name`.
export function runTests(name, files, options = []) {
  const times = join(root, "build/times");
  mkdirSync(times, { recursive: true });
  const reporter = pathToFileURL(join(root, "tests/times.mjs")).href;
  const { status } = spawnSync(process.execPath, [
    ...options, "--test", "--test-concurrency=2",
    "--test-reporter=spec", "--test-reporter-destination=stdout",
    `--test-reporter=${reporter}`, `--test-reporter-destination=${join(times, `${name}.tsv`)}`,
    ...files,
  ], { stdio: "inherit" });
  return status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, ...files] = process.argv.slice(2);
  process.exit(runTests(name, files));
}
