const UNIT =
  "(?:degrees?|radians?|(?:square |cubic |sq\\.? )?(?:milli|centi|kilo)?met(?:er|re)s?|(?:square |cubic |sq\\.? )?(?:cm|mm|km|feet|foot|ft|inch(?:es)?|yards?|miles?|units?)|seconds?|minutes?|hours?|days?|weeks?|months?|years?|dollars?|cents?|percent|(?:kilo)?grams?|kg|pounds?|lit(?:er|re)s?|gallons?|mph)";
const POWER = "(?: ?\\^ ?(?:\\{ ?\\d ?\\}|\\d))?";
/** After a number, a closed bracket or a variable: one unit, or several ("miles per hour"). */
const units = new RegExp(
  `(?<=[\\d})a-z]|\\d\\.) ?(?:(?:per|/) ?)?\\b${UNIT}\\b${POWER}(?: ?(?:per|/) ?${UNIT}\\b${POWER})?`,
  "gi",
);

/** Without the units of length, area, volume, time, angle, weight and money that follow a number. Expects single spaces. */
export function dropUnits(text: string): string {
  return text.replace(units, "");
}

const wordsAtEnd = /^\\(?:text|mbox|textrm|mathrm|textbf|textit)\s*\{([^{}]*)\}\s*(?:\^\s*(?:\{\s*\d\s*\}|\d))?\s*\.?$/;

/**
 * Without the words that end it: `5.4 \text{ cents}`, `15\mbox{ cm}^2`. Only words at the very end go, so `5 \text{ or } 6` stays whole.
 * `\mathrm{i}` is no unit.
 */
export function dropRightText(text: string): string {
  const at = text.lastIndexOf("\\");
  const words = at < 0 ? undefined : wordsAtEnd.exec(text.slice(at))?.[1];
  const before = text.slice(0, Math.max(at, 0)).trim();
  if (words === undefined || before === "") return text;
  const isUnit = /^[\s~]*[A-Za-z][A-Za-z .-]+$|^\s+[A-Za-z]$/.test(words);
  const follows = /[\d})\]]$/.test(before) || /^\s/.test(words);
  return isUnit && follows ? before : text;
}

const scales: Readonly<Record<string, number>> = { thousand: 3, million: 6, billion: 9, trillion: 12 };

/** `3.5 million` becomes 3500000. */
export function spellOutScales(text: string): string {
  return text.replace(
    /(\d{1,30})(?:\.(\d{1,30}))? ?(thousand|million|billion|trillion)s?\b/gi,
    (_match, whole: string, fraction: string | undefined, scale: string) => {
      const zeros = scales[scale.toLowerCase()]!;
      const digits = (fraction ?? "").padEnd(zeros, "0");
      const rest = digits.slice(zeros);
      return `${whole}${digits.slice(0, zeros)}${rest === "" ? "" : `.${rest}`}`;
    },
  );
}
