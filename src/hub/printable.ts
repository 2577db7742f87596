/** Longest text of strangers in a message. */
const MAX_LENGTH = 200;

/** Text of a hub or a repository for a message: printable ASCII, so that it cannot steer a terminal, and not too long. */
export function printable(text: string): string {
  const cut = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}...` : text;
  return cut.replace(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
