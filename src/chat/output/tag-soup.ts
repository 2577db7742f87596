import fc from "fast-check";

/** Pieces of which answers, and everything that looks like one, are made. */
const PIECES = [
  ..."<think>|</think>|<tool_call>|</tool_call>|<tool_response>|<tool_|</tool_|<thi|</thi|call>|<|</|>".split("|"),
  ...[
    '{"name": "a", "arguments": {}}',
    '{"name":"b","arguments":{"x":[1.50,{"y":"z"}],"10":"\\u00e9"}}',
    '{"name":"c"}',
  ],
  ...['{"arguments": {"k": "v"}, "name": "d"}', '{"name":"e","parameters":"{\\"q\\":1}"}', '{"function":{"name":"f"}}'],
  ...["{", "}", "[", "]", '"', "\\", ":", ",", "\n", "\r", " ", "\t", "name", "arguments", '"name"', '"arguments"'],
  ...["1", "-", "e", "true", "null", "text", "\u0001", "é", "\ud83d", "\ude00"],
];

/** Random text that is full of tags, half tags, calls and broken JSON. */
export const answerSoup: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 24 })
  .map((pieces) => pieces.join(""));

/** Cuts a text at the given positions, taken modulo its length. */
export function cutAt(text: string, positions: readonly number[]): string[] {
  const cuts = positions.map((position) => position % (text.length + 1)).sort((left, right) => left - right);
  return [...cuts, text.length].map((cut, index) => text.slice(cuts[index - 1] ?? 0, cut));
}
