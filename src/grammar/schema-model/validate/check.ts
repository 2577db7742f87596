import { pointerTo } from "../json-pointer.ts";
import type { NodeId, SchemaNode } from "../model.ts";
import type { InstancePlace } from "./instance-place.ts";
import type { Outcome } from "./outcome.ts";
import { describeValue, type SchemaError } from "./schema-error.ts";

/** One keyword, or a group of them, of one node. */
export type Check = (place: InstancePlace, outcome: Outcome, run: ValidationRun) => void;

/** Makes the check of a keyword; null where the node does not ask for it. */
export type CheckMaker = (node: SchemaNode, texts: TextChecks) => Check | null;

/** One validation. */
export interface ValidationRun {
  evaluate(id: NodeId, place: InstancePlace): Outcome;
  nodeAt(id: NodeId): SchemaNode;
}

/** What the validator asks of the texts of strings. */
export interface TextChecks {
  /** Whether some part of a text matches (ECMA-262 with the `u` flag, unanchored). Throws where the source is no pattern. */
  pattern(source: string): (text: string) => boolean;
  /** Null for a format that is not known: it is then not checked. */
  format(name: string): ((text: string) => boolean) | null;
}

/** What an error says beside its place in the value. */
export interface Fault {
  readonly keyword: string;
  readonly expected: string;
  readonly found?: string;
  readonly property?: string;
  readonly causes?: readonly (readonly SchemaError[])[];
  /** Where it is not the keyword of the node. */
  readonly schemaPointer?: string;
}

export function createError(place: InstancePlace, node: SchemaNode, fault: Fault): SchemaError {
  return {
    instancePointer: place.pointer,
    schemaPointer: fault.schemaPointer ?? pointerTo(node.pointer, fault.keyword),
    keyword: fault.keyword,
    node: node.id,
    expected: fault.expected,
    found: fault.found ?? describeValue(place.value),
    property: fault.property ?? null,
    causes: fault.causes ?? [],
  };
}

/** Asks a schema of a member or an item, for a keyword of `node`; a member that may not be there is an error of that keyword. */
export function checkPart(
  { node, keyword, property }: { node: SchemaNode; keyword: string; property?: string },
  id: NodeId,
  part: InstancePlace,
  outcome: Outcome,
  run: ValidationRun,
): void {
  const child = run.nodeAt(id);
  if (child.types !== 0) {
    outcome.addErrors(run.evaluate(id, part));
    return;
  }
  const expected = property === undefined ? "no item here" : `no member ${JSON.stringify(property)}`;
  const named = property === undefined ? {} : { property };
  outcome.fail(createError(part, node, { keyword, expected, schemaPointer: child.pointer, ...named }));
}
