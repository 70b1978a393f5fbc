import { KEY_FILE_BYTES, type KeyStore } from "./key-store.js";

const BUSY_TRIES = 100;
const BUSY_WAIT_MS = 100;

// In the origin private file system. A page that was just closed may still hold a file: then it waits, ten seconds at
// the most.
export class OpfsKeys implements KeyStore {
  readonly #folder: FileSystemDirectoryHandle;

  private constructor(folder: FileSystemDirectoryHandle) {
    this.#folder = folder;
  }

  // Null where the browser has none for us: in private windows of some, in frames of others. Rejects where it failed.
  static async open(name = "hearth"): Promise<OpfsKeys | null> {
    if (!("FileSystemSyncAccessHandle" in globalThis) || !navigator.storage?.getDirectory) return null;
    try {
      const root = await navigator.storage.getDirectory();
      return new OpfsKeys(await root.getDirectoryHandle(name, { create: true }));
    } catch (error) {
      if (["SecurityError", "NotAllowedError"].includes((error as DOMException).name)) return null;
      throw error;
    }
  }

  async read(name: string): Promise<Uint8Array | undefined> {
    return this.#with(name, false, (file) => {
      const bytes = new Uint8Array(file.getSize());
      if (file.read(bytes, { at: 0 }) !== bytes.length) throw new DOMException("it ends early", "NotReadableError");
      return bytes;
    });
  }

  async write(name: string, offset: number, bytes: Uint8Array): Promise<void> {
    await this.#with(name, true, (file) => {
      if (file.getSize() < KEY_FILE_BYTES) file.truncate(KEY_FILE_BYTES); // with zeros
      writeAll(file, offset, bytes);
      file.flush();
    });
  }

  async remove(name: string): Promise<void> {
    const found = await this.#with(name, false, (file) => {
      writeAll(file, 0, new Uint8Array(file.getSize()));
      file.flush();
      return true;
    });
    if (found) await this.#folder.removeEntry(encodeURIComponent(name));
  }

  // Undefined where there is no such file.
  async #with<T>(name: string, create: boolean, work: (file: FileSystemSyncAccessHandle) => T): Promise<T | undefined> {
    const handle = await this.#folder.getFileHandle(encodeURIComponent(name), { create }).catch((error: DOMException) => {
      if (error.name === "NotFoundError") return undefined;
      throw error;
    });
    if (!handle) return undefined;
    const file = await openFree(handle);
    try {
      return work(file);
    } finally {
      file.close();
    }
  }
}

async function openFree(handle: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> {
  for (let tries = 1; ; ++tries) {
    try {
      return await handle.createSyncAccessHandle();
    } catch (error) {
      const held = error instanceof DOMException && ["NoModificationAllowedError", "InvalidStateError"].includes(error.name);
      if (!held || tries === BUSY_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, BUSY_WAIT_MS));
    }
  }
}

function writeAll(file: FileSystemSyncAccessHandle, at: number, bytes: Uint8Array): void {
  const written = file.write(bytes as Uint8Array<ArrayBuffer>, { at });
  if (written !== bytes.length) throw new DOMException("the disk is full", "QuotaExceededError");
}
