import type { ApiClient } from "../api/api-client.ts";
import { ApiFailure, unreachable } from "../api/api-failure.ts";
import type { ApiKey } from "../api/api-key.ts";
import type { ConnectionState } from "../contract.ts";
import type { AnswerError } from "../model.ts";
import type { SnapshotStore } from "./snapshot-store.ts";

export interface ConnectionOptions {
  readonly client: ApiClient;
  readonly key: ApiKey;
  readonly snapshots: SnapshotStore;
  /** Milliseconds until a loading server, and one that cannot be reached, is asked again. */
  readonly loadingPollMs: number;
  readonly failedPollMs: number;
}

/** What the page knows of its server: the model, the tools, or why neither. Asks again by itself while that can help. */
export class ServerConnection {
  readonly #options: ConnectionOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Counts the attempts: only the last one may speak. */
  #attempt = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  async connect(): Promise<void> {
    const { client, snapshots } = this.#options;
    clearTimeout(this.#timer);
    const attempt = ++this.#attempt;
    try {
      const { model, tools } = await client.facts();
      if (attempt === this.#attempt) snapshots.change({ model, tools, connection: { status: "ready" } });
    } catch (error) {
      if (attempt === this.#attempt) await this.note((error instanceof ApiFailure ? error : unreachable(error)).facts);
    }
  }

  /** Takes in that a request failed, whichever it was. */
  async note(error: AnswerError): Promise<void> {
    const { client, key, snapshots, loadingPollMs, failedPollMs } = this.#options;
    clearTimeout(this.#timer);
    switch (error.kind) {
      case "needs-key":
        snapshots.change({ connection: { status: "needs-key", rejected: key.value !== "" } });
        return;
      case "loading": {
        const attempt = this.#attempt;
        const next = await loadingState(client);
        if (attempt !== this.#attempt) return;
        snapshots.change({ connection: next });
        this.#askAgain(next.status === "loading" ? loadingPollMs : failedPollMs);
        return;
      }
      case "unreachable":
        snapshots.change({ connection: { status: "failed", error } });
        this.#askAgain(failedPollMs);
        return;
      default:
        // Of one answer, not of the server; only while nothing is known it is all we have to show.
        if (snapshots.getSnapshot().connection.status !== "ready")
          snapshots.change({ connection: { status: "failed", error } });
    }
  }

  /** Whoever was asked for a key is asked until the server has taken it: a dialog closes on a page that can send. */
  async setKey(key: string): Promise<void> {
    this.#options.key.set(key);
    this.#options.snapshots.change({ connection: { status: "needs-key", rejected: false } });
    await this.connect();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#attempt++;
  }

  #askAgain(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.connect(), delayMs);
  }
}

/** How far the model is, or that it failed. */
async function loadingState(client: ApiClient): Promise<ConnectionState> {
  try {
    return { status: "loading", progress: await client.loadProgress() };
  } catch (error) {
    const failed = error instanceof ApiFailure && error.facts.kind === "server";
    return failed ? { status: "failed", error: error.facts } : { status: "loading", progress: null };
  }
}
