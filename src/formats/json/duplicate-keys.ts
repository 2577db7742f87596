/**
 * The first key that stands twice in one object of `json`, which must be valid JSON. JSON.parse keeps the last of such
 * keys silently, so two readers could see two different files.
 */
export function findDuplicateKey(json: string): string | undefined {
  /** Keys seen in each open object; null for an open array. */
  const open: (Set<string> | null)[] = [];
  let position = 0;
  while (position < json.length) {
    const char = json[position]!;
    if (char === '"') {
      const end = stringEnd(json, position);
      const keys = open.at(-1);
      if (keys && followedByColon(json, end)) {
        const key = JSON.parse(json.slice(position, end)) as string;
        if (keys.has(key)) return key;
        keys.add(key);
      }
      position = end;
      continue;
    }
    if (char === "{") open.push(new Set());
    else if (char === "[") open.push(null);
    else if (char === "}" || char === "]") open.pop();
    position++;
  }
  return undefined;
}

/** The position after the closing quote of the string that opens at `start`. */
function stringEnd(json: string, start: number): number {
  let position = start + 1;
  while (json[position] !== '"') position += json[position] === "\\" ? 2 : 1;
  return position + 1;
}

function followedByColon(json: string, start: number): boolean {
  let position = start;
  while (" \t\r\n".includes(json[position] ?? "x")) position++;
  return json[position] === ":";
}
