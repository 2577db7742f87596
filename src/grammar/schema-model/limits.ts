import { HermesError } from "../../errors.ts";

/** Hostile schemas meet these before they cost time or memory. */
export const SCHEMA_LIMITS = {
  /** Characters of all documents that are read, as compact JSON would have them, more or less. */
  size: 1 << 20,
  /** Schemas within schemas. */
  depth: 64,
  /** References followed, each counted once a dynamic scope. */
  references: 10_000,
  /** Nodes of the model: what is done with all of them at once takes some ten milliseconds. */
  nodes: 50_000,
  /** Notes kept. */
  notes: 1_000,
} as const;

const NAMES: Record<keyof typeof SCHEMA_LIMITS, string> = {
  size: "size of a schema in characters",
  depth: "depth of schemas within schemas",
  references: "references in a schema",
  nodes: "schemas in a schema",
  notes: "notes on a schema",
};

/** Throws "grammar-limit" when `count` is over the limit. */
export function checkLimit(limit: keyof typeof SCHEMA_LIMITS, count: number): void {
  if (count <= SCHEMA_LIMITS[limit]) return;
  const what = NAMES[limit];
  const message = `the ${what} is over the limit of ${SCHEMA_LIMITS[limit]}; make the schema smaller`;
  throw new HermesError("grammar-limit", message, { what, limit: SCHEMA_LIMITS[limit] });
}
