/** Without those that are more often words, as "no" or "max". */
const TITLES = "mr mrs ms messrs dr prof rev hon st gen col maj capt cmdr lt sgt cpl adm gov sen pres supt";
const ORGANISATIONS = "ph.d inc corp co ltd bros dept univ assn dist";
const MONTHS = "jan feb apr jun jul aug sep sept oct nov dec";
const MEASURES = "approx avg ft oz lb sq hr ave blvd rd";
const REFERENCES = "etc nos vol fig figs eq ch pp eds vs cf viz jr sr";

const ABBREVIATIONS: ReadonlySet<string> = new Set(
  [TITLES, ORGANISATIONS, MONTHS, MEASURES, REFERENCES].join(" ").split(" "),
);

/** Words that are seldom names: capitalised behind an abbreviation, they begin a sentence. */
const COMMON: ReadonlySet<string> = new Set(
  (
    "a an the this that these those there here it its he she his her they their we our you your my who what when where why how " +
    "which in on at by for from with without of to as if but and or so yet then thus however although though because since " +
    "while after before during until unless every each some many most all both few several another no not only also even just " +
    "once now today later still please let"
  ).split(" "),
);

/** `token` without its final full stop, as it stands in the text. */
export function isAbbreviation(token: string): boolean {
  const lower = token.toLowerCase();
  const lastPart = lower.slice(lower.lastIndexOf("-") + 1);
  return /^\p{L}(?:\.\p{L})+$/u.test(lower) || ABBREVIATIONS.has(lastPart);
}

/** An initial ("A. Smith") is none. */
export function isCommonWord(word: string): boolean {
  const letters = /^\p{L}+/u.exec(word)?.[0] ?? "";
  const isInitial = letters.length === 1 && word[1] === ".";
  return !isInitial && COMMON.has(letters.toLowerCase());
}
