import { type DynamicScope, isRecursiveRoot, outermost } from "./dynamic-scope.ts";
import { pointerTo } from "./json-pointer.ts";
import type { Reference } from "./model.ts";
import { locationOf, RECURSIVE_ANCHOR, type SchemaPlace } from "./schema-document.ts";
import { invalidSchema } from "./schema-faults.ts";
import type { FoundPlace, SchemaLibrary } from "./schema-library.ts";
import type { SchemaNotes } from "./schema-notes.ts";

/** Finds where references lead, dynamic ones by the scope they are met in. */
export class ReferenceResolver {
  private readonly library: SchemaLibrary;
  private readonly notes: SchemaNotes;

  constructor(library: SchemaLibrary, notes: SchemaNotes) {
    this.library = library;
    this.notes = notes;
  }

  /** Null for a document that was not given, where the caller is lenient. */
  resolve(place: SchemaPlace, keyword: Reference["keyword"], uri: string, scope: DynamicScope): SchemaPlace | null {
    const at = locationOf({ document: place.document, pointer: pointerTo(place.pointer, keyword) });
    const found = this.library.find(uri, place.resource);
    const shown = uri.length > SHOWN_CHARACTERS ? `${uri.slice(0, SHOWN_CHARACTERS)}…` : uri;
    if (found === "no schema") throw invalidSchema(at, keyword, `the reference "${shown}" leads to no schema`);
    if (found === "no document") {
      this.notes.refuse(at, keyword, `the document of "${shown}" was not given, and none is fetched; hand it over`);
      return null;
    }
    return this.followScope(keyword, found, scope);
  }

  private followScope(keyword: Reference["keyword"], found: FoundPlace, scope: DynamicScope): SchemaPlace {
    const anchor = dynamicAnchorOf(keyword, found);
    const target = anchor === null ? null : outermost(scope, anchor);
    return target === null ? found.place : (this.library.placeAt(target.resource, target.pointer) ?? found.place);
  }
}

const SHOWN_CHARACTERS = 200;

/** The name to look for in the dynamic scope: only where the plain target has a dynamic anchor of that name itself. */
function dynamicAnchorOf(keyword: Reference["keyword"], { place, resource, anchor }: FoundPlace): string | null {
  if (keyword === "$recursiveRef") return isRecursiveRoot(place) ? RECURSIVE_ANCHOR : null;
  if (keyword === "$ref" || anchor === null) return null;
  return resource.dynamicAnchors.get(anchor) === place.pointer ? anchor : null;
}
