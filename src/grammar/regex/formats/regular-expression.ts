/**
 * Expressions that every reader of ECMAScript with the flag `u` takes, as a pattern for whole strings. The whole language is not
 * regular: groups nest, ranges ascend and names are told apart. This part nests three deep, has the usual ranges and no names.
 */
const escapeSequence = String.raw`\\(?:[dDwWsStnvfr]|[\^$\\.*+?()\[\]{}|/]|c[A-Za-z]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})`;
const range = "a-z|A-Z|0-9|a-f|A-F|1-9|0-7|а-я|А-Я";
const characterClass = String.raw`\[\^?(?:${range}|[^\\\[\]\-^&|~\ud800-\udfff]|${escapeSequence})*-?\]`;
const plain = String.raw`[^\^$\\.*+?()\[\]{}|\ud800-\udfff]`;
const quantifier = String.raw`(?:[*+?]|\{\d{1,3},?\}|\{[01],[1-9]\d{0,2}\})\??`;

function alternatives(group: string): string {
  const atom = String.raw`(?:${plain}|\.|${escapeSequence}|${characterClass}${group === "" ? "" : `|\\((?:\\?:)?${group}\\)`})`;
  const assertion = String.raw`\^|\$|\\[bB]${group === "" ? "" : `|\\(\\?<?[=!]${group}\\)`}`;
  const term = `(?:${assertion}|${atom}(?:${quantifier})?)`;
  return String.raw`${term}*(?:\|${term}*)*`;
}

export const regularExpression = alternatives(alternatives(alternatives("")));
