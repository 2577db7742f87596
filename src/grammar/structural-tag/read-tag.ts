import { isJsonArray, type JsonValue, parseJson, pointerTo } from "../schema-model/index.ts";
import { tagInvalid, tagTooLarge, tagUnsupported } from "./fail.ts";
import { Members, textOf } from "./read-members.ts";
import type { Format, TagFormat } from "./tag-format.ts";

/** Formats inside formats, and formats in all: reading and building recurse, and all readings are followed side by side. */
const MAX_DEPTH = 64;
const MAX_FORMATS = 2000;

/**
 * Reads a structural tag from its JSON text: XGrammar's `{ type: "structural_tag", format }`, or the older `{ structures: [{ begin, schema,
 * end }], triggers }`. Throws HermesError "schema-invalid", "schema-unsupported" for what is not known here, and "grammar-limit".
 */
export function readStructuralTag(text: string): Format {
  const members = new Members(parseJson(text), "");
  const type = members.value("type") ?? "structural_tag";
  if (type !== "structural_tag") throw tagInvalid("/type", 'expected "structural_tag"');
  const format = members.has("structures")
    ? readStructures(members)
    : new FormatReader().read(members.needed("format"), "/format", 0);
  members.done();
  return format;
}

function readStructures(members: Members): Format {
  const triggers = members.texts("triggers");
  const tags = members.list("structures").map((value, index): TagFormat => {
    const pointer = pointerTo("/structures", index);
    const structure = new Members(value, pointer);
    const content = {
      type: "json_schema",
      schema: structure.needed("schema"),
      pointer: structure.at("schema"),
    } as const;
    const tag = {
      type: "tag",
      begin: structure.text("begin"),
      content,
      ends: [structure.text("end")],
      pointer,
    } as const;
    structure.done();
    return tag;
  });
  const rest = { excludes: [], atLeastOne: false, stopAfterFirst: false, pointer: "" } as const;
  return { type: "triggered_tags", triggers, tags, ...rest };
}

type Read = (reader: FormatReader, members: Members, depth: number) => Format;

/** By type, how its members are read. */
const READERS: Readonly<Record<Format["type"], Read>> = {
  const_string: (_reader, members) => ({ type: "const_string", value: members.text("value") }),
  json_schema: (_reader, members) => {
    const style = members.value("style") ?? "json";
    if (style !== "json") throw tagUnsupported(members.at("style"), "only values in the style json are known here");
    return { type: "json_schema", schema: members.needed("json_schema"), pointer: members.at("json_schema") };
  },
  regex: (_reader, members) => ({ type: "regex", pattern: members.text("pattern"), pointer: members.at("pattern") }),
  grammar: (_reader, members) => ({
    type: "grammar",
    grammar: members.text("grammar"),
    pointer: members.at("grammar"),
  }),
  any_text: (_reader, members) => ({ type: "any_text", excludes: excludesOf(members) }),
  sequence: (reader, members, depth) => ({ type: "sequence", elements: reader.readList(members, "elements", depth) }),
  or: (reader, members, depth) => ({ type: "or", elements: reader.readList(members, "elements", depth) }),
  optional: (reader, members, depth) => ({ type: "optional", content: reader.readMember(members, depth) }),
  star: (reader, members, depth) => ({ type: "star", content: reader.readMember(members, depth) }),
  plus: (reader, members, depth) => ({ type: "plus", content: reader.readMember(members, depth) }),
  tag: (reader, members, depth) => reader.readTag(members, depth),
  triggered_tags: (reader, members, depth) => ({
    type: "triggered_tags",
    triggers: members.texts("triggers"),
    tags: reader.readTags(members, depth),
    excludes: excludesOf(members),
    atLeastOne: members.flag("at_least_one"),
    stopAfterFirst: members.flag("stop_after_first"),
    pointer: members.pointer,
  }),
  tags_with_separator: (reader, members, depth) => ({
    type: "tags_with_separator",
    tags: reader.readTags(members, depth),
    separator: members.text("separator"),
    atLeastOne: members.flag("at_least_one"),
    stopAfterFirst: members.flag("stop_after_first"),
  }),
};

class FormatReader {
  #count = 0;

  read(value: JsonValue, pointer: string, depth: number): Format {
    const members = this.#open(value, pointer, depth);
    const type = textOf(members.needed("type"), members.at("type"));
    if (!Object.hasOwn(READERS, type)) {
      throw tagUnsupported(members.at("type"), `there is no ${type}; there are ${Object.keys(READERS).join(", ")}`);
    }
    const format = READERS[type as Format["type"]](this, members, depth + 1);
    members.done();
    return format;
  }

  readMember(members: Members, depth: number): Format {
    return this.read(members.needed("content"), members.at("content"), depth);
  }

  readList(members: Members, name: string, depth: number): Format[] {
    const list = members.list(name);
    if (list.length === 0) throw tagInvalid(members.at(name), "expected at least one element");
    return list.map((value, index) => this.read(value, pointerTo(members.at(name), index), depth));
  }

  /** A tag in a list of tags needs no type. */
  readTags(members: Members, depth: number): TagFormat[] {
    const list = members.list("tags");
    if (list.length === 0) throw tagInvalid(members.at("tags"), "expected at least one tag");
    return list.map((value, index) => {
      const own = this.#open(value, pointerTo(members.at("tags"), index), depth);
      if ((own.value("type") ?? "tag") !== "tag") throw tagInvalid(own.at("type"), 'expected "tag"');
      const tag = this.readTag(own, depth + 1);
      own.done();
      return tag;
    });
  }

  readTag(members: Members, depth: number): TagFormat {
    const begin = members.text("begin");
    const content = this.readMember(members, depth);
    const ends = isJsonArray(members.value("end")) ? members.texts("end") : [members.text("end")];
    if (ends.length === 0) throw tagInvalid(members.at("end"), "expected at least one end");
    return { type: "tag", begin, content, ends, pointer: members.pointer };
  }

  #open(value: JsonValue, pointer: string, depth: number): Members {
    if (depth > MAX_DEPTH) throw tagTooLarge("formats inside formats", MAX_DEPTH);
    if (++this.#count > MAX_FORMATS) throw tagTooLarge("formats of a structural tag", MAX_FORMATS);
    return new Members(value, pointer);
  }
}

function excludesOf(members: Members): string[] {
  return members.has("excludes") ? members.texts("excludes") : [];
}
