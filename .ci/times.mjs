// What build/times holds: what each part of a run took, over all runners.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

function rowsOfCtest(text, runner) {
  return [...text.matchAll(/<testcase name="([^"]*)"[^>]* time="([^"]*)" status="([^"]*)"/g)]
    .map(([, name, seconds, status]) => ({ runner, name, seconds: Number(seconds), passed: status === "run" }));
}

function rowsOfLines(text, runner) {
  return text.split("\n").filter(Boolean).map((line) => {
    const [result, seconds, name] = line.split("\t");
    return { runner, name, seconds: Number(seconds), passed: result === "passed" };
  });
}

// [{ runner, name, seconds, passed }]
export function readTimes(folder = "build/times") {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).sort().flatMap((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const runner = file.replace(/\.(xml|tsv)$/, "");
    return file.endsWith(".xml") ? rowsOfCtest(text, runner) : rowsOfLines(text, runner);
  });
}
