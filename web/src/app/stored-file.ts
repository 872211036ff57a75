// Everything that the browser keeps for this page, as it lies there. It is for
// when no core can be started: it knows nothing of how a log is laid out, so
// that it holds whatever became of it.

/**
 * The keys of persons, as wasm/keys.go names their database and the directory of their second
 * copy, are never handed to anyone: a copy of a key is a person who cannot be forgotten.
 */
const ofKeys = 'playhead-keys';

/** How many bytes of a file go into one line. */
const piece = 1 << 20;

/** How large a string may get before it becomes a part of the file, in characters. */
const part = 1 << 24;

/**
 * storedFile returns one line of JSON for each record of each database, and
 * for each piece of each file; bytes are in base64. What cannot be read is a
 * line that says so.
 */
export async function storedFile(): Promise<Blob> {
  const parts: string[] = [];
  let lines: string[] = [];
  let length = 0;
  const write = (line: object) => {
    const text = `${JSON.stringify(line, (_, value) => plain(value))}\n`;
    lines.push(text);
    length += text.length;
    if (length < part) return;
    parts.push(lines.join(''));
    lines = [];
    length = 0;
  };
  for (const name of await databases()) {
    if (name === ofKeys) continue;
    await readDatabase(name, write).catch((reason) =>
      write({ database: name, unreadable: String(reason) }),
    );
  }
  await readFiles(write).catch((reason) => write({ files: '/', unreadable: String(reason) }));
  return new Blob([...parts, lines.join('')], { type: 'application/x-ndjson' });
}

async function databases(): Promise<string[]> {
  try {
    return (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
  } catch {
    return ['playhead']; // a browser that does not list them; it is the one that wasm/indexeddb makes
  }
}

async function readDatabase(database: string, write: (line: object) => void): Promise<void> {
  const db = await open(database);
  try {
    for (const store of db.objectStoreNames) {
      const request = db.transaction(store).objectStore(store).openCursor();
      await new Promise<void>((resolve, reject) => {
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const cursor = request.result;
          if (!cursor) {
            resolve();
            return;
          }
          write({ database, store, key: cursor.key, value: cursor.value });
          cursor.continue();
        };
      });
    }
  } finally {
    db.close();
  }
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => request.transaction?.abort(); // there was none: it is not begun here
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('another tab is changing it'));
  });
}

async function readFiles(write: (line: object) => void): Promise<void> {
  if (!navigator.storage?.getDirectory) return;
  await readDirectory(await navigator.storage.getDirectory(), '', write);
}

async function readDirectory(
  directory: FileSystemDirectoryHandle,
  path: string,
  write: (line: object) => void,
): Promise<void> {
  for await (const [name, handle] of directory.entries()) {
    if (path === '' && name === ofKeys) continue;
    const at = `${path}/${name}`;
    if (handle.kind === 'directory') {
      await readDirectory(handle as FileSystemDirectoryHandle, at, write);
      continue;
    }
    const content = await (handle as FileSystemFileHandle).getFile();
    for (let from = 0; from < content.size; from += piece) {
      const bytes = await content.slice(from, from + piece).arrayBuffer();
      write({ file: at, from, value: bytes });
    }
  }
}

/** A value as JSON can hold it. */
function plain(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return { base64: base64(new Uint8Array(value)) };
  if (ArrayBuffer.isView(value)) {
    return { base64: base64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
  }
  if (typeof value === 'bigint') return String(value);
  return value;
}

function base64(bytes: Uint8Array): string {
  // A call takes only so many arguments.
  const most = 0x8000;
  let text = '';
  for (let from = 0; from < bytes.length; from += most) {
    text += String.fromCharCode(...bytes.subarray(from, from + most));
  }
  return btoa(text);
}
