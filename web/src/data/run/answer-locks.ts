import type { NodeId } from "../model.ts";

/** Which answers run in some tab, so that one whose tab is gone can be told from one that runs next door. */
export interface AnswerLocks {
  /** Says that an answer runs here, until the function given is called or the tab is gone. */
  hold(node: NodeId): () => void;
  held(): Promise<ReadonlySet<NodeId>>;
}

const prefix = "hermes4-answer-";

/** `manager` is navigator.locks; without it (no secure context) no answer of another tab counts as running. */
export function createAnswerLocks(manager: LockManager | undefined): AnswerLocks {
  if (manager === undefined) return { hold: () => () => undefined, held: async () => new Set() };
  return {
    hold: (node) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      manager.request(prefix + node, () => promise).catch(() => undefined);
      return resolve;
    },
    held: async () => {
      const { held = [] } = await manager.query();
      const names = held.flatMap(({ name }) => (name?.startsWith(prefix) ? [name.slice(prefix.length)] : []));
      return new Set(names);
    },
  };
}
