import type { JsonValue } from "../schema-model/index.ts";

/** A tag, read: begin, content and end. */
export interface TagFormat {
  readonly type: "tag";
  readonly begin: string;
  readonly content: Format;
  /** One of them ends the tag; may be empty texts. */
  readonly ends: readonly string[];
  /** JSON pointer of the tag. */
  readonly pointer: string;
}

/** What an answer is made of, read from the JSON of a structural tag. Pointers are JSON pointers into it. */
export type Format =
  | { readonly type: "const_string"; readonly value: string }
  | { readonly type: "json_schema"; readonly schema: JsonValue; readonly pointer: string }
  | { readonly type: "regex"; readonly pattern: string; readonly pointer: string }
  | { readonly type: "grammar"; readonly grammar: string; readonly pointer: string }
  | { readonly type: "any_text"; readonly excludes: readonly string[] }
  | { readonly type: "sequence"; readonly elements: readonly Format[] }
  | { readonly type: "or"; readonly elements: readonly Format[] }
  | { readonly type: "optional" | "star" | "plus"; readonly content: Format }
  | TagFormat
  | {
      readonly type: "triggered_tags";
      readonly triggers: readonly string[];
      readonly tags: readonly TagFormat[];
      readonly excludes: readonly string[];
      readonly atLeastOne: boolean;
      readonly stopAfterFirst: boolean;
      readonly pointer: string;
    }
  | {
      readonly type: "tags_with_separator";
      readonly tags: readonly TagFormat[];
      readonly separator: string;
      readonly atLeastOne: boolean;
      readonly stopAfterFirst: boolean;
    };
