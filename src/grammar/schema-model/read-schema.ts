import { noClock, type WorkClock } from "../work-clock.ts";
import { refuseLoops } from "./in-place.ts";
import { pointerTo } from "./json-pointer.ts";
import type { JsonValue } from "./json-value.ts";
import type { Draft, SchemaModel } from "./model.ts";
import { ModelBuilder } from "./model-builder.ts";
import { ReferenceResolver } from "./reference-resolver.ts";
import { SchemaLibrary } from "./schema-library.ts";
import { SchemaNotes } from "./schema-notes.ts";
import { unknownKeywords } from "./unknown-keywords.ts";

export interface ReadSchemaOptions {
  /** For a schema without `$schema`; 2020-12 where not given. */
  readonly defaultDraft?: Draft;
  /** What references to other documents may lead to, by absolute URI; nothing is fetched. The metaschemas of the drafts are there. */
  readonly documents?: ReadonlyMap<string, JsonValue>;
  /** Drops references to documents that were not given, and unknown metaschemas, with a note instead of "schema-unsupported". */
  readonly lenient?: boolean;
  /** Whether `format` is an assertion in every draft, which is the default here; false leaves it to the metaschema. */
  readonly assertFormat?: boolean;
  /** For notes on formats that nobody checks; without it there are none. */
  readonly isKnownFormat?: (name: string) => boolean;
  /** Told of the work; what it throws ends the reading. */
  readonly clock?: WorkClock;
}

/**
 * Reads a schema of any draft. Throws "schema-invalid" with a JSON pointer for what is no schema of its draft, "schema-unsupported" for
 * references to documents that were not given and for unknown metaschemas, "grammar-limit" for a schema over SCHEMA_LIMITS.
 */
export function readSchema(document: JsonValue, options: ReadSchemaOptions = {}): SchemaModel {
  const { defaultDraft = "2020-12", documents = new Map(), lenient = false, assertFormat = true } = options;
  const { clock = noClock } = options;
  const notes = new SchemaNotes(lenient);
  const library = new SchemaLibrary(document, documents, { defaultDraft, notes, clock });
  const resolver = new ReferenceResolver(library, notes);
  const nodes = new ModelBuilder(resolver, assertFormat, clock).build(library.root);
  refuseLoops(nodes);
  for (const place of library.rootPlaces) {
    if (notes.isFull) break;
    clock.tick();
    for (const { pointer, message } of unknownKeywords(place)) notes.add(pointer, message);
  }
  for (const { format, pointer } of nodes) {
    if (format === null || options.isKnownFormat?.(format) !== false) continue;
    notes.add(pointerTo(pointer, "format"), `unknown format ${format}; ignored`);
  }
  const usesUnevaluated = nodes.some((node) => node.unevaluatedItems !== null || node.unevaluatedProperties !== null);
  return { nodes, root: 0, usesUnevaluated, notes: notes.all };
}
