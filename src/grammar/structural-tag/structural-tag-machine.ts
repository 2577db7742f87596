import type { Compilation, ConstraintMachine } from "../compilation.ts";
import { joinedMachine } from "../joined/index.ts";
import { PartBuilder } from "./build-part.ts";
import { readStructuralTag } from "./read-tag.ts";

/**
 * The texts of a structural tag, given as JSON text: free text, and from a trigger on one of its tags. Throws HermesError "schema-invalid",
 * "schema-unsupported" or "grammar-limit".
 */
export function structuralTagMachine(text: string, compilation: Compilation): ConstraintMachine {
  const builder = new PartBuilder(compilation);
  const part = builder.build(readStructuralTag(text), []);
  return { machine: joinedMachine(part), notes: builder.notes };
}
