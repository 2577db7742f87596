import { CalculationError } from "./calculation-error.ts";

export interface Token {
  readonly kind: "number" | "name" | "sign" | "end";
  readonly text: string;
  /** Place in the expression, counted from 1. */
  readonly place: number;
}

/** Other ways to write a sign. */
const SPELLINGS: Readonly<Record<string, string>> = { "**": "^", "×": "*", "·": "*", "÷": "/", "−": "-" };

const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z]+\d*)|(\*\*|[-+*/%^(),×·÷−]))/y;

/** Splits an expression; the last token is "end". Throws CalculationError at what belongs to no token. */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const length = text.trimEnd().length;
  while (pattern.lastIndex < length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw unreadable(text, start);
    const [, number, name, sign] = match;
    const token = number ?? name ?? sign ?? "";
    const place = pattern.lastIndex - token.length + 1;
    if (number !== undefined) tokens.push({ kind: "number", text: number, place });
    else if (name !== undefined) tokens.push({ kind: "name", text: name, place });
    else tokens.push({ kind: "sign", text: SPELLINGS[token] ?? token, place });
  }
  return [...tokens, { kind: "end", text: "", place: length + 1 }];
}

function unreadable(text: string, start: number): CalculationError {
  const place = start + (/^\s*/.exec(text.slice(start))?.[0].length ?? 0);
  const character = String.fromCodePoint(text.codePointAt(place) ?? 0);
  return new CalculationError(`"${character}" at place ${place + 1} is not part of an expression`);
}
