import type { ApiClient } from "../api/api-client.ts";
import { ApiFailure, cutOff } from "../api/api-failure.ts";
import type { RunningState } from "../contract.ts";
import { createId } from "../ids.ts";
import type {
  AnswerError,
  AssistantNode,
  ConversationId,
  ConversationSettings,
  MessageNode,
  NodeId,
} from "../model.ts";
import { type Frames, FrameWork } from "../state/frames.ts";
import type { Library } from "../state/library.ts";
import type { SnapshotStore } from "../state/snapshot-store.ts";
import { addNode, nodeOf, pathTo, replaceNode } from "../tree/conversation-tree.ts";
import { withTitle } from "../tree/node-text.ts";
import { AnswerBuilder, type AnswerEnd } from "./answer-builder.ts";
import type { AnswerLocks } from "./answer-locks.ts";

export interface RunnerOptions {
  readonly client: ApiClient;
  readonly library: Library;
  readonly snapshots: SnapshotStore;
  readonly locks: AnswerLocks;
  readonly frames: Frames;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told of every failure of an answer. */
  readonly onFailure: (error: AnswerError) => void;
}

interface Run {
  readonly builder: AnswerBuilder;
  readonly abort: AbortController;
  readonly node: NodeId;
  /** Resolved when all is over, saving included. */
  readonly over: PromiseWithResolvers<void>;
}

/** Runs answers, one a conversation, any number side by side, and writes them into the tree while they come. */
export class AnswerRunner {
  readonly #options: RunnerOptions;
  readonly #runs = new Map<ConversationId, Run>();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Answers that run in this tab. */
  get nodes(): ReadonlySet<NodeId> {
    return new Set([...this.#runs.values()].map(({ node }) => node));
  }

  runs(id: ConversationId): boolean {
    return this.#runs.has(id);
  }

  /** Answers the user's message `parent` and shows the answer. Ends with it; never throws. False when an answer runs already. */
  async answer(id: ConversationId, parent: NodeId): Promise<boolean> {
    const { library, snapshots, now, locks } = this.#options;
    const conversation = library.get(id);
    if (conversation === null || this.#runs.has(id)) return false;
    const model = snapshots.getSnapshot().model?.id ?? null;
    const asked = addNode(conversation, emptyAnswer(parent, conversation.settings, model, now()));
    // With the place among its siblings that the tree gave it.
    const empty = nodeOf(asked, asked.leaf) as AssistantNode;
    const builder = new AnswerBuilder(empty, now);
    const run: Run = { builder, abort: new AbortController(), node: empty.id, over: Promise.withResolvers() };
    this.#runs.set(id, run);
    const release = locks.hold(empty.id);
    library.put(withTitle(asked));
    // What the user wrote is kept at once: a write that begins as the page closes may come too late.
    void library.saveNow(id);
    try {
      const end = await this.#follow(id, run, pathTo(conversation, parent));
      this.#finish(id, run, end);
    } finally {
      release();
    }
    await library.saveNow(id);
    library.closeIfDone(id);
    run.over.resolve();
    return true;
  }

  stop(id: ConversationId): void {
    this.#runs.get(id)?.abort.abort();
  }

  /** Ends with the last of them. */
  async stopAll(): Promise<void> {
    const runs = [...this.#runs.values()];
    for (const { abort } of runs) abort.abort();
    await Promise.all(runs.map(({ over }) => over.promise));
  }

  async endThought(id: ConversationId): Promise<string | null> {
    const run = this.#runs.get(id);
    const answerId = run?.builder.answerId ?? null;
    if (run === undefined || answerId === null) return "No thought runs.";
    run.builder.thoughtEndAsked = true;
    this.#publish(id, run);
    const problem = await messageOf(this.#options.client.endThought(answerId));
    if (problem !== null) run.builder.thoughtEndAsked = false;
    return problem;
  }

  approve(approvalId: string, approved: boolean): Promise<string | null> {
    return messageOf(this.#options.client.approve(approvalId, approved).then(() => null));
  }

  /** Reads the answer to its end, showing what has come at every frame. */
  async #follow(id: ConversationId, run: Run, path: readonly MessageNode[]): Promise<AnswerEnd> {
    const { client, frames, snapshots } = this.#options;
    const { builder, abort } = run;
    const publishing = new FrameWork(frames, () => this.#publish(id, run));
    this.#publish(id, run);
    const { settings } = builder.node();
    try {
      const model = snapshots.getSnapshot().model?.id ?? null;
      for await (const event of client.answer(path, settings, model, abort.signal)) {
        builder.accept(event);
        if (abort.signal.aborted) return { status: "stopped" };
        publishing.ask();
      }
      return { status: "done" };
    } catch (error) {
      if (abort.signal.aborted) return { status: "stopped" };
      return { status: "failed", error: (error instanceof ApiFailure ? error : cutOff(error)).facts };
    } finally {
      publishing.cancel();
    }
  }

  #publish(id: ConversationId, run: Run): void {
    const { library, snapshots } = this.#options;
    const conversation = library.get(id);
    // Its branch was deleted, here or in another tab.
    if (conversation === null || nodeOf(conversation, run.node) === null) {
      run.abort.abort();
      return;
    }
    snapshots.batch(() => {
      library.update(id, (before) => replaceNode(before, run.builder.node()));
      this.#setRunning(id, run.builder.running());
    });
  }

  #finish(id: ConversationId, run: Run, end: AnswerEnd): void {
    const { library, snapshots, now, onFailure } = this.#options;
    this.#runs.delete(id);
    snapshots.batch(() => {
      const changedAt = now();
      library.update(id, (before) => ({ ...replaceNode(before, run.builder.end(end)), changedAt }));
      this.#setRunning(id, null);
    });
    if (end.status === "failed") onFailure(end.error);
  }

  #setRunning(id: ConversationId, state: RunningState | null): void {
    const running = new Map(this.#options.snapshots.getSnapshot().running);
    if (state === null) running.delete(id);
    else running.set(id, state);
    this.#options.snapshots.change({ running });
  }
}

function emptyAnswer(parent: NodeId, settings: ConversationSettings, model: string | null, now: number): AssistantNode {
  return {
    id: createId(),
    parent,
    createdAt: now,
    role: "assistant",
    steps: [],
    status: "waiting",
    finishReason: null,
    error: null,
    usage: null,
    timings: null,
    model,
    settings,
    edited: false,
  };
}

async function messageOf(work: Promise<string | null>): Promise<string | null> {
  return work.catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
}
