/** Numbers as Python's float() reads them. */
const PYTHON_FLOAT = /^[+-]?(?:(?:\d+(?:_\d+)*)(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;
const SPECIAL = /^[+-]?(?:inf|infinity|nan)$/i;
const PUNCTUATION = /[!-/:-@[-`{-~]/g;

/**
 * The normal form of DROP's official evaluation: parts between spaces and hyphens in lower case, without punctuation unless they are a
 * number, numbers by value, without articles.
 */
export function normalForm(text: string): string {
  return text
    .split(/[ -]/)
    .map((part) => withoutArticles(numberForm(withoutPunctuation(part.toLowerCase()))))
    .filter((part) => part !== "")
    .join(" ");
}

/** Different words of a normal form. */
export function bagOf(normal: string): ReadonlySet<string> {
  return new Set(normal.split(/\s+/).filter((word) => word !== ""));
}

export function isNumber(text: string): boolean {
  const bare = text.trim();
  return PYTHON_FLOAT.test(bare) || SPECIAL.test(bare);
}

function withoutPunctuation(part: string): string {
  return isNumber(part) ? part : part.replace(PUNCTUATION, "");
}

/** The same text for equal numbers; whole ones end in ".0" as in Python, unlike digits inside of other text. */
function numberForm(part: string): string {
  const bare = part.trim();
  if (!PYTHON_FLOAT.test(bare)) return part;
  const text = String(Number(bare.replaceAll("_", "")));
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

function withoutArticles(part: string): string {
  return part
    .replace(/(?<![\p{L}\p{N}_])(?:an?|the)(?![\p{L}\p{N}_])/gu, " ")
    .split(/\s+/)
    .filter((word) => word !== "")
    .join(" ");
}
