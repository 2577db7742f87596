import { schemaText } from "../constraint-machine.ts";
import { parseJson, type ReadSchemaOptions, readSchema, toPlainValue } from "../schema-model/index.ts";
import { askModel } from "./ask-model.ts";
import type { AskModel, RepairResult } from "./contract.ts";
import { type Attempt, readText } from "./read-text.ts";
import { Validators } from "./validators.ts";

export interface RepairOptions extends Pick<ReadSchemaOptions, "defaultDraft" | "documents" | "lenient"> {
  /** A model for what cannot be corrected without one; it is asked once. Default: none. */
  readonly ask?: AskModel;
}

export type JsonRepairer = (text: string) => Promise<RepairResult>;

/**
 * From text to a value that meets a schema, in stages: parse; mend the syntax; correct what has one correction; ask a model, where one is
 * given. Every edit and change is listed, and nothing is invented that is not listed as such. Whatever the text is, it does not throw.
 * `schema` is a JSON Schema of any draft (a value, or its JSON text, which keeps every digit) or a standard schema.
 * Throws, before anything else, what readSchema throws for the schema, and what `ask` throws.
 */
export async function repairJson(text: string, schema: unknown, options: RepairOptions = {}): Promise<RepairResult> {
  return await createRepairer(schema, options)(text);
}

/** For many texts and one schema; see repairJson. */
export function createRepairer(schema: unknown, options: RepairOptions = {}): JsonRepairer {
  const { ask, ...reading } = options;
  const document = parseJson(schemaText(schema));
  const validators = new Validators(readSchema(document, reading));
  return async (text) => {
    const attempt = readText(text, validators);
    const result = resultOf(attempt);
    if (result.valid || ask === undefined) return result;
    const value = attempt.best === null ? null : attempt.best.correction.value;
    const turn = await askModel(ask, document, validators, { value, text, errors: result.errors });
    const stages = [...result.stages, turn.stage];
    if (turn.value === undefined) return { ...result, stages };
    return {
      ...result,
      value: toPlainValue(turn.value),
      json: turn.json,
      valid: true,
      changes: [...result.changes, ...turn.changes],
      stages,
      errors: [],
    };
  };
}

function resultOf({ best, json, changes, edits, stages }: Attempt): RepairResult {
  if (best === null) {
    return { value: null, json, valid: false, complete: false, stages, edits, changes, errors: [] };
  }
  const { correction, reading } = best;
  return {
    value: toPlainValue(correction.value),
    json,
    valid: correction.isValid,
    complete: reading.complete,
    stages,
    edits,
    changes,
    errors: correction.errors,
  };
}
