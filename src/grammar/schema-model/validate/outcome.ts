import type { SchemaError } from "./schema-error.ts";

/** Errors kept for one part of the value. A value with so many faults is not better understood by more. */
const ERROR_LIMIT = 1_000;

/** What a node says of a part of the value: its errors, and, for `unevaluated…`, which members or items it has looked at. */
export class Outcome {
  private found: Set<SchemaError> | null = null;
  private seen: Set<string | number> | null = null;
  private seenAll = false;
  private readonly tracksEvaluated: boolean;

  /** Without `tracksEvaluated` nothing is kept of what was looked at: most schemas never ask. */
  constructor(tracksEvaluated: boolean) {
    this.tracksEvaluated = tracksEvaluated;
  }

  get isValid(): boolean {
    return this.found === null;
  }

  get errors(): readonly SchemaError[] {
    return this.found === null ? [] : [...this.found];
  }

  fail(error: SchemaError): void {
    this.found ??= new Set();
    if (this.found.size < ERROR_LIMIT) this.found.add(error);
  }

  /** Takes over the errors of a part of the value. */
  addErrors(part: Outcome): void {
    if (part.found === null) return;
    for (const error of part.found) this.fail(error);
  }

  /** Takes over what another node says of the same part; what it has looked at counts only if it holds. */
  add(other: Outcome): void {
    this.addErrors(other);
    if (other.isValid) this.addEvaluated(other);
  }

  addEvaluated(other: Outcome): void {
    if (!this.tracksEvaluated) return;
    if (other.seenAll) this.seenAll = true;
    for (const step of other.seen ?? []) this.markEvaluated(step);
  }

  /** Notes a member or an item as looked at. */
  markEvaluated(step: string | number): void {
    if (!this.tracksEvaluated) return;
    this.seen ??= new Set();
    this.seen.add(step);
  }

  markAllEvaluated(): void {
    this.seenAll = true;
  }

  hasEvaluated(step: string | number): boolean {
    return this.seenAll || (this.seen?.has(step) ?? false);
  }
}
