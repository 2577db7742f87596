import { ProvenCompilation, ProvingCompilation, type SchemaProof } from "./compilation.ts";
import type { ByteMachine, GrammarNote } from "./contract.ts";
import { type RuleContent, ruleMachine, sizeOf } from "./rule-machine.ts";
import { Deadline, isOutOfTime, MAX_COMPILE_MS } from "./work-clock.ts";
import { CompileThread } from "./worker/index.ts";

/** The language of a rule. */
export interface RuleMachine {
  readonly machine: ByteMachine;
  readonly notes: readonly GrammarNote[];
  /** The same machine anew, without proving anything again. */
  readonly rebuild: () => ByteMachine;
}

/** Nearly all rules compile in less, and so without a thread. Meanwhile everybody else waits. */
const HERE_MS = 10;
/** Reading this many characters alone takes some milliseconds. */
const MOST_HERE = 32_768;

/** Something of everything that schemas commonly ask for. */
const COMMON = JSON.stringify({
  type: "object",
  properties: {
    name: { type: "string", minLength: 1, maxLength: 80, pattern: "^[A-Za-z]+$" },
    kind: { enum: ["first", "second", null] },
    items: { type: "array", items: { $ref: "#/$defs/item" }, minItems: 1 },
    when: {
      anyOf: [
        { type: "string", format: "date" },
        { type: "integer", minimum: 0 },
      ],
    },
  },
  required: ["name", "items"],
  additionalProperties: false,
  $defs: { item: { type: "object", properties: { count: { type: "number" } }, required: ["count"] } },
});

/** Makes machines of rules: small ones at once, all others by way of a thread. */
export class RuleCompiler {
  readonly #thread: CompileThread;

  constructor(thread = new CompileThread()) {
    this.#thread = thread;
  }

  /** In this thread. Throws as ruleMachine, and "grammar-limit" behind `limitMs`. */
  compile(content: RuleContent, limitMs = MAX_COMPILE_MS): RuleMachine {
    const deadline = new Deadline(limitMs);
    const compilation = new ProvingCompilation(deadline);
    const compiled = ruleMachine(content, compilation);
    deadline.stop();
    return { ...compiled, rebuild: () => fromProofs(content, compilation.proofs).machine };
  }

  /** Without holding up this thread for long. Rejects as `compile` throws. */
  async compileApart(content: RuleContent): Promise<RuleMachine> {
    const quick = this.#compileQuickly(content);
    if (quick !== null) return quick;
    const proofs = await this.#thread.prove(content);
    return { ...fromProofs(content, proofs), rebuild: () => fromProofs(content, proofs).machine };
  }

  /** The first schema that a process compiles takes ten times as long, as no code is optimized yet: this is it. */
  warmUp(): void {
    this.compile({ type: "constraint", constraint: { type: "json-schema", schema: COMMON } });
  }

  /** Harmless when repeated. */
  dispose(): Promise<void> {
    return this.#thread.dispose();
  }

  /** Null where it would take too long. */
  #compileQuickly(content: RuleContent): RuleMachine | null {
    if (sizeOf(content) > MOST_HERE) return null;
    try {
      return this.compile(content, HERE_MS);
    } catch (error) {
      if (isOutOfTime(error)) return null;
      throw error;
    }
  }
}

function fromProofs(content: RuleContent, proofs: ReadonlyMap<string, SchemaProof>) {
  return ruleMachine(content, new ProvenCompilation(proofs));
}
