import type { WorkClock } from "../work-clock.ts";
import type { Dialect } from "./dialect.ts";
import { pointerTo } from "./json-pointer.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";
import { faultOfForm, subschemasOf } from "./keyword-form.ts";
import { checkLimit } from "./limits.ts";
import {
  locationOf,
  RECURSIVE_ANCHOR,
  type SchemaDocument,
  type SchemaPlace,
  type SchemaResource,
} from "./schema-document.ts";
import { invalidSchema } from "./schema-faults.ts";
import { resolveUri, splitFragment } from "./uri.ts";

/** A schema takes some microseconds. */
const UNITS_A_SCHEMA = 4;

/** What finds resources as documents are read. */
export interface ResourceRegister {
  dialectOf(schemaUri: string, pointer: string): Dialect;
  /** The first resource of a URI stays. */
  addResource(resource: SchemaResource, uri: string): void;
}

/** What is around a schema in its document. */
export interface Surroundings {
  readonly document: SchemaDocument;
  readonly resource: SchemaResource;
  readonly depth: number;
}

/**
 * Finds every schema of a document by the keywords of its dialect, with its identifiers and anchors, and checks the form of every keyword.
 * An identifier inside of `const`, `enum` or an unknown keyword is data and names nothing.
 */
export class DocumentIndexer {
  private readonly register: ResourceRegister;

  private readonly clock: WorkClock;

  constructor(register: ResourceRegister, clock: WorkClock) {
    this.register = register;
    this.clock = clock;
  }

  /** Reads a whole document; `uri` is where it was found, "" where that is not known. */
  indexDocument(document: SchemaDocument, uri: string, dialect: Dialect): SchemaResource {
    const value = document.value;
    const own = isJsonObject(value) ? this.ownDialect(value, document.prefix) : null;
    const root = createResource(document, "", splitFragment(uri)[0], own ?? dialect);
    const resource = isJsonObject(value) ? this.enterResource(value, "", root, root.dialect) : root;
    this.register.addResource(resource, root.uri);
    this.register.addResource(resource, resource.uri);
    this.indexPlace("", value, { document, resource, depth: 0 }, resource);
    return resource;
  }

  /** Reads a schema at a place that no keyword told of, because a reference leads there. */
  indexStray(pointer: string, value: JsonValue, around: Surroundings): void {
    this.indexSchema(pointer, value, around);
  }

  private indexSchema(pointer: string, value: JsonValue, around: Surroundings): void {
    checkLimit("depth", around.depth);
    this.clock.tick(UNITS_A_SCHEMA);
    let resource = around.resource;
    if (isJsonObject(value)) {
      const dialect = this.ownDialect(value, around.document.prefix + pointer) ?? resource.dialect;
      resource = this.enterResource(value, pointer, resource, dialect);
      if (resource !== around.resource) this.register.addResource(resource, resource.uri);
    }
    this.indexPlace(pointer, value, around, resource);
  }

  private indexPlace(pointer: string, value: JsonValue, around: Surroundings, resource: SchemaResource): void {
    const { document, depth } = around;
    if (typeof value !== "boolean" && !isJsonObject(value)) {
      throw invalidSchema(document.prefix + pointer, null, "expected a schema (an object, true or false)");
    }
    const place: SchemaPlace = { document, pointer, value, resource, depth };
    document.places.set(pointer, place);
    if (typeof value === "boolean") return;
    addAnchors(place, value);
    for (const [keyword, member] of value) {
      const form = resource.dialect.keywords.get(keyword);
      if (form === undefined) continue;
      const at = pointerTo(pointer, keyword);
      const fault = faultOfForm(form, member);
      if (fault !== null) throw invalidSchema(document.prefix + at, keyword, `${keyword} must be ${fault}`);
      for (const { steps, value: schema } of subschemasOf(form, member)) {
        this.indexSchema(steps.reduce<string>(pointerTo, at), schema, { document, resource, depth: depth + 1 });
      }
    }
  }

  private ownDialect(schema: JsonObject, pointer: string): Dialect | null {
    const uri = schema.get("$schema");
    return typeof uri === "string" ? this.register.dialectOf(uri, pointer) : null;
  }

  /** The resource that a schema belongs to: one of its own where it has an identifier. */
  private enterResource(schema: JsonObject, pointer: string, around: SchemaResource, dialect: Dialect): SchemaResource {
    const { idKeyword, isolatesReferences } = dialect;
    const id = schema.get(idKeyword);
    if (typeof id !== "string" || (isolatesReferences && schema.has("$ref"))) return around;
    const [uri, fragment = ""] = splitFragment(resolveUri(around.uri, id));
    if (!isolatesReferences && fragment !== "") {
      const at = around.document.prefix + pointerTo(pointer, idKeyword);
      throw invalidSchema(at, idKeyword, "an $id has no fragment; expected $anchor for a name inside of a document");
    }
    // Until draft 7 an identifier that is only a fragment names a place in the resource around.
    const isSame = splitFragment(id)[0] === "" || (uri === around.uri && pointer === around.pointer);
    const resource = isSame ? around : createResource(around.document, pointer, uri, dialect);
    if (fragment !== "" && !fragment.startsWith("/")) setOnce(resource.anchors, fragment, pointer);
    return resource;
  }
}

function createResource(document: SchemaDocument, pointer: string, uri: string, dialect: Dialect): SchemaResource {
  return { uri, document, pointer, dialect, anchors: new Map(), dynamicAnchors: new Map() };
}

function addAnchors({ resource, pointer, document }: SchemaPlace, schema: JsonObject): void {
  const { keywords } = resource.dialect;
  for (const keyword of ["$anchor", "$dynamicAnchor"]) {
    const name = schema.get(keyword);
    if (typeof name !== "string" || !keywords.has(keyword)) continue;
    if (!/^[A-Za-z_][-A-Za-z0-9._]*$/.test(name)) {
      const at = locationOf({ document, pointer: pointerTo(pointer, keyword) });
      throw invalidSchema(at, keyword, `${keyword} must be a name of letters, digits, "-", "." and "_"`);
    }
    setOnce(resource.anchors, name, pointer);
    if (keyword === "$dynamicAnchor") setOnce(resource.dynamicAnchors, name, pointer);
  }
  const isRecursive = keywords.has("$recursiveAnchor") && schema.get("$recursiveAnchor") === true;
  if (isRecursive && pointer === resource.pointer) resource.dynamicAnchors.set(RECURSIVE_ANCHOR, pointer);
}

/** The first of two equal names stays. */
function setOnce(names: Map<string, string>, name: string, pointer: string): void {
  if (!names.has(name)) names.set(name, pointer);
}
