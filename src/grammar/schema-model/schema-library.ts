import type { WorkClock } from "../work-clock.ts";
import { type Dialect, dialectOfDraft, dialectOfVocabularies, draftOfUri } from "./dialect.ts";
import { DocumentIndexer, type ResourceRegister } from "./document-indexer.ts";
import { parsePointer, pointerTo } from "./json-pointer.ts";
import { isJsonArray, isJsonObject, type JsonValue } from "./json-value.ts";
import { checkLimit } from "./limits.ts";
import { createMetaschema } from "./metaschema.ts";
import type { Draft } from "./model.ts";
import type { SchemaDocument, SchemaPlace, SchemaResource } from "./schema-document.ts";
import type { SchemaNotes } from "./schema-notes.ts";
import { resolveUri, splitFragment } from "./uri.ts";

/** The documents of one model: the root, and those that references lead to, each read when first needed. */
export class SchemaLibrary implements ResourceRegister {
  readonly root: SchemaPlace;
  private readonly documents: ReadonlyMap<string, JsonValue>;
  private readonly defaultDraft: Draft;
  private readonly notes: SchemaNotes;
  private readonly resources = new Map<string, SchemaResource>();
  private readonly dialects = new Map<string, Dialect>();
  private readonly indexer: DocumentIndexer;
  private size = 0;

  constructor(
    document: JsonValue,
    documents: ReadonlyMap<string, JsonValue>,
    { defaultDraft, notes, clock }: { defaultDraft: Draft; notes: SchemaNotes; clock: WorkClock },
  ) {
    this.notes = notes;
    this.documents = withPlainUris(documents);
    this.defaultDraft = defaultDraft;
    this.indexer = new DocumentIndexer(this, clock);
    this.root = rootOf(this.read(document, "", "").document);
  }

  /** Every place of the root document that holds a schema. */
  get rootPlaces(): Iterable<SchemaPlace> {
    return this.root.document.places.values();
  }

  dialectOf(schemaUri: string, pointer: string): Dialect {
    const draft = schemaUri.replace(/#$/, "").endsWith("//json-schema.org/schema")
      ? this.defaultDraft
      : draftOfUri(schemaUri);
    const key = draft ?? schemaUri;
    const known = this.dialects.get(key);
    if (known !== undefined) return known;
    const dialect = draft === null ? this.customDialect(schemaUri, pointer) : dialectOfDraft(draft);
    this.dialects.set(key, dialect);
    return dialect;
  }

  addResource(resource: SchemaResource, uri: string): void {
    if (!this.resources.has(uri)) this.resources.set(uri, resource);
  }

  /**
   * Where a reference leads before dynamic scopes are looked at: a place; or "no document", "no schema" when there is none.
   * Throws for a document that is no schema.
   */
  find(reference: string, from: SchemaResource): FoundPlace | "no document" | "no schema" {
    const [uri, encoded = ""] = splitFragment(resolveUri(from.uri, reference));
    const fragment = decodeFragment(encoded);
    const resource = uri === from.uri ? from : (this.resources.get(uri) ?? this.open(uri));
    if (resource === null) return "no document";
    if (fragment === null) return "no schema";
    const isPointer = fragment === "" || fragment.startsWith("/");
    const pointer = isPointer ? resource.pointer + fragment : resource.anchors.get(fragment);
    const place = pointer === undefined ? null : this.placeAt(resource, pointer);
    return place === null ? "no schema" : { place, resource, anchor: isPointer ? null : fragment };
  }

  /** The schema at a JSON pointer, read now if no keyword told of it. */
  placeAt({ document }: SchemaResource, pointer: string): SchemaPlace | null {
    const known = document.places.get(pointer);
    if (known !== undefined) return known;
    const steps = parsePointer(pointer);
    if (steps === null) return null;
    let value: JsonValue | undefined = document.value;
    let around = rootOf(document);
    let walked = "";
    for (const step of steps) {
      value = memberOf(value, step);
      if (value === undefined) return null;
      walked = pointerTo(walked, step);
      around = document.places.get(walked) ?? around;
    }
    // The same place may be spelled in several ways.
    const spelled = document.places.get(walked);
    if (spelled !== undefined) return spelled;
    if (typeof value !== "boolean" && !isJsonObject(value)) return null;
    this.indexer.indexStray(walked, value, { document, resource: around.resource, depth: around.depth + 1 });
    return document.places.get(walked) ?? null;
  }

  private open(uri: string): SchemaResource | null {
    const given = this.documents.get(uri);
    const draft = draftOfUri(uri);
    const value = given ?? (draft === null ? undefined : createMetaschema(draft));
    return value === undefined ? null : this.read(value, uri, `${uri}#`);
  }

  private read(value: JsonValue, uri: string, prefix: string): SchemaResource {
    this.size += sizeOf(value);
    checkLimit("size", this.size);
    const document: SchemaDocument = { prefix, value, places: new Map() };
    return this.indexer.indexDocument(document, uri, dialectOfDraft(this.defaultDraft));
  }

  /** The dialect of a metaschema that was given as a document. */
  private customDialect(schemaUri: string, pointer: string): Dialect {
    const refuse = (reason: string) => {
      this.notes.refuse(pointerTo(pointer, "$schema"), "$schema", reason);
      return dialectOfDraft(this.defaultDraft);
    };
    const metaschema = this.documents.get(splitFragment(schemaUri)[0]);
    if (!isJsonObject(metaschema)) {
      return refuse(`the metaschema "${schemaUri}" is of no draft from 4 to 2020-12 and was not given as a document`);
    }
    const base = metaschema.get("$schema");
    const draft = typeof base === "string" ? draftOfUri(base) : this.defaultDraft;
    if (draft === null) return refuse(`the metaschema "${schemaUri}" is written in no draft from 4 to 2020-12`);
    const listed = metaschema.get("$vocabulary");
    if (!isJsonObject(listed)) return dialectOfDraft(draft);
    const vocabularies = new Map(Array.from(listed, ([uri, isRequired]) => [uri, isRequired === true]));
    const dialect = dialectOfVocabularies(draft, vocabularies);
    return typeof dialect === "string" ? refuse(`the vocabulary "${dialect}" is required and not known`) : dialect;
  }
}

export interface FoundPlace {
  readonly place: SchemaPlace;
  /** The resource that the URI names; the place may be in another one inside of it. */
  readonly resource: SchemaResource;
  /** The name, where the reference was by name. */
  readonly anchor: string | null;
}

function rootOf(document: SchemaDocument): SchemaPlace {
  return document.places.get("")!;
}

function memberOf(value: JsonValue | undefined, step: string): JsonValue | undefined {
  if (isJsonObject(value)) return value.get(step);
  return isJsonArray(value) && /^(0|[1-9]\d*)$/.test(step) ? value[Number(step)] : undefined;
}

function decodeFragment(fragment: string): string | null {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return null;
  }
}

function withPlainUris(documents: ReadonlyMap<string, JsonValue>): ReadonlyMap<string, JsonValue> {
  return new Map(Array.from(documents, ([uri, value]) => [uri.replace(/#$/, ""), value]));
}

/** Characters of compact JSON, roughly: every value counts one beside its text. */
function sizeOf(value: JsonValue): number {
  if (isJsonArray(value)) return value.reduce<number>((sum, item) => sum + sizeOf(item), 1);
  if (isJsonObject(value))
    return Array.from(value).reduce((sum, [key, member]) => sum + key.length + sizeOf(member), 1);
  if (typeof value === "string") return value.length + 1;
  return value !== null && typeof value === "object" ? value.digits.length + 1 : 1;
}
