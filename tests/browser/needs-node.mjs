// Says clearly that the tests need a newer Node than the shop: node needs-node.mjs [version]
const NEEDED = [20, 19];
const version = process.argv[2] ?? process.versions.node;
const [major = 0, minor = 0] = version.split(".").map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  console.error(`The browser tests need Node ${NEEDED.join(".")} or newer; this is ${version}. (\`make demo\` works on Node 18.)`);
  process.exit(1);
}
