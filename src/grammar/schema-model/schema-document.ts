import type { Dialect } from "./dialect.ts";
import type { JsonObject, JsonValue } from "./json-value.ts";

/** One JSON document with schemas in it. */
export interface SchemaDocument {
  /** What stands before its pointers in messages: "" for the root document, else `uri#`. */
  readonly prefix: string;
  readonly value: JsonValue;
  /** Every place that is known to hold a schema, by JSON pointer. */
  readonly places: Map<string, SchemaPlace>;
}

export interface SchemaPlace {
  readonly document: SchemaDocument;
  readonly pointer: string;
  readonly value: JsonObject | boolean;
  readonly resource: SchemaResource;
  /** Schemas around it. */
  readonly depth: number;
}

/** A schema with an identifier of its own, or the root of a document. */
export interface SchemaResource {
  /** Without fragment. */
  readonly uri: string;
  readonly document: SchemaDocument;
  readonly pointer: string;
  readonly dialect: Dialect;
  /** JSON pointers in the document by `$anchor` and its like. */
  readonly anchors: Map<string, string>;
  /** The same for dynamic anchors; under RECURSIVE_ANCHOR the root, where `$recursiveAnchor` is true. */
  readonly dynamicAnchors: Map<string, string>;
}

/** No name of a `$dynamicAnchor`. */
export const RECURSIVE_ANCHOR = "";

/** For messages: JSON pointer, with the document where it is not the root. */
export function locationOf(place: { document: SchemaDocument; pointer: string }): string {
  return place.document.prefix + place.pointer;
}
