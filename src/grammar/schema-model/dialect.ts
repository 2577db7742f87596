import { DRAFTS, isBefore, KEYWORDS, type KeywordForm, type Vocabulary } from "./keywords.ts";
import type { Draft } from "./model.ts";

/** The rules by which a schema is read: a draft, less the vocabularies its metaschema leaves out. */
export interface Dialect {
  readonly draft: Draft;
  readonly keywords: ReadonlyMap<string, KeywordForm>;
  /** Whether the metaschema makes `format` an assertion. */
  readonly assertsFormat: boolean;
  readonly idKeyword: "id" | "$id";
  /** Whether `$ref` stands alone: keywords beside it are not read. */
  readonly isolatesReferences: boolean;
}

export const METASCHEMA_URIS: Readonly<Record<Draft, string>> = {
  "4": "http://json-schema.org/draft-04/schema",
  "6": "http://json-schema.org/draft-06/schema",
  "7": "http://json-schema.org/draft-07/schema",
  "2019-09": "https://json-schema.org/draft/2019-09/schema",
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
};

/** The draft whose metaschema has this URI, in any of the spellings met with; null for other URIs. */
export function draftOfUri(uri: string): Draft | null {
  const plain = plainUri(uri);
  return DRAFTS.find((draft) => plainUri(METASCHEMA_URIS[draft]) === plain) ?? null;
}

export function dialectOfDraft(draft: Draft): Dialect {
  return DRAFT_DIALECTS[draft];
}

/**
 * The dialect of a metaschema with `$vocabulary`. A vocabulary that must be understood and is not is given back by its URI.
 */
export function dialectOfVocabularies(draft: Draft, vocabularies: ReadonlyMap<string, boolean>): Dialect | string {
  const base = METASCHEMA_URIS[draft].replace(/schema$/, "vocab/");
  const chosen = new Set<string>();
  for (const [uri, isRequired] of vocabularies) {
    const name = uri.startsWith(base) ? uri.slice(base.length) : "";
    if (VOCABULARY_NAMES[name] !== undefined) chosen.add(VOCABULARY_NAMES[name]);
    else if (isRequired) return uri;
  }
  // 2019-09 has the unevaluated keywords among the applicators.
  if (draft === "2019-09" && chosen.has("applicator")) chosen.add("unevaluated");
  const assertsFormat = chosen.has("format-assertion") || vocabularies.get(`${base}format`) === true;
  return createDialect(draft, (name) => name === "core" || chosen.has(name), assertsFormat);
}

function createDialect(draft: Draft, has: (name: Vocabulary) => boolean, assertsFormat: boolean): Dialect {
  const isFormat = (name: Vocabulary) => name === "format-annotation" && assertsFormat;
  const rows = KEYWORDS.filter(
    ({ from, to, vocabulary }) =>
      !isBefore(draft, from) && !isBefore(to, draft) && (has(vocabulary) || isFormat(vocabulary)),
  );
  return {
    draft,
    keywords: new Map(rows.map(({ name, form }) => [name, form])),
    assertsFormat,
    idKeyword: draft === "4" ? "id" : "$id",
    isolatesReferences: isBefore(draft, "2019-09"),
  };
}

const VOCABULARY_NAMES: Readonly<Record<string, Vocabulary | "format-assertion">> = {
  core: "core",
  applicator: "applicator",
  unevaluated: "unevaluated",
  validation: "validation",
  format: "format-annotation",
  "format-annotation": "format-annotation",
  "format-assertion": "format-assertion",
  "meta-data": "meta-data",
  content: "content",
};

function plainUri(uri: string): string {
  return uri.replace(/^https?:/, "").replace(/#$/, "");
}

const DRAFT_DIALECTS = Object.fromEntries(
  DRAFTS.map((draft) => [draft, createDialect(draft, () => true, false)]),
) as Readonly<Record<Draft, Dialect>>;
