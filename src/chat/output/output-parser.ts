import { HermesError } from "../../errors.ts";
import type { OutputPart } from "../parts.ts";
import { BlockReader } from "./block-reader.ts";
import { InputWindow } from "./input-window.ts";
import type { Diagnostic, ParsedOutput, ParserEvent } from "./parser-event.ts";
import type { OutputParserOptions, ParserState, StateName } from "./parser-state.ts";
import { PartWriter } from "./part-writer.ts";
import { CALL_START } from "./tags.ts";
import { readContent, readStart, readThought } from "./text-states.ts";

/** Reads an answer as it is written. */
export interface OutputParser {
  /** Reads on; the text may be cut anywhere, even between the halves of a surrogate pair. */
  push(text: string): ParserEvent[];
  /** Ends the answer and decides all that was held back. A second call gives nothing, a later push throws `disposed`. */
  finish(): ParserEvent[];
  /** The parts that are final so far; all of them after finish(). */
  readonly parts: readonly OutputPart[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the text read last belongs to the thought. */
  readonly insideThought: boolean;
}

export function createOutputParser(options: OutputParserOptions = {}): OutputParser {
  return new StreamingParser(options);
}

/** Reads a whole answer: the fold of the streaming parser. */
export function parseOutput(text: string, options: OutputParserOptions = {}): ParsedOutput {
  const parser = createOutputParser(options);
  parser.push(text);
  parser.finish();
  return { parts: parser.parts, diagnostics: parser.diagnostics };
}

class StreamingParser implements OutputParser {
  readonly #window = new InputWindow();
  readonly #writer = new PartWriter();
  readonly #settings: Required<OutputParserOptions>;
  readonly #states: Readonly<Record<StateName, ParserState>>;
  #state: StateName = "content";
  #ended = false;

  constructor(options: OutputParserOptions) {
    const defaults = {
      start: "answer",
      tools: true,
      reasoning: true,
      endThoughtAtToolCall: false,
      mode: "complete",
    } as const;
    this.#settings = { ...defaults, ...options };
    const block = new BlockReader();
    this.#states = {
      start: readStart,
      thought: readThought,
      content: readContent,
      block: (context) => block.readBlock(context),
      object: (context) => block.readObject(context),
      "bad-block": (context) => block.readBadBlock(context),
      "after-object": (context) => block.readAfterObject(context),
      trailing: (context) => block.readTrailing(context),
    };
    if (!this.#settings.reasoning) return;
    if (this.#settings.start === "answer") this.#state = "start";
    if (this.#settings.start === "reasoning") {
      this.#state = "thought";
      this.#writer.openThought("");
    }
  }

  get parts(): readonly OutputPart[] {
    return this.#writer.parts;
  }

  get diagnostics(): readonly Diagnostic[] {
    return this.#writer.diagnostics;
  }

  get insideThought(): boolean {
    return this.#state === "thought";
  }

  push(text: string): ParserEvent[] {
    if (this.#ended) {
      const message = "the output parser has finished; create a new one for the next answer";
      throw new HermesError("disposed", message, { what: "output parser" });
    }
    this.#window.append(text);
    this.#run();
    return this.#writer.drain();
  }

  finish(): ParserEvent[] {
    if (this.#ended) return [];
    this.#ended = true;
    this.#run();
    if (this.#state === "thought") this.#reportLostCall();
    this.#writer.endThought("");
    this.#writer.endContent();
    return this.#writer.drain();
  }

  #run(): void {
    const context = { window: this.#window, writer: this.#writer, settings: this.#settings, ended: this.#ended };
    for (let next: StateName | null = this.#state; next !== null; next = this.#states[next](context))
      this.#state = next;
  }

  #reportLostCall(): void {
    const thought = this.#writer.thoughtText;
    const start = thought.indexOf(CALL_START);
    if (start < 0 || !this.#settings.tools) return;
    const call = parseOutput(thought.slice(start), { start: "content" }).parts.find((part) => part.type === "call");
    if (call === undefined) return;
    const message = `the thought never ends and holds a whole call of ${call.name}, which was not made`;
    this.#writer.report("call-inside-unclosed-think", message, { name: call.name });
  }
}
