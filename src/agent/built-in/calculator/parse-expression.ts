import { CalculationError } from "./calculation-error.ts";
import type { BinaryOperator, Expression } from "./expression.ts";
import { readTokens, type Token } from "./read-tokens.ts";

/** Longest expression, in UTF-16 code units. */
export const MAX_EXPRESSION_LENGTH = 1000;
/** Deepest nesting; far below what the stack of this parser holds. */
const MAX_DEPTH = 100;

const CONSTANTS: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

/**
 * Reads an expression. From loose to tight: + and -, then * / %, then the sign in front, then ^; all from the left but ^, so that
 * -2^2 is -4 and 2^3^2 is 2^9. Throws CalculationError, by place.
 */
export function parseExpression(text: string): Expression {
  if (text.length > MAX_EXPRESSION_LENGTH) {
    throw new CalculationError(`the expression is longer than ${MAX_EXPRESSION_LENGTH} characters`);
  }
  return new ExpressionParser(readTokens(text)).parse();
}

class ExpressionParser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Expression {
    const expression = this.#sum();
    if (this.#token.kind !== "end") throw this.#unexpected("an operator");
    return expression;
  }

  #sum(): Expression {
    return this.#deeper(() => this.#leftToRight(["+", "-"], () => this.#product()));
  }

  #product(): Expression {
    return this.#leftToRight(["*", "/", "%"], () => this.#signed());
  }

  #leftToRight(operators: readonly string[], operand: () => Expression): Expression {
    let left = operand();
    while (this.#token.kind === "sign" && operators.includes(this.#token.text)) {
      const operator = this.#take().text as BinaryOperator;
      left = { type: "binary", operator, left, right: operand() };
    }
    return left;
  }

  #signed(): Expression {
    if (this.#takeSign("+")) return this.#deeper(() => this.#signed());
    if (this.#takeSign("-")) return { type: "negate", operand: this.#deeper(() => this.#signed()) };
    return this.#power();
  }

  #power(): Expression {
    const left = this.#atom();
    if (!this.#takeSign("^")) return left;
    return { type: "binary", operator: "^", left, right: this.#deeper(() => this.#signed()) };
  }

  #atom(): Expression {
    if (this.#takeSign("(")) {
      const inner = this.#sum();
      this.#expectClosing();
      return inner;
    }
    if (this.#token.kind === "number") return { type: "number", value: readNumber(this.#take().text) };
    if (this.#token.kind === "name") return this.#named(this.#take());
    throw this.#unexpected("a number");
  }

  #named({ text }: Token): Expression {
    const name = text.toLowerCase();
    if (!this.#takeSign("(")) {
      const constant = Object.hasOwn(CONSTANTS, name) ? CONSTANTS[name] : undefined;
      if (constant === undefined) throw new CalculationError(`${text} is no constant; there are pi and e`);
      return { type: "number", value: constant };
    }
    const operands: Expression[] = [];
    if (this.#takeSign(")")) return { type: "call", name, operands };
    do operands.push(this.#sum());
    while (this.#takeSign(","));
    this.#expectClosing();
    return { type: "call", name, operands };
  }

  #deeper(parse: () => Expression): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new CalculationError(`the expression is nested deeper than ${MAX_DEPTH}`);
    const expression = parse();
    this.#depth -= 1;
    return expression;
  }

  #expectClosing(): void {
    if (!this.#takeSign(")")) throw this.#unexpected('")"');
  }

  #takeSign(text: string): boolean {
    const found = this.#token.kind === "sign" && this.#token.text === text;
    if (found) this.#next += 1;
    return found;
  }

  #take(): Token {
    const token = this.#token;
    this.#next += 1;
    return token;
  }

  /** The last token, "end", is never taken. */
  get #token(): Token {
    return this.#tokens[this.#next]!;
  }

  #unexpected(expected: string): CalculationError {
    const { kind, text, place } = this.#token;
    return new CalculationError(
      kind === "end"
        ? `the expression ends where ${expected} should stand`
        : `expected ${expected} at place ${place}, got "${text}"`,
    );
  }
}

/** Digits alone are a whole number; with a point or an exponent, a double. */
function readNumber(text: string): bigint | number {
  if (/^\d+$/.test(text)) return BigInt(text);
  const value = Number(text);
  if (!Number.isFinite(value)) throw new CalculationError(`${text} is too large; the limit is about 1.8e308`);
  return value;
}
