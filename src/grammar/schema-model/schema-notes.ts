import type { GrammarNote } from "../contract.ts";
import { SCHEMA_LIMITS } from "./limits.ts";
import { unsupportedSchema } from "./schema-faults.ts";

/** Gathers what is ignored, and decides what becomes of what cannot be enforced. */
export class SchemaNotes {
  private readonly lenient: boolean;
  private readonly gathered: GrammarNote[] = [];

  constructor(lenient: boolean) {
    this.lenient = lenient;
  }

  get all(): readonly GrammarNote[] {
    return this.gathered;
  }

  get isFull(): boolean {
    return this.gathered.length >= SCHEMA_LIMITS.notes;
  }

  add(pointer: string, message: string): void {
    if (!this.isFull) this.gathered.push({ pointer, message });
  }

  /** Throws "schema-unsupported"; a note in its place where the caller is lenient. */
  refuse(pointer: string, keyword: string, reason: string): void {
    if (!this.lenient) throw unsupportedSchema(pointer, keyword, reason);
    this.add(pointer, `${keyword} is not enforced: ${reason}`);
  }
}
