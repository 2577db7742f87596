import { HermesError, isHermesError } from "../errors.ts";
import type { Tokenizer } from "../tokenizer/index.ts";
import type { AnswerBody, AnswerGuard, GuardOptions } from "./answer/index.ts";
import { type BothPlaces, forBothPlaces } from "./both-places.ts";
import type { Constraint } from "./constraint.ts";
import { plainConstraint } from "./constraint-machine.ts";
import type { GrammarNote } from "./contract.ts";
import { GrammarCache } from "./grammar-cache.ts";
import { GrammarMeter, type GrammarStats } from "./grammar-stats.ts";
import { MeteredGuard } from "./metered-guard.ts";
import { RuleCompiler, type RuleMachine } from "./rule-compiler.ts";
import type { RuleContent } from "./rule-machine.ts";
import type { TokenGrammar } from "./tokens/index.ts";
import type { GrammarTool } from "./tool-arguments.ts";
import { VocabularyTables } from "./vocabulary-tables.ts";

/** Which tools an answer may call, and whether it must. */
export interface ToolRule {
  readonly type: "tools";
  /** At least one; no name twice. */
  readonly tools: readonly GrammarTool[];
  /** "auto": text and calls as the model likes, but with a `value` either calls or that; "required": calls and nothing else; a name: one call of that tool. */
  readonly choice: "auto" | "required" | { readonly name: string };
  /** Whether an answer may hold several calls. */
  readonly parallel: boolean;
  /** What an answer without a call must be; only where the choice is "auto". Default: any text, also in front of calls and behind them. */
  readonly value?: Constraint;
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
 * Grammars of one tokenizer. Rules are compiled when they are first asked for and kept by their content, and so are the tables of the
 * vocabulary. Whoever creates it disposes it.
 */
export class GrammarCompiler {
  readonly #rules: RuleCompiler;
  readonly #tables: VocabularyTables;
  readonly #compiled = new GrammarCache<Compiled>();
  /** Under way in another thread: who asks for the same waits for the same. */
  readonly #compiling = new Map<string, Promise<Compiled>>();
  readonly #meter = new GrammarMeter();

  constructor(tokenizer: Tokenizer, rules = new RuleCompiler()) {
    this.#tables = new VocabularyTables(tokenizer);
    this.#rules = rules;
  }

  /** In the calling thread, and at once. Throws HermesError "usage", "schema-invalid", "schema-unsupported" or "grammar-limit". */
  compile(constraint: Constraint): TokenGrammar {
    const content = contentOf(constraint);
    const key = this.#compiled.keyOf(JSON.stringify(content));
    const known = this.#compiled.find(key);
    if (known !== undefined) return known.grammar;
    return this.#finish(key, content, this.#rules.compile(content)).grammar;
  }

  /**
   * What watches over one answer. What takes more than some milliseconds to compile is compiled in another thread. Rejects as `compile`
   * throws, and with "usage" where what the prompt holds of the answer breaks the rule already.
   */
  async guardFor({ rule, start, prefill, mayThink }: GuardRequest): Promise<GuardedAnswer> {
    const compiled = await this.#compileMetered(rule);
    const begun = start === "answer" ? "" : prefill;
    // A thought that the prompt holds whole is read again, so that what stands behind it is told from it.
    const readsThought = /^\s*<think>/.test(begun);
    const options: GuardOptions = {
      tokens: this.#tables.guard,
      start: readsThought ? "reasoning" : start,
      mayThink,
      body: bodyOf(rule, compiled, mayThink || readsThought),
    };
    const guard = new MeteredGuard(options, this.#meter);
    readPrefill(guard, begun);
    return { guard, notes: compiled.notes };
  }

  /** Makes the tables of the vocabulary in small steps, so that no request has to wait for them, and warms up. */
  async prepare(): Promise<void> {
    await this.#tables.prepare();
    this.#rules.warmUp();
  }

  /** What the grammars have cost and saved so far. */
  stats(): GrammarStats {
    return this.#meter.stats();
  }

  /** Ends the compiling thread. Harmless when repeated. */
  dispose(): Promise<void> {
    return this.#rules.dispose();
  }

  async #compileMetered(rule: GuardRequest["rule"]): Promise<Compiled> {
    try {
      return await this.#compileApart(contentOf(rule));
    } catch (error) {
      if (isHermesError(error)) this.#meter.refused(error.code);
      throw error;
    }
  }

  #compileApart(content: RuleContent): Compiled | Promise<Compiled> {
    const key = this.#compiled.keyOf(JSON.stringify(content));
    const known = this.#compiled.find(key) ?? this.#compiling.get(key);
    if (known !== undefined) {
      this.#meter.hit();
      return known;
    }
    this.#meter.miss();
    const start = performance.now();
    const compiling = this.#rules
      .compileApart(content)
      .then((machine) => this.#finish(key, content, machine))
      .then((compiled) => {
        this.#meter.compiled(performance.now() - start);
        return compiled;
      })
      .finally(() => this.#compiling.delete(key));
    this.#compiling.set(key, compiling);
    return compiling;
  }

  #finish(key: string, content: RuleContent, rule: RuleMachine): Compiled {
    const vocabulary = holdsTags(content) ? this.#tables.tags : this.#tables.values;
    const compiled = { notes: rule.notes, ...forBothPlaces(rule, vocabulary) };
    this.#compiled.keep(key, compiled);
    return compiled;
  }
}

/** Whether Hermes tags are markup in the texts of a rule, and so match as tokens. */
function holdsTags(content: RuleContent): boolean {
  return content.type === "tools" || content.constraint.type === "structural-tag";
}

/** Plain data, the same for equal rules. */
function contentOf(rule: GuardRequest["rule"]): RuleContent {
  if (rule.type === "tools") {
    const { tools, choice, parallel, value } = rule;
    const offered = typeof choice === "string" ? tools : tools.filter(({ name }) => name === choice.name);
    checkTools(tools, choice, offered);
    const must = choice !== "auto";
    const isValue = value !== undefined && !must;
    const isMany = parallel && (choice === "required" || isValue);
    return { type: "tools", tools: offered, must, isMany, value: isValue ? plainConstraint(value) : null };
  }
  return { type: "constraint", constraint: plainConstraint(rule) };
}

function bodyOf(rule: GuardRequest["rule"], { grammar, behindThought }: Compiled, thinks: boolean): AnswerBody {
  if (rule.type === "tools" && rule.choice === "auto" && rule.value === undefined) {
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
