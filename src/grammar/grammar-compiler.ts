import { HermesError, isHermesError } from "../errors.ts";
import type { Tokenizer } from "../tokenizer/index.ts";
import { type AnswerBody, AnswerGuard, callMachine, callsMachine, GuardTokens } from "./answer/index.ts";
import { behindThought } from "./behind-thought.ts";
import { type Constraint, checkConstraint } from "./constraint.ts";
import { constraintMachine, schemaText } from "./constraint-machine.ts";
import type { ByteMachine, GrammarNote } from "./contract.ts";
import { GrammarCache, type Growing } from "./grammar-cache.ts";
import { compileMachine, createVocabulary, type IndexedVocabulary, type TokenGrammar } from "./tokens/index.ts";
import { compileTool, type GrammarTool } from "./tool-arguments.ts";

/** Which tools an answer may call, and whether it must. */
export interface ToolRule {
  readonly type: "tools";
  /** At least one; no name twice. */
  readonly tools: readonly GrammarTool[];
  /** "auto": text and calls as the model likes; "required": calls and nothing else; a name: one call of that tool. */
  readonly choice: "auto" | "required" | { readonly name: string };
  /** Whether an answer may hold several calls. */
  readonly parallel: boolean;
}

export interface GuardRequest {
  /** What the answer behind the thought must be. */
  readonly rule: Constraint | ToolRule;
  /** Where the answer begins: open for a thought, inside one, or behind it. */
  readonly start: "answer" | "reasoning" | "content";
  /** What the prompt already holds of the answer. */
  readonly prefill: string;
  /** Whether a thought may begin the answer. */
  readonly mayThink: boolean;
}

export interface GuardedAnswer {
  readonly guard: AnswerGuard;
  /** What of schemas was ignored, dropped or not enforced. */
  readonly notes: readonly GrammarNote[];
}

/** A grammar at the beginning of an answer, and behind a thought. */
interface Compiled extends Growing {
  readonly notes: readonly GrammarNote[];
  readonly grammar: TokenGrammar;
  readonly behindThought: () => TokenGrammar;
}

/**
 * Grammars of one tokenizer. Schemas are compiled when they are first asked for, in the calling thread, and kept by their content; so are
 * the tables of the vocabulary, which take some 100 ms for 128,256 tokens.
 */
export class GrammarCompiler {
  readonly #tokenizer: Tokenizer;
  readonly #compiled = new GrammarCache<Compiled>();
  /** Tags match no text: for values, in which a tag is spelled as in the user's text. */
  #values: IndexedVocabulary | null = null;
  /** Tags match by their text: for thoughts and calls. */
  #tags: { readonly vocabulary: IndexedVocabulary; readonly guard: GuardTokens } | null = null;

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
  }

  /** Throws HermesError "usage", "schema-invalid", "schema-unsupported" or "grammar-limit". */
  compile(constraint: Constraint): TokenGrammar {
    return this.#compileConstraint(constraint).grammar;
  }

  /**
   * What watches over one answer. Rejects as `compile` throws, and with "usage" where what the prompt holds of the answer breaks the rule
   * already.
   */
  async guardFor({ rule, start, prefill, mayThink }: GuardRequest): Promise<GuardedAnswer> {
    const compiled = rule.type === "tools" ? this.#compileTools(rule) : this.#compileConstraint(rule);
    const begun = start === "answer" ? "" : prefill;
    // A thought that the prompt holds whole is read again, so that what stands behind it is told from it.
    const readsThought = /^\s*<think>/.test(begun);
    const guard = new AnswerGuard({
      tokens: this.#tagTables().guard,
      start: readsThought ? "reasoning" : start,
      mayThink,
      body: bodyOf(rule, compiled, mayThink || readsThought),
    });
    readPrefill(guard, begun);
    return { guard, notes: compiled.notes };
  }

  #compileConstraint(constraint: Constraint): Compiled {
    checkConstraint(constraint);
    const content =
      constraint.type === "json-schema" ? { ...constraint, schema: schemaText(constraint.schema) } : constraint;
    return this.#compiled.get(JSON.stringify(content), () => {
      const { machine, notes, stateCount } = constraintMachine(content);
      return { notes, stateCount, ...this.#bothPlaces(machine, this.#valueTables()) };
    });
  }

  #compileTools({ tools, choice, parallel }: ToolRule): Compiled {
    const offered = typeof choice === "string" ? tools : tools.filter(({ name }) => name === choice.name);
    checkTools(tools, choice, offered);
    const strict = choice !== "auto";
    const isMany = choice === "required" && parallel;
    return this.#compiled.get(JSON.stringify([offered, strict, isMany]), () => {
      const compiled = offered.map((tool, index) => compileTool({ ...tool, strict: tool.strict || strict }, index));
      const machine = strict ? callsMachine(compiled, isMany) : callMachine(compiled);
      return {
        notes: compiled.flatMap(({ note }) => note ?? []),
        stateCount: () => Math.max(...compiled.map(({ stateCount }) => stateCount())),
        ...this.#bothPlaces(machine, this.#tagTables().vocabulary),
      };
    });
  }

  #bothPlaces(machine: ByteMachine, vocabulary: IndexedVocabulary): Pick<Compiled, "grammar" | "behindThought"> {
    let behind: TokenGrammar | null = null;
    return {
      grammar: compileMachine(machine, vocabulary),
      behindThought: () => {
        behind ??= compileMachine(behindThought(machine), vocabulary);
        return behind;
      },
    };
  }

  #valueTables(): IndexedVocabulary {
    this.#values ??= createVocabulary(this.#tokenizer);
    return this.#values;
  }

  #tagTables(): { readonly vocabulary: IndexedVocabulary; readonly guard: GuardTokens } {
    if (this.#tags === null) {
      const vocabulary = createVocabulary(this.#tokenizer, { tags: "text" });
      this.#tags = { vocabulary, guard: new GuardTokens(vocabulary) };
    }
    return this.#tags;
  }
}

function bodyOf(rule: GuardRequest["rule"], { grammar, behindThought }: Compiled, thinks: boolean): AnswerBody {
  if (rule.type === "tools" && rule.choice === "auto") {
    return { type: "text-with-calls", call: grammar, most: rule.parallel ? Number.POSITIVE_INFINITY : 1 };
  }
  return { type: "grammar", grammar, ...(thinks ? { behindThought: behindThought() } : {}) };
}

function checkTools(tools: readonly GrammarTool[], choice: ToolRule["choice"], offered: readonly GrammarTool[]): void {
  const names = tools.map(({ name }) => name);
  if (offered.length === 0) {
    const wanted = typeof choice === "string" ? "a call" : `a call of ${JSON.stringify(choice.name)}`;
    const message = `The tool choice wants ${wanted}, but the tools are: ${names.join(", ") || "none"}.`;
    throw new HermesError("usage", message, { argument: "toolChoice" });
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  const message = `Two tools are called ${JSON.stringify(twice)}; every tool needs a name of its own.`;
  throw new HermesError("usage", message, { argument: "tools" });
}

function readPrefill(guard: AnswerGuard, prefill: string): void {
  try {
    guard.acceptBytes(new TextEncoder().encode(prefill));
  } catch (cause) {
    if (!isHermesError(cause, "generation-failed")) throw cause;
    const message = "The message to continue breaks the constraint of the answer already. Change the one or the other.";
    throw new HermesError("usage", message, { argument: "continueFinalMessage" }, { cause });
  }
}
