// Prints the ten slowest parts of the last `make test`.
import { readTimes } from "./times.mjs";

const rows = readTimes().sort((a, b) => b.seconds - a.seconds);
if (rows.length === 0) throw new Error("build/times holds nothing: the runners kept no times");
console.log(`\nThe ten slowest of ${rows.length} parts:`);
for (const { runner, name, seconds } of rows.slice(0, 10)) {
  console.log(`${seconds.toFixed(1).padStart(8)} s  ${runner}: ${name}`);
}
