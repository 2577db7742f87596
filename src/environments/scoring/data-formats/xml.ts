import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  processEntities: true,
  trimValues: true,
});
const builder = new XMLBuilder({ format: true, processEntities: true });

/** The content of the one root element; repeated elements are lists, all values are texts. Throws for text that is no XML. */
export function parseXml(text: string): unknown {
  if (/<!DOCTYPE/i.test(text)) throw new Error("a document type is not allowed");
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(valid.err.msg);
  const { "?xml": _, ...roots } = parser.parse(text) as Record<string, unknown>;
  const values = Object.values(roots);
  if (values.length !== 1) throw new Error("one root element was expected");
  return values[0];
}

/** Lists become repeated elements. */
export function writeXml(value: Readonly<Record<string, unknown>>): string {
  return (builder.build({ response: value }) as string).trimEnd();
}
