import { equalityKey, type JsonValue, type NodeId, parsePointer, type SchemaError } from "../schema-model/index.ts";
import type { Change, Corrector as FindProposals, PartCorrection, Proposal } from "./corrections/proposal.ts";
import { CORRECTORS, REMOVERS } from "./corrections/table.ts";
import { REPAIR_LIMITS } from "./limits.ts";
import type { Validators, WorkBudget } from "./validators.ts";
import { partAt, withParts } from "./value-edits.ts";

export interface Correction extends PartCorrection {
  readonly errors: readonly SchemaError[];
}

/** A value on its way to meeting a schema. */
interface Draft {
  readonly value: JsonValue;
  readonly errors: readonly SchemaError[];
  /** What the errors are about. */
  readonly keys: ReadonlySet<string>;
}

/** One run through the errors of a draft. */
interface Pass {
  readonly id: NodeId;
  readonly table: typeof CORRECTORS;
  /** Errors that were corrected: should one come back, it is left. */
  readonly applied: Set<string>;
  readonly changes: Change[];
}

/** Corrects values by what their errors ask for, as far as there is one way to do it. */
export class Corrector {
  private readonly validators: Validators;
  private readonly budget: WorkBudget;
  private readonly oddSpellings: ReadonlySet<string>;
  /** Parts under way, by schema: an array around a value in an array of such arrays leads back to itself. */
  private readonly open = new Set<string>();

  constructor(validators: Validators, budget: WorkBudget, oddSpellings: ReadonlySet<string>) {
    this.validators = validators;
    this.budget = budget;
    this.oddSpellings = oddSpellings;
  }

  correct(id: NodeId, value: JsonValue): Correction {
    const [changes, applied]: [Change[], Set<string>] = [[], new Set()];
    let draft = this.draftOf(id, value);
    for (let isDone = false; !isDone && draft.errors.length > 0; ) {
      const corrected = this.run(draft, { id, table: CORRECTORS, applied, changes });
      const next = corrected === draft ? this.run(draft, { id, table: REMOVERS, applied, changes }) : corrected;
      isDone = next === draft;
      draft = next;
    }
    return { value: draft.value, errors: draft.errors, changes, isValid: draft.errors.length === 0 };
  }

  private run(draft: Draft, pass: Pass): Draft {
    // From the end, so that items taken out of an array leave the places of the others.
    const open = draft.errors.filter(({ keyword }) => pass.table.has(keyword)).toReversed();
    return this.correctAll(draft, open, pass);
  }

  /** Many faults of one kind are corrected by one validation; where they stand in each other's way, by halves, down to one by one. */
  private correctAll(draft: Draft, errors: readonly SchemaError[], pass: Pass): Draft {
    const open = errors.filter((error) => draft.keys.has(keyOf(error)) && !pass.applied.has(keyOf(error)));
    if (open.length === 0 || this.budget.isSpent || pass.changes.length >= REPAIR_LIMITS.changes) return draft;
    const next = open.length === 1 ? this.correctOne(draft, open[0]!, pass) : this.correctTogether(draft, open, pass);
    if (next !== null) return next;
    if (open.length === 1) return draft;
    const half = open.length >> 1;
    return this.correctAll(this.correctAll(draft, open.slice(0, half), pass), open.slice(half), pass);
  }

  /** Null where one of them has not just one proposal, or where they do not help together. */
  private correctTogether(draft: Draft, errors: readonly SchemaError[], pass: Pass): Draft | null {
    if (!errors.every(({ keyword }) => SIMPLE.has(keyword)) || !areApart(errors)) return null;
    const proposals = errors.map((error) => {
      const [tier = [], ...others] = this.propose(draft, error, pass.table).filter((found) => found.length > 0);
      return tier.length === 1 && others.length === 0 ? tier[0]! : null;
    });
    const sure = proposals.filter((proposal) => proposal !== null);
    if (sure.length < errors.length) return null;
    const after = this.draftOf(pass.id, applyAll(sure, draft.value));
    if (!help(draft, after, errors)) return null;
    return this.keep(after, errors, sure, pass);
  }

  private correctOne(draft: Draft, error: SchemaError, pass: Pass): Draft | null {
    for (const tier of this.propose(draft, error, pass.table)) {
      const helping = tier.flatMap((proposal) => {
        const after = this.draftOf(pass.id, proposal.apply(draft.value));
        return help(draft, after, [error]) ? [{ after, proposal }] : [];
      });
      const [first, ...others] = helping;
      if (first === undefined) continue;
      const key = equalityKey(first.after.value);
      if (others.some(({ after }) => equalityKey(after.value) !== key)) return null;
      return this.keep(first.after, [error], [first.proposal], pass);
    }
    return null;
  }

  private keep(after: Draft, errors: readonly SchemaError[], proposals: readonly Proposal[], pass: Pass): Draft {
    for (const error of errors) if (!REPEATED.has(error.keyword)) pass.applied.add(keyOf(error));
    for (const { changes } of proposals) pass.changes.push(...changes);
    return after;
  }

  private propose(
    draft: Draft,
    error: SchemaError,
    table: ReadonlyMap<string, FindProposals>,
  ): readonly (readonly Proposal[])[] {
    const steps = parsePointer(error.instancePointer) ?? [];
    const part = partAt(draft.value, steps);
    const node = this.validators.model.nodes[error.node];
    const find = table.get(error.keyword);
    if (part === undefined || node === undefined || find === undefined) return [];
    // What nobody has looked at is known only when everything else is right.
    const isAlone = draft.errors.every(({ keyword }) => keyword === error.keyword);
    if (error.keyword.startsWith("unevaluated") && !isAlone) return [];
    return find({
      error,
      node,
      model: this.validators.model,
      value: draft.value,
      part,
      steps,
      oddSpellings: this.oddSpellings,
      correctPart: (id, value) => this.correctPart(id, value),
      spend: (work) => this.budget.spend(work),
    });
  }

  private correctPart(id: NodeId, value: JsonValue): PartCorrection {
    const key = `${id} ${equalityKey(value)}`;
    const isFutile = this.budget.isSpent || this.open.has(key) || this.open.size >= REPAIR_LIMITS.partsInParts;
    if (isFutile) return { value, changes: [], isValid: false };
    this.open.add(key);
    const corrected = this.correct(id, value);
    this.open.delete(key);
    return corrected;
  }

  private draftOf(id: NodeId, value: JsonValue): Draft {
    const errors = this.budget.validate(this.validators, id, value);
    return { value, errors, keys: new Set(errors.map(keyOf)) };
  }
}

function applyAll(proposals: readonly Proposal[], value: JsonValue): JsonValue {
  const edits = proposals.flatMap(({ edit = null }) => (edit === null ? [] : [edit]));
  if (edits.length === proposals.length) return withParts(value, edits);
  return proposals.reduce((changed, proposal) => proposal.apply(changed), value);
}

/** Keywords whose corrections touch only the place of the error. */
const SIMPLE: ReadonlySet<string> = new Set(["type", "enum", "const", "pattern", "format", "maxLength"]);

/** Keywords whose one error stands for several faults. */
const REPEATED: ReadonlySet<string> = new Set(["uniqueItems"]);

/** Keywords that say what a value is; the others say how large it is, or are about its parts. */
const SHAPE: ReadonlySet<string> = new Set([
  ..."type enum const false not anyOf oneOf required dependentRequired dependencies propertyNames".split(" "),
  ..."properties patternProperties additionalProperties unevaluatedProperties minProperties contains".split(" "),
]);

/** What may not be wrong with a value of the right type: what it lacks or has too much of is seen only now. */
const KIND: ReadonlySet<string> = new Set("type enum const false not anyOf oneOf".split(" "));

/** The errors are gone, and nothing else that says what the value is went wrong at their places or around them. */
function help(before: Draft, after: Draft, errors: readonly SchemaError[]): boolean {
  const fresh = after.errors.filter((error) => !before.keys.has(keyOf(error)));
  return errors.every((error) => {
    const isGone = !after.keys.has(keyOf(error));
    const isLess = REPEATED.has(error.keyword) && after.errors.length < before.errors.length;
    return (isGone || isLess) && fresh.every((other) => isBearable(error, other));
  });
}

/** Whether an error that was not there before may follow from a correction of `error`. */
function isBearable({ instancePointer: place, keyword }: SchemaError, other: SchemaError): boolean {
  if (keyword === "type" && other.instancePointer === place) return !KIND.has(other.keyword);
  const isAround = `${place}/`.startsWith(`${other.instancePointer}/`);
  return !isAround || !SHAPE.has(other.keyword);
}

/** Whether each error stands at a place of its own, and none around another. */
function areApart(errors: readonly SchemaError[]): boolean {
  const places = new Set(errors.map(({ instancePointer }) => instancePointer));
  if (places.size < errors.length) return false;
  return errors.every(({ instancePointer }) => {
    for (let end = instancePointer.lastIndexOf("/"); end >= 0; end = instancePointer.lastIndexOf("/", end - 1)) {
      if (places.has(instancePointer.slice(0, end))) return false;
      if (end === 0) break;
    }
    return true;
  });
}

/** What an error is about. */
function keyOf({ instancePointer, schemaPointer, node, property }: SchemaError): string {
  return `${instancePointer}\n${schemaPointer}\n${node}\n${property}`;
}
