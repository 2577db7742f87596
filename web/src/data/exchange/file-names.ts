/** Longest name without its ending, in characters. */
const longestName = 60;

/** A file name that every system takes: letters, digits and dashes of a title; `fallback` where nothing of it is left. */
export function fileName(title: string, fallback: string, ending: string): string {
  const words = title.normalize("NFC").replace(/[^\p{L}\p{N}]+/gu, "-");
  const name = [...words].slice(0, longestName).join("").replace(/^-|-$/g, "");
  return `${name === "" ? fallback : name}.${ending}`;
}
