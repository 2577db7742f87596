/** A text, read sign by sign. Positions are UTF-16 units. */
export class TextReader {
  position = 0;
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** The UTF-16 unit here; "" at the end. */
  get sign(): string {
    return this.text.charAt(this.position);
  }

  startsWith(expected: string): boolean {
    return this.text.startsWith(expected, this.position);
  }

  /** Steps over `expected` when it stands here. */
  take(expected: string): boolean {
    if (!this.startsWith(expected)) return false;
    this.position += expected.length;
    return true;
  }

  /** What `shape`, a sticky expression of ours, finds here; stands behind it then. */
  takeMatch(shape: RegExp): RegExpExecArray | null {
    shape.lastIndex = this.position;
    const match = shape.exec(this.text);
    if (match !== null) this.position += match[0].length;
    return match;
  }

  takeCodePoint(): number {
    const codePoint = this.text.codePointAt(this.position)!;
    this.position += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }
}
