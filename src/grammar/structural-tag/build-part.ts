import { HermesError, isHermesError } from "../../errors.ts";
import type { Compilation } from "../compilation.ts";
import type { ByteMachine, GrammarNote } from "../contract.ts";
import { ebnfMachine } from "../ebnf/index.ts";
import { choicePart, machinePart, type Part, repeatPart, sequencePart } from "../joined/index.ts";
import { choiceMachine, utf8Machine, wholeMatchLanguage } from "../regex/index.ts";
import { renderJson } from "../schema-model/index.ts";
import { tagInvalid, tagUnsupported } from "./fail.ts";
import type { Format, TagFormat } from "./tag-format.ts";
import { textUpTo, textWithout } from "./text-machine.ts";

type Of<Type extends Format["type"]> = Extract<Format, { type: Type }>;

/** Builds the languages of formats. */
export class PartBuilder {
  readonly notes: GrammarNote[] = [];
  readonly #compilation: Compilation;
  /** By pointer: a tag that may come first and again has one machine. */
  readonly #leaves = new Map<string, Part>();

  constructor(compilation: Compilation) {
    this.#compilation = compilation;
  }

  /**
   * @param ends texts that end what the format stands in: free text at the end of it must not hold them. Throws HermesError
   * "schema-invalid", "schema-unsupported" or "grammar-limit".
   */
  build(format: Format, ends: readonly string[]): Part {
    switch (format.type) {
      case "const_string":
        return literal(format.value);
      case "json_schema":
        return this.#schema(format);
      case "regex":
      case "grammar":
        return this.#language(format);
      case "any_text":
        return machinePart(textWithout(nonEmpty([...format.excludes, ...ends])));
      case "sequence":
        return this.#sequence(format, ends);
      case "or":
        return choicePart(...format.elements.map((element) => this.build(element, ends)));
      case "optional":
        return choicePart(sequencePart(), this.build(format.content, ends));
      case "star":
      case "plus": {
        const item = this.build(format.content, ends);
        return format.type === "star" ? repeatPart(item) : sequencePart(item, repeatPart(item));
      }
      case "tag":
        return sequencePart(literal(format.begin), this.#rest(format));
      case "triggered_tags":
        return this.#triggered(format, ends);
      case "tags_with_separator":
        return this.#separated(format);
    }
  }

  /** Free text is open to its end; where something follows it in the same sequence, nobody could tell the two apart. */
  #sequence({ elements }: Of<"sequence">, ends: readonly string[]): Part {
    const parts = elements.map((element, index) => {
      const isLast = index === elements.length - 1;
      if (!isLast && isOpen(element))
        throw tagUnsupported("", `${element.type} in front of other elements of a sequence`);
      return this.build(element, isLast ? ends : []);
    });
    return sequencePart(...parts);
  }

  /** A tag behind its begin. */
  #rest({ content, ends }: TagFormat): Part {
    return sequencePart(this.build(content, ends), choicePart(...ends.map(literal)));
  }

  #triggered(format: Of<"triggered_tags">, ends: readonly string[]): Part {
    const { triggers, tags, atLeastOne, stopAfterFirst, pointer } = format;
    if (triggers.length === 0 || triggers.includes(""))
      throw tagInvalid(pointer, "expected triggers that are no empty texts");
    const lost = tags.find(({ begin }) => triggers.filter((trigger) => begin.startsWith(trigger)).length !== 1);
    if (lost !== undefined) throw tagInvalid(lost.pointer, "begin has to begin with exactly one of the triggers");
    const any = choicePart(...tags.map((tag) => this.build(tag, [])));
    const text = machinePart(textWithout(nonEmpty([...triggers, ...format.excludes, ...ends])));
    const behindText = this.#behindText(format, ends);
    if (stopAfterFirst) return atLeastOne ? any : choicePart(text, behindText);
    const further = sequencePart(repeatPart(behindText), text);
    return atLeastOne ? sequencePart(any, further) : further;
  }

  /** Text up to the first trigger, then the rest of one of its tags. */
  #behindText({ triggers, tags, excludes, pointer }: Of<"triggered_tags">, ends: readonly string[]): Part {
    const stops = nonEmpty([...triggers, ...excludes, ...ends]);
    const options = triggers.map((trigger) => {
      const text = textUpTo(trigger, stops);
      if (text === null)
        throw tagUnsupported(pointer, `another trigger or end stands inside the trigger ${JSON.stringify(trigger)}`);
      const own = tags.filter(({ begin }) => begin.startsWith(trigger));
      if (own.length === 0) throw tagInvalid(pointer, `no tag begins with the trigger ${JSON.stringify(trigger)}`);
      const rests = own.map((tag) => sequencePart(literal(tag.begin.slice(trigger.length)), this.#rest(tag)));
      return sequencePart(machinePart(text), choicePart(...rests));
    });
    return choicePart(...options);
  }

  #separated({ tags, separator, atLeastOne, stopAfterFirst }: Of<"tags_with_separator">): Part {
    const any = choicePart(...tags.map((tag) => this.build(tag, [])));
    const several = stopAfterFirst ? any : sequencePart(any, repeatPart(sequencePart(literal(separator), any)));
    return atLeastOne ? several : choicePart(sequencePart(), several);
  }

  #schema({ schema, pointer }: Of<"json_schema">): Part {
    return this.#leaf(pointer, () => {
      const { machine, notes } = this.#compilation.schemaMachine(renderJson(schema), {});
      this.notes.push(...notes.map((note) => ({ ...note, pointer: pointer + note.pointer })));
      return machine;
    });
  }

  #language(format: Of<"regex"> | Of<"grammar">): Part {
    const { clock } = this.#compilation;
    return this.#leaf(format.pointer, () => {
      const machine =
        format.type === "grammar"
          ? ebnfMachine(format.grammar, clock)
          : utf8Machine(wholeMatchLanguage(format.pattern, undefined, clock), clock);
      if (machine === null) throw tagUnsupported("", "no text matches it");
      return machine;
    });
  }

  #leaf(pointer: string, create: () => ByteMachine): Part {
    const known = this.#leaves.get(pointer);
    if (known !== undefined) return known;
    const part = machinePart(within(pointer, create));
    this.#leaves.set(pointer, part);
    return part;
  }
}

function isOpen(format: Format): boolean {
  return (
    format.type === "any_text" || (format.type === "triggered_tags" && !(format.atLeastOne && format.stopAfterFirst))
  );
}

function literal(text: string): Part {
  return text === "" ? sequencePart() : machinePart(choiceMachine([text]) as ByteMachine);
}

function nonEmpty(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== "");
}

/** Says where in the tag a schema, pattern or grammar is refused. */
function within<Value>(pointer: string, build: () => Value): Value {
  try {
    return build();
  } catch (error) {
    if (!isHermesError(error, "schema-invalid") && !isHermesError(error, "schema-unsupported")) throw error;
    const facts = { ...error.facts, pointer: pointer + error.facts.pointer };
    throw new HermesError(error.code, `${error.message} (structural tag, at ${pointer})`, facts as never, {
      cause: error,
    });
  }
}
