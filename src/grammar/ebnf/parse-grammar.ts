import { overLimit } from "./fail.ts";
import { type Expression, type Grammar, nothing, ROOT } from "./grammar-model.ts";
import { GrammarReader } from "./grammar-reader.ts";
import { MAX_GRAMMAR_LENGTH, MAX_GROUP_DEPTH, MAX_REPEAT, MAX_RULES } from "./limits.ts";
import { anyCharacter, parseClass, parseLiteral } from "./parse-terminal.ts";
import { refuseOtherLanguages } from "./refuse-others.ts";

/**
 * Reads a grammar in the EBNF of llama.cpp (GBNF) and XGrammar. A rule goes on over line breaks up to the next `name ::=`, which both
 * readings allow. Throws HermesError "schema-invalid" with line and column, "schema-unsupported" for what only one of the two knows, and
 * "grammar-limit".
 */
export function parseGrammar(text: string): Grammar {
  if (text.length > MAX_GRAMMAR_LENGTH) throw overLimit("characters of a grammar", MAX_GRAMMAR_LENGTH);
  refuseOtherLanguages(text);
  const reader = new GrammarReader(text);
  const rules = new Map<string, Expression>();
  const references: { readonly name: string; readonly position: number }[] = [];
  for (reader.skip(); !reader.atEnd; reader.skip()) {
    const at = reader.position;
    const name = parseHead(reader);
    if (rules.has(name)) throw reader.invalid(`a second rule ${name}`, at);
    rules.set(name, new RuleParser(reader, references).parse());
    if (rules.size > MAX_RULES) throw overLimit("rules of a grammar", MAX_RULES);
  }
  if (!rules.has(ROOT)) throw reader.invalid(`there is no rule ${ROOT}, from which every text is derived`);
  const lost = references.find(({ name }) => !rules.has(name));
  if (lost !== undefined) throw reader.invalid(`the rule ${lost.name} is not defined`, lost.position);
  return rules;
}

function parseHead(reader: GrammarReader): string {
  const at = reader.position;
  const name = reader.takeName();
  if (name === null) throw reader.invalid(`expected a rule as in root ::= "text", found ${reader.found}`);
  reader.skipInLine();
  if (!reader.take("::=")) throw reader.invalid(`expected ::= behind the name ${name}, found ${reader.found}`, at);
  return name;
}

/** `{2}`, `{2,}`, `{2,5}`; white space and the lower bound may be left out as in `{,5}`. */
const COUNTS = /\{[ \t]*(\d*)[ \t]*(,?)[ \t]*(\d*)[ \t]*\}/y;

/** The right side of one rule. */
class RuleParser {
  readonly #reader: GrammarReader;
  readonly #references: { readonly name: string; readonly position: number }[];
  #depth = 0;

  constructor(reader: GrammarReader, references: { readonly name: string; readonly position: number }[]) {
    this.#reader = reader;
    this.#references = references;
  }

  parse(): Expression {
    const expression = this.#choice();
    if (this.#reader.atEnd || this.#reader.atDefinition) return expression;
    throw this.#reader.invalid(`expected a string, class, name, group or the next rule, found ${this.#reader.found}`);
  }

  #choice(): Expression {
    const options = [this.#sequence()];
    while (this.#reader.take("|")) options.push(this.#sequence());
    return options.length === 1 ? options[0]! : { type: "choice", options };
  }

  #sequence(): Expression {
    const parts: Expression[] = [];
    for (;;) {
      this.#reader.skip();
      const item = this.#item();
      if (item === null) break;
      parts.push(this.#repeated(item));
    }
    if (parts.length === 1) return parts[0]!;
    return parts.length === 0 ? nothing : { type: "sequence", parts };
  }

  /** Null where no item begins. */
  #item(): Expression | null {
    const reader = this.#reader;
    switch (reader.sign) {
      case '"':
        return parseLiteral(reader);
      case "[":
        return parseClass(reader);
      case ".":
        reader.position++;
        return anyCharacter;
      case "(":
        return this.#group();
      default:
        return this.#reference();
    }
  }

  #group(): Expression {
    const reader = this.#reader;
    const start = reader.position;
    reader.position++;
    if (reader.sign === "=" || reader.sign === "!") throw reader.unsupported("a lookahead", start);
    if (++this.#depth > MAX_GROUP_DEPTH) throw overLimit("groups inside groups", MAX_GROUP_DEPTH);
    const inner = this.#choice();
    this.#depth--;
    if (!reader.take(")")) throw reader.invalid(`a group without its closing ): found ${reader.found}`, start);
    return inner;
  }

  #reference(): Expression | null {
    const reader = this.#reader;
    const position = reader.position;
    if (reader.sign === "" || reader.atDefinition) return null;
    if (reader.sign === "<" || reader.startsWith("!<")) throw reader.unsupported("a token by its name or number");
    if (reader.sign === "'") throw reader.invalid('a string in single quotes; expected "');
    const name = reader.takeName();
    if (name === null) return null;
    if (reader.sign === "(") throw reader.unsupported(`the macro ${name}`, position);
    this.#references.push({ name, position });
    return { type: "rule", name, position };
  }

  #repeated(item: Expression): Expression {
    let repeated = item;
    let signs = 0;
    // Behind a line break nothing but the next item can stand, and no item begins with one of these.
    for (this.#reader.skipInLine(); ; this.#reader.skipInLine()) {
      const counts = this.#counts();
      if (counts === null) return repeated;
      if (++signs > MAX_GROUP_DEPTH) throw overLimit("repetitions of repetitions", MAX_GROUP_DEPTH);
      repeated = { type: "repeat", item: repeated, least: counts[0], most: counts[1] };
    }
  }

  #counts(): readonly [least: number, most: number] | null {
    const reader = this.#reader;
    if (reader.take("*")) return [0, Number.POSITIVE_INFINITY];
    if (reader.take("+")) return [1, Number.POSITIVE_INFINITY];
    if (reader.take("?")) return [0, 1];
    if (reader.sign !== "{") return null;
    const at = reader.position;
    const counts = reader.takeMatch(COUNTS);
    const [, from = "", comma = "", to = ""] = counts ?? [];
    if (counts === null || (from === "" && to === "") || (comma === "" && to !== "")) {
      throw reader.invalid("expected a repetition as in {2}, {2,} or {2,5}", at);
    }
    const least = from === "" ? 0 : Number(from);
    const most = comma === "" ? least : to === "" ? Number.POSITIVE_INFINITY : Number(to);
    if (least > MAX_REPEAT || (most > MAX_REPEAT && most !== Number.POSITIVE_INFINITY)) {
      throw overLimit("a repetition", MAX_REPEAT);
    }
    if (most < least) throw reader.invalid("a repetition whose end lies before its beginning", at);
    return [least, most];
  }
}
