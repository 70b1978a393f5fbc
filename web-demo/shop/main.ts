// Opens the shop. Every visitor's browser asks for the same files, whoever shops and whatever they did
// before; afterwards it asks for nothing.
import { openWithControl } from "hearth";
import { App } from "./app.ts";
import { SHOP_ID } from "./brand.ts";
import { chosenHousehold, fetchHouseholds, importSamples } from "./households.ts";
import { learn } from "./shop.ts";

async function start(root: HTMLElement): Promise<void> {
  const choices = await fetchHouseholds();
  const choice = chosenHousehold(choices);
  const { hearth, control } = await openWithControl({
    shop: SHOP_ID,
    pack: "shop.hpack",
    wasm: "hearth.wasm",
    words: "hearth.words",
    worker: "hearth-worker.js",
    importWasm: "import.wasm",
    importWorker: "import-worker.js",
    household: choice.id,
    storage: "indexeddb",
  });
  await importSamples(control, choice, Date.now());
  const knowledge = await learn(hearth, control);
  root.replaceChildren();
  await new App(root, { hearth, control, choice, choices, knowledge }).start();
}

const root = document.getElementById("shop");
if (root) {
  start(root).catch((error: unknown) => {
    const message = document.createElement("main");
    message.className = "opening";
    const text = document.createElement("p");
    text.setAttribute("role", "alert");
    text.textContent = `The shop could not be opened: ${error instanceof Error ? error.message : String(error)}`;
    message.append(text);
    root.replaceChildren(message);
  });
}
