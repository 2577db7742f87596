/**
 * A JSON number as the decimal it spells: (negative ? -1 : 1) * digits * 10^exponent. `digits` has neither leading nor trailing zeros and is
 * "" for zero, so equal numbers have equal fields and comparison needs no arithmetic, however large the exponent is.
 */
export class Decimal {
  static readonly zero = new Decimal(false, "", 0);

  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;

  private constructor(negative: boolean, digits: string, exponent: number) {
    this.negative = negative;
    this.digits = digits;
    this.exponent = exponent;
  }

  /** Of a number in JSON's spelling; null for any other text, and for an exponent beyond a safe integer. */
  static parse(text: string): Decimal | null {
    const parts = JSON_NUMBER.exec(text);
    if (parts === null) return null;
    const [, sign, whole, fraction = "", power = "0"] = parts;
    return Decimal.of(sign === "-", whole + fraction, Number(power) - fraction.length);
  }

  /** Of one that came from another thread, where classes are lost. */
  static revive({ negative, digits, exponent }: Pick<Decimal, "negative" | "digits" | "exponent">): Decimal {
    return new Decimal(negative, digits, exponent);
  }

  /** Of a finite double, by its shortest spelling. */
  static fromNumber(value: number): Decimal {
    const decimal = Decimal.parse(String(value));
    if (decimal === null) throw new RangeError(`${value} is not a number of JSON; expected a finite number`);
    return decimal;
  }

  private static of(negative: boolean, spelled: string, exponent: number): Decimal | null {
    let start = 0;
    let end = spelled.length;
    while (start < end && spelled.charCodeAt(start) === ZERO) start++;
    if (start === end) return Decimal.zero;
    while (spelled.charCodeAt(end - 1) === ZERO) end--;
    const shifted = exponent + spelled.length - end;
    return Number.isSafeInteger(shifted) ? new Decimal(negative, spelled.slice(start, end), shifted) : null;
  }

  get isZero(): boolean {
    return this.digits === "";
  }

  /** Whether the value is whole: `1.0` and `1e2` are. */
  get isInteger(): boolean {
    return this.exponent >= 0;
  }

  /** The same text for equal numbers, and only for those. */
  get key(): string {
    return `${this.negative ? "-" : ""}${this.digits === "" ? "0" : this.digits}e${this.exponent}`;
  }

  equals(other: Decimal): boolean {
    return this.exponent === other.exponent && this.negative === other.negative && this.digits === other.digits;
  }

  /** Negative, zero or positive as this is less than, equal to or greater than `other`. */
  compare(other: Decimal): number {
    const sign = this.sign();
    const difference = sign - other.sign();
    // Without the 0, equal negative numbers would give -0.
    return difference !== 0 || sign === 0 ? difference : sign * this.compareMagnitude(other) + 0;
  }

  /** Whether this is a whole number times `divisor`, which is not zero. */
  isMultipleOf(divisor: Decimal): boolean {
    if (this.isZero) return true;
    const shift = this.exponent - divisor.exponent;
    // `digits` does not end in zero, so no power of ten is left in it for a divisor with the larger exponent.
    if (shift < 0) return false;
    const modulus = BigInt(divisor.digits);
    return (BigInt(this.digits) * powerOfTen(shift, modulus)) % modulus === 0n;
  }

  /** The nearest double; may be infinite. */
  toNumber(): number {
    return Number(this.toString());
  }

  /** The shortest plain spelling; with an exponent where zeros would fill more than a few places. */
  toString(): string {
    const sign = this.negative ? "-" : "";
    const { digits, exponent } = this;
    if (digits === "") return "0";
    const point = digits.length + exponent;
    if (exponent >= 0 && point <= PLAIN_PLACES) return sign + digits + "0".repeat(exponent);
    if (exponent < 0 && point > 0) return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
    if (exponent < 0 && point > -PLAIN_ZEROS) return `${sign}0.${"0".repeat(-point)}${digits}`;
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${sign}${digits[0]}${fraction}e${point - 1}`;
  }

  private sign(): number {
    if (this.isZero) return 0;
    return this.negative ? -1 : 1;
  }

  private compareMagnitude(other: Decimal): number {
    const places = this.digits.length + this.exponent - (other.digits.length + other.exponent);
    if (places !== 0) return places;
    if (this.digits === other.digits) return 0;
    return this.digits < other.digits ? -1 : 1;
  }
}

const JSON_NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
const ZERO = 0x30;
const PLAIN_PLACES = 21;
const PLAIN_ZEROS = 6;

/** 10^power modulo `modulus`. */
function powerOfTen(power: number, modulus: bigint): bigint {
  let result = 1n;
  let square = 10n % modulus;
  for (let rest = BigInt(power); rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
