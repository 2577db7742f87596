/** Longer names are cut in messages; the whole name stands in the error's facts. */
const MAX_QUOTED_LENGTH = 120;

/** A name from an untrusted file, quoted for a message: printable ASCII only, so it cannot steer a terminal. */
export function quoteName(name: string): string {
  const cut = name.length > MAX_QUOTED_LENGTH ? `${name.slice(0, MAX_QUOTED_LENGTH)}...` : name;
  return JSON.stringify(cut).replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
