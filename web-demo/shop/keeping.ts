// What becomes of the history, in words, for every state of the storage.
import type { StorageState } from "hearth";

export const FORGETS = "This window forgets everything when closed.";

export const KEEPING: Readonly<Record<StorageState, string>> = {
  stored: "Your history is kept in this browser, on this device. What you erase is gone from the disk too.",
  visit: `Your history is kept in this window alone. ${FORGETS}`,
  session: "This browser may forget your history when it is closed. Until then, what you erase may still lie on the disk.",
  full: "There is no room left on this device, so nothing new is kept. What was kept before is still here.",
  evicted: "The browser removed what was kept for you here, perhaps to make room. Your history begins anew.",
  key_lost: "What was kept for you here can no longer be opened: its key is gone. Your history begins anew.",
  damaged: "Part of what was kept for you here cannot be read. The rest is here. What cannot be read is set aside until you erase something.",
  newer: `A newer version of this shop keeps your history, and this one leaves it alone. ${FORGETS}`,
  busy: `Another window holds your history and does not let go. Close it, and open the shop again. ${FORGETS}`,
};

// What is said on the page too; null: nothing.
export const noticeOf = (state: StorageState, persistence: "indexeddb" | "memory"): string | null =>
  state === "full" ? KEEPING.full : persistence === "memory" ? FORGETS : null;
