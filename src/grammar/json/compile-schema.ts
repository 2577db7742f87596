import { HermesError } from "../../errors.ts";
import type { ByteMachine, GrammarNote } from "../contract.ts";
import type { SchemaModel } from "../schema-model/index.ts";
import { noClock, type WorkClock } from "../work-clock.ts";
import { checkEnforceable } from "./check-enforceable.ts";
import { checkSize } from "./check-size.ts";
import { Engine } from "./engine.ts";
import { type Escapes, escapableBy } from "./escapes.ts";
import { type Formula, Formulas } from "./formula.ts";
import { JsonMachine } from "./json-machine.ts";
import { MaskWork } from "./mask-work.ts";
import { PrettyMachine } from "./pretty-machine.ts";
import { Specs } from "./specs.ts";
import { ValuePlace } from "./value-place.ts";

export interface CompileSchemaOptions {
  /** Members in every order; otherwise in that of the schema: `properties`, then names only in `required`, then all others. */
  readonly anyOrder?: boolean;
  /** "any": up to 16 bytes in a row wherever JSON allows it; "compact": none; "pretty": as `JSON.stringify(value, null, 2)` has it. */
  readonly whitespace?: "any" | "compact" | "pretty";
  /** Which characters of strings may be escapes. "usual", the default: those that some writer of JSON escapes; "any": all. */
  readonly escapes?: Escapes;
}

export interface CompiledSchema {
  readonly machine: ByteMachine;
  readonly notes: readonly GrammarNote[];
}

/** So that a model cannot write spaces for ever. */
const MAX_WHITESPACE = 16;

/**
 * The machine of all JSON texts whose value meets the schema. Throws "schema-unsupported" for a schema that no value meets and for
 * patterns beyond the subset, "schema-invalid" for what is no pattern, "grammar-limit" for what is too large.
 */
export function compileSchema(
  model: SchemaModel,
  options: CompileSchemaOptions = {},
  clock: WorkClock = noClock,
): CompiledSchema {
  checkSize(model);
  const parts = createParts(model, options, clock);
  checkEnforceable(model, parts.specs);
  if (!parts.engine.live.inhabited(parts.goal)) throw unsatisfiable();
  return { machine: createMachine(parts, options), notes: model.notes };
}

/** The same machine for a schema that compileSchema has taken: nothing is proved again, and all is built only as it is walked. */
export function provenSchema(model: SchemaModel, options: CompileSchemaOptions = {}): ByteMachine {
  return createMachine(createParts(model, options, noClock), options);
}

interface Parts {
  readonly work: MaskWork;
  readonly specs: Specs;
  readonly engine: Engine;
  /** What is asked of the whole value. */
  readonly goal: Formula;
}

function createParts(
  model: SchemaModel,
  { anyOrder = false, whitespace = "any", escapes = "usual" }: CompileSchemaOptions,
  clock: WorkClock,
): Parts {
  const work = new MaskWork(clock);
  const formulas = new Formulas(work);
  const specs = new Specs(model, formulas);
  const engine = new Engine(formulas, {
    anyOrder,
    maxWhitespace: whitespace === "any" ? MAX_WHITESPACE : 0,
    escapable: escapableBy(escapes),
  });
  return { work, specs, engine, goal: specs.node(model.root).hole };
}

function createMachine({ work, engine, goal }: Parts, { whitespace }: CompileSchemaOptions): ByteMachine {
  const slot = engine.slot(null, 0, [], goal, false);
  const machine = new JsonMachine(ValuePlace.at(engine, slot), () => engine.live.proofs.renew(), work);
  return whitespace === "pretty" ? new PrettyMachine(machine) : machine;
}

function unsatisfiable(): HermesError<"schema-unsupported"> {
  const reason = "no value meets it";
  return new HermesError("schema-unsupported", `the schema cannot be enforced: ${reason}`, {
    pointer: "",
    keyword: null,
    reason,
  });
}
