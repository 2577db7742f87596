import { ApiClient } from "./api/api-client.ts";
import { ApiKey, type KeyStorage } from "./api/api-key.ts";
import { builtInCharacters } from "./characters/built-in.ts";
import type { ChatData, ChatSnapshot } from "./contract.ts";
import { defaultPreferences } from "./defaults.ts";
import { type AnswerLocks, createAnswerLocks } from "./run/answer-locks.ts";
import { AnswerRunner } from "./run/answer-runner.ts";
import { Exchange } from "./state/exchange.ts";
import { type Frames, pageFrames } from "./state/frames.ts";
import { Library } from "./state/library.ts";
import { PageData } from "./state/page-data.ts";
import { PageStorage } from "./state/page-storage.ts";
import { Searcher } from "./state/searcher.ts";
import { ServerConnection } from "./state/server-connection.ts";
import { Shelf } from "./state/shelf.ts";
import { SnapshotStore } from "./state/snapshot-store.ts";

export interface ChatDataOptions {
  /** Address that the server's routes are relative to; the page's own is `document.baseURI`. */
  readonly baseUrl: string;
  /** Name of the database and of the channel between tabs. Default "hermes4". */
  readonly storageName?: string;
  /** Where the key is kept for the tab's session; null for memory only. Default: sessionStorage. */
  readonly keyStorage?: KeyStorage | null;
  readonly fetch?: typeof fetch;
  readonly frames?: Frames;
  readonly locks?: AnswerLocks;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds between a change and its saving. Default 1,000. */
  readonly saveAfterMs?: number;
  /** Milliseconds until a server that loads, or does not answer, is asked again. Defaults 1,000 and 5,000. */
  readonly loadingPollMs?: number;
  readonly failedPollMs?: number;
}

const emptySnapshot: ChatSnapshot = {
  connection: { status: "connecting" },
  model: null,
  tools: { status: "unavailable" },
  storage: { status: "opening" },
  list: [],
  conversations: new Map(),
  running: new Map(),
  characters: builtInCharacters,
  preferences: defaultPreferences,
};

/** Wires the page's data; `start()` makes it go. */
export function createChatData(options: ChatDataOptions): ChatData {
  const { now = Date.now, frames = pageFrames, saveAfterMs = 1_000, storageName: name = "hermes4" } = options;
  const { loadingPollMs = 1_000, failedPollMs = 5_000, baseUrl } = options;
  const { locks = createAnswerLocks(globalThis.navigator?.locks) } = options;
  const key = new ApiKey(options.keyStorage === undefined ? sessionKeys() : options.keyStorage);
  // Unbound, the browser's fetch refuses to work.
  const client = new ApiClient({ baseUrl, key, fetch: options.fetch ?? ((...request) => fetch(...request)) });
  const snapshots = new SnapshotStore(emptySnapshot);
  const connection = new ServerConnection({ client, key, snapshots, loadingPollMs, failedPollMs });
  const library = new Library({
    snapshots,
    saveAfterMs,
    tell: (message) => storage.tell(message),
    runningAnswers: async () => new Set([...(await locks.held()), ...runner.nodes]),
  });
  const shelf = new Shelf({
    snapshots,
    now,
    onSaved: () => storage.tell({ type: "shelf-changed" }),
    onFailure: (error) => storage.fail(error),
  });
  const storage = new PageStorage({ snapshots, name, library, shelf });
  const onFailure = (error: Parameters<ServerConnection["note"]>[0]) => void connection.note(error);
  const runner = new AnswerRunner({ client, library, snapshots, locks, frames, now, onFailure });
  const searcher = new Searcher(snapshots, library);
  const exchange = new Exchange(snapshots, library, shelf);
  return new PageData({ snapshots, storage, library, shelf, connection, runner, searcher, exchange, now });
}

/** Null where the browser forbids it. */
function sessionKeys(): KeyStorage | null {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}
