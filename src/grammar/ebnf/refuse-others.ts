import { grammarUnsupported } from "./fail.ts";

const HINT = 'send EBNF as llama.cpp and XGrammar read it: root ::= "a" | [0-9]+';

/** What begins a line of a grammar for Lark: `start: …`, `NAME.1: …`, `?rule: …`, `%import`, `%ignore`. */
const LARK_LINE =
  /^[ \t]*(?:%(?:import|ignore|declare|extend|override)\b|[?!]?[a-zA-Z_][\w]*(?:\.-?\d+)?[ \t]*:(?!:=))/m;

/** XGrammar's macros, and llguidance's first line. */
const OTHERS: readonly (readonly [name: string, shape: RegExp])[] = [
  ["TagDispatch", /^[^"#\n]*\bTagDispatch\s*\(/m],
  ["llguidance", /^\s*%llguidance\b/],
];

/** Throws HermesError "schema-unsupported" for a grammar in another language than ours, by its name. */
export function refuseOtherLanguages(text: string): void {
  for (const [name, shape] of OTHERS) {
    const found = shape.exec(text);
    if (found !== null) throw grammarUnsupported(text, found.index, `it is a grammar for ${name}; ${HINT}`);
  }
  if (text.includes("::=")) return;
  const line = LARK_LINE.exec(text);
  if (line !== null) throw grammarUnsupported(text, line.index, `it is a grammar for Lark; ${HINT}`);
}
