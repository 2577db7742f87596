import { type HermesError, isHermesError } from "../errors.ts";
import type { JsonSchemaConstraint } from "./constraint.ts";
import type { ByteMachine, GrammarNote } from "./contract.ts";
import { compileSchema, provenSchema } from "./json/index.ts";
import { compileLeniently } from "./lenient.ts";
import { formatNames } from "./regex/index.ts";
import { type JsonValue, parseJson, readSchema, type SchemaModel } from "./schema-model/index.ts";
import { noClock, type WorkClock } from "./work-clock.ts";

/** A language, and what is to be said of it. */
export interface ConstraintMachine {
  readonly machine: ByteMachine;
  readonly notes: readonly GrammarNote[];
}

export type SchemaOptions = Omit<JsonSchemaConstraint, "type" | "schema">;

/**
 * One run through all that a request's rule is made of. Whoever makes a machine of a rule asks this for the machines of its schemas, so
 * that the same code runs twice: once proving every schema, and again (in another thread, or when a machine has grown too large) with
 * what is known of them.
 */
export interface Compilation {
  /** For all work beside schemas. */
  readonly clock: WorkClock;
  /** The machine of JSON values that meet a schema, which is given as text. Throws "schema-invalid", "schema-unsupported" or "grammar-limit". */
  schemaMachine(text: string, options: SchemaOptions): ConstraintMachine;
}

/** What was found out about a schema: how it reads, or why it is refused. */
export type SchemaProof =
  | { readonly model: SchemaModel; readonly notes: readonly GrammarNote[] }
  | { readonly refusal: HermesError };

/** Reads and proves each schema, and keeps what it finds out. */
export class ProvingCompilation implements Compilation {
  readonly clock: WorkClock;
  /** By schema and options. */
  readonly proofs = new Map<string, SchemaProof>();

  constructor(clock: WorkClock = noClock) {
    this.clock = clock;
  }

  schemaMachine(text: string, options: SchemaOptions): ConstraintMachine {
    const key = proofKey(text, options);
    try {
      const { machine, model, notes } = this.#compile(text, options);
      this.proofs.set(key, { model, notes });
      return { machine, notes };
    } catch (error) {
      if (isHermesError(error)) this.proofs.set(key, { refusal: error });
      throw error;
    }
  }

  #compile(text: string, { lenient = false, ...options }: SchemaOptions) {
    const { clock } = this;
    const isKnownFormat = (name: string) => formatNames.includes(name);
    const compile = (document: JsonValue) => {
      const model = readSchema(document, { lenient, isKnownFormat, clock });
      return { model, ...compileSchema(model, options, clock) };
    };
    const document = parseJson(text, clock);
    return lenient ? compileLeniently(document, compile) : compile(document);
  }
}

/** Takes every schema from proofs that a ProvingCompilation of the same rule has made. Builds machines only as they are walked. */
export class ProvenCompilation implements Compilation {
  readonly clock = noClock;
  readonly #proofs: ReadonlyMap<string, SchemaProof>;

  constructor(proofs: ReadonlyMap<string, SchemaProof>) {
    this.#proofs = proofs;
  }

  schemaMachine(text: string, options: SchemaOptions): ConstraintMachine {
    const proof = this.#proofs.get(proofKey(text, options));
    if (proof === undefined) return new ProvingCompilation().schemaMachine(text, options);
    if ("refusal" in proof) throw proof.refusal;
    const { lenient: _lenient, ...rest } = options;
    return { machine: provenSchema(proof.model, rest), notes: proof.notes };
  }
}

function proofKey(text: string, { lenient, anyOrder, whitespace }: SchemaOptions): string {
  return JSON.stringify([lenient ?? false, anyOrder ?? false, whitespace ?? "any", text]);
}
