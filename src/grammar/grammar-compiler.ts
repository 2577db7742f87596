import { HermesError, isHermesError } from "../errors.ts";
import type { Tokenizer } from "../tokenizer/index.ts";
import { type AnswerBody, AnswerGuard, callMachine, callsMachine, GuardTokens } from "./answer/index.ts";
import { type BothPlaces, forBothPlaces } from "./both-places.ts";
import { type Constraint, checkConstraint } from "./constraint.ts";
import { constraintMachine, schemaText } from "./constraint-machine.ts";
import type { GrammarNote } from "./contract.ts";
import { GrammarCache } from "./grammar-cache.ts";
import { createVocabulary, type IndexedVocabulary, type TokenGrammar } from "./tokens/index.ts";
import { type CompiledTool, compileTool, type GrammarTool } from "./tool-arguments.ts";

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

interface Compiled extends BothPlaces {
  readonly notes: readonly GrammarNote[];
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
      const { machine, notes } = constraintMachine(content);
      return { notes, ...forBothPlaces(machine, () => constraintMachine(content).machine, this.#valueTables()) };
    });
  }

  #compileTools({ tools, choice, parallel }: ToolRule): Compiled {
    const offered = typeof choice === "string" ? tools : tools.filter(({ name }) => name === choice.name);
    checkTools(tools, choice, offered);
    const must = choice !== "auto";
    const isMany = choice === "required" && parallel;
    return this.#compiled.get(JSON.stringify([offered, must, isMany]), () => {
      const compileTools = () =>
        offered.map((tool, index) => compileTool({ ...tool, strict: tool.strict || must }, index));
      const join = (compiled: readonly CompiledTool[]) =>
        must ? callsMachine(compiled, isMany) : callMachine(compiled);
      const compiled = compileTools();
      const { vocabulary } = this.#tagTables();
      return {
        notes: compiled.flatMap(({ note }) => note ?? []),
        ...forBothPlaces(join(compiled), () => join(compileTools()), vocabulary),
      };
    });
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
