const KEPT_BYTES = 2000;
const LINE_LENGTH = 300;

/** Keeps the end of a text that may be endless. */
export class TextTail {
  #bytes = Buffer.alloc(0);

  add(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes.subarray(-KEPT_BYTES)]).subarray(-KEPT_BYTES);
  }

  /** The last line that is not empty, without control characters. */
  get lastLine(): string {
    const lines = this.#bytes.toString().split(/[\r\n]+/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
    const printable = lines.map((line) => line.replace(/[\u0000-\u001f\u007f]/g, "").trim());
    return printable.findLast((line) => line !== "")?.slice(0, LINE_LENGTH) ?? "";
  }
}
