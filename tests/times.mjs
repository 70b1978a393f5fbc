// A reporter of node --test: one line a test, "passed" or "failed", seconds and name, parted by tabs.
// Suites and whole files are left out; what they hold is counted.
export default async function* times(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.skip !== undefined || data.details?.type === "suite") continue;
    const seconds = (data.details.duration_ms / 1000).toFixed(2);
    yield `${type === "test:pass" ? "passed" : "failed"}\t${seconds}\t${data.name}\n`;
  }
}
