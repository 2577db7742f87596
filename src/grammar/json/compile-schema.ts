import { HermesError } from "../../errors.ts";
import type { GrammarNote } from "../contract.ts";
import type { SchemaModel } from "../schema-model/index.ts";
import { checkEnforceable } from "./check-enforceable.ts";
import { checkSize } from "./check-size.ts";
import { Engine } from "./engine.ts";
import { Formulas } from "./formula.ts";
import { JsonMachine } from "./json-machine.ts";
import { Specs } from "./specs.ts";
import { ValuePlace } from "./value-place.ts";

export interface CompileSchemaOptions {
  /** Members in every order; otherwise in that of the schema: `properties`, then names only in `required`, then all others. */
  readonly anyOrder?: boolean;
  /** "any": up to 16 bytes in a row wherever JSON allows it; "compact": none. */
  readonly whitespace?: "any" | "compact";
}

export interface CompiledSchema {
  readonly machine: JsonMachine;
  readonly notes: readonly GrammarNote[];
}

/** So that a model cannot write spaces for ever. */
const MAX_WHITESPACE = 16;

/**
 * The machine of all JSON texts whose value meets the schema. Throws "schema-unsupported" for a schema that no value meets and for
 * patterns beyond the subset, "schema-invalid" for what is no pattern, "grammar-limit" for what is too large.
 */
export function compileSchema(model: SchemaModel, options: CompileSchemaOptions = {}): CompiledSchema {
  const { anyOrder = false, whitespace = "any" } = options;
  checkSize(model);
  const formulas = new Formulas();
  const specs = new Specs(model, formulas);
  checkEnforceable(model, specs);
  const engine = new Engine(formulas, { anyOrder, maxWhitespace: whitespace === "any" ? MAX_WHITESPACE : 0 });
  const goal = specs.node(model.root).hole;
  if (!engine.live.inhabited(goal)) throw unsatisfiable();
  const slot = engine.slot(null, 0, [], goal, false);
  return {
    machine: new JsonMachine(ValuePlace.at(engine, slot), () => engine.live.proofs.renew()),
    notes: model.notes,
  };
}

function unsatisfiable(): HermesError<"schema-unsupported"> {
  const reason = "no value meets it";
  return new HermesError("schema-unsupported", `the schema cannot be enforced: ${reason}`, {
    pointer: "",
    keyword: null,
    reason,
  });
}
