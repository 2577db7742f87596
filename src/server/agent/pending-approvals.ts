import type { ApprovalAnswer, ApprovalRequest, Approve } from "../../agent/index.ts";

/** Milliseconds that a user has to answer. */
const PATIENCE_MS = 5 * 60_000;

interface Pending {
  readonly keyName: string | null;
  /** Null once it is answered or expired. */
  settle: ((answer: ApprovalAnswer) => void) | null;
}

/** What became of an answer. "unknown" also where the request is of another key, so that nobody learns of it. */
export type Receipt = "taken" | "unknown" | "over";

/** One stream's questions to its user. */
export interface StreamApprovals {
  readonly approve: Approve;
  /** Forgets them; answers find nothing from now on. */
  close(): void;
}

/** The questions of all running tool loops, by id. Whoever asked for a stream answers its questions; nobody else can. */
export class PendingApprovals {
  readonly #pending = new Map<string, Pending>();
  readonly #patienceMs: number;

  constructor(patienceMs = PATIENCE_MS) {
    this.#patienceMs = patienceMs;
  }

  /** Questions that are kept, answered ones of running streams among them. */
  get size(): number {
    return this.#pending.size;
  }

  /** The questions of one stream, which the key `keyName` answers. */
  openStream(keyName: string | null): StreamApprovals {
    const ids = new Set<string>();
    return {
      approve: (request, signal) => {
        ids.add(request.approvalId);
        return this.#ask(request, keyName, signal);
      },
      close: () => {
        for (const id of ids) this.#pending.delete(id);
      },
    };
  }

  answer(approvalId: string, keyName: string | null, approved: boolean): Receipt {
    const pending = this.#pending.get(approvalId);
    if (pending === undefined || pending.keyName !== keyName) return "unknown";
    if (pending.settle === null) return "over";
    pending.settle(approved ? "approved" : "refused");
    return "taken";
  }

  #ask({ approvalId }: ApprovalRequest, keyName: string | null, signal: AbortSignal): Promise<ApprovalAnswer> {
    return new Promise((resolve) => {
      const pending: Pending = {
        keyName,
        settle: (answer) => {
          clearTimeout(timer);
          signal.removeEventListener("abort", leave);
          pending.settle = null;
          resolve(answer);
        },
      };
      const leave = () => pending.settle?.("expired");
      const timer = setTimeout(leave, this.#patienceMs);
      signal.addEventListener("abort", leave);
      this.#pending.set(approvalId, pending);
    });
  }
}
