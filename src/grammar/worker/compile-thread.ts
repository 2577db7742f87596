import { Worker } from "node:worker_threads";
import { HermesError } from "../../errors.ts";
import type { SchemaProof } from "../compilation.ts";
import type { RuleContent } from "../rule-machine.ts";
import type { SchemaNode } from "../schema-model/index.ts";
import { MAX_COMPILE_MS, outOfTime } from "../work-clock.ts";
import { unpackError } from "./packed-error.ts";
import { type PackedProof, unpackNode, unpackProof } from "./packed-proof.ts";
import type { CompileReply, CompileRequest } from "./protocol.ts";

const WORKER_FILE = new URL(
  import.meta.url.endsWith(".ts") ? "./compile-worker.ts" : "./compile-worker.js",
  import.meta.url,
);

type Answer = Exclude<CompileReply, { type: "started" | "failed" }>;

export interface CompileThreadLimits {
  /** Milliseconds of one rule. */
  readonly compileMs: number;
  /** Memory of the thread. */
  readonly megabytes: number;
  /** Without work for so long the thread is ended, and started again when there is some. */
  readonly idleMs: number;
}

const LIMITS: CompileThreadLimits = { compileMs: MAX_COMPILE_MS, megabytes: 512, idleMs: 30_000 };

/** The thread watches its own clock; this much later it is ended for not having come to look at it. */
const GRACE_MS = 200;
/** Starting takes some 100 ms; a machine without a free core may need much longer. */
const START_MS = 30_000;

/**
 * Proves the schemas of rules in a thread of its own: whatever a schema costs there, in time or memory, costs nobody else. One rule at a
 * time; the thread starts with the first and keeps no process alive.
 */
export class CompileThread {
  readonly #limits: CompileThreadLimits;
  #worker: Worker | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(limits: Partial<CompileThreadLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Rejects with what compiling the rule throws, and "grammar-limit" where it takes too much time or memory. */
  prove(content: RuleContent): Promise<ReadonlyMap<string, SchemaProof>> {
    const result = this.#queue.then(() => this.#prove(content));
    this.#queue = result.catch(() => {});
    return result;
  }

  /** Ends the thread; what it is at is rejected with "disposed". Harmless when repeated. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#end();
  }

  async #prove(content: RuleContent): Promise<ReadonlyMap<string, SchemaProof>> {
    if (this.#isDisposed) throw disposed();
    clearTimeout(this.#idle);
    this.#worker ??= startWorker(this.#limits.megabytes);
    const worker = this.#worker;
    worker.ref();
    try {
      const packed = await this.#ask(worker, { type: "prove", content, limitMs: this.#limits.compileMs });
      return packed.type === "proven" ? await this.#readProofs(worker, packed.proofs) : new Map();
    } finally {
      worker.unref();
      this.#idle = setTimeout(() => void this.#end(), this.#limits.idleMs).unref();
    }
  }

  async #readProofs(worker: Worker, packed: readonly PackedProof[]): Promise<ReadonlyMap<string, SchemaProof>> {
    const proofs = new Map<string, SchemaProof>();
    for (const [index, proof] of packed.entries()) {
      const nodes: SchemaNode[] = [];
      const count = "refusal" in proof ? 0 : proof.model.nodeCount;
      while (nodes.length < count) {
        const piece = await this.#ask(worker, { type: "nodes", proof: index, first: nodes.length });
        if (piece.type === "nodes") for (const node of piece.nodes) nodes.push(unpackNode(node));
      }
      proofs.set(proof.key, unpackProof(proof, nodes));
    }
    return proofs;
  }

  /** One request to the thread. A thread that ends it otherwise than by an answer is given up. */
  async #ask(worker: Worker, request: CompileRequest): Promise<Answer> {
    try {
      const reply = await ask(worker, request, this.#limits);
      if (reply.type !== "failed") return reply;
      throw unpackError(reply.error);
    } catch (error) {
      if (!(error instanceof ThreadLost)) throw error;
      await this.#end();
      throw this.#isDisposed ? disposed() : error.reason;
    }
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}

/** The thread ended, or must be ended; and what to tell the caller. */
class ThreadLost extends Error {
  readonly reason: HermesError;

  constructor(reason: HermesError) {
    super(reason.message);
    this.reason = reason;
  }
}

function startWorker(megabytes: number): Worker {
  // The caller's own flags, such as --input-type, can be wrong for a worker's file.
  const worker = new Worker(WORKER_FILE, { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: megabytes } });
  // Between two requests nobody else listens, and an error that nobody hears ends the process.
  worker.on("error", () => {});
  return worker;
}

/** Rejects with ThreadLost where no answer comes. */
async function ask(
  worker: Worker,
  request: CompileRequest,
  { compileMs, megabytes }: CompileThreadLimits,
): Promise<Exclude<CompileReply, { type: "started" }>> {
  const { promise, resolve, reject } = Promise.withResolvers<Exclude<CompileReply, { type: "started" }>>();
  const lose = (reason: HermesError) => reject(new ThreadLost(reason));
  const giveUp = () => lose(outOfTime(compileMs));
  let timer = setTimeout(giveUp, START_MS);
  const onMessage = (reply: CompileReply) => {
    if (reply.type !== "started") return resolve(reply);
    clearTimeout(timer);
    timer = setTimeout(giveUp, compileMs + GRACE_MS);
  };
  const onError = (error: unknown) => lose(failureOf(error, megabytes));
  const onExit = () => lose(failureOf(null, megabytes));
  worker.on("message", onMessage).on("error", onError).on("exit", onExit);
  worker.postMessage(request);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    worker.off("message", onMessage).off("error", onError).off("exit", onExit);
  }
}

function failureOf(cause: unknown, megabytes: number): HermesError {
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  if (code !== "ERR_WORKER_OUT_OF_MEMORY") {
    const message = "The thread that compiles grammars ended. Ask again; the next request starts it anew.";
    return new HermesError("generation-failed", message, { step: "grammar" }, { cause });
  }
  const message = `compiling takes more than ${megabytes} megabytes; make the schema or pattern smaller or plainer`;
  return new HermesError("grammar-limit", message, { what: "megabytes of compiling", limit: megabytes }, { cause });
}

function disposed(): HermesError {
  return new HermesError("disposed", "This model was disposed; load it again.", { what: "grammars" });
}
