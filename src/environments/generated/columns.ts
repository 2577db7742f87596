/**
 * Written arithmetic, column by column from the right. Every line has the same shape, so each symbol needs one look
 * at the operands (padded to one width) and one at the line before: the carry is the tens digit there.
 */

/** `17 + 25`, `7+5+0=12`, `1+2+1=04`, `042`: a line a column, then the digits read upwards. Whole numbers >= 0. */
export function additionColumns(left: number, right: number): string {
  const width = digitsIn(Math.max(left, right));
  const [top, bottom] = [padded(left, width), padded(right, width)];
  const lines = [`${top} + ${bottom}`];
  let carry = 0;
  for (let i = width - 1; i >= 0; i--) {
    const sum = Number(top[i]) + Number(bottom[i]) + carry;
    lines.push(`${top[i]}+${bottom[i]}+${carry}=${padded(sum, 2)}`);
    carry = Math.floor(sum / 10);
  }
  return [...lines, padded(left + right, width + 1)].join("\n");
}

/** `52 - 17`, `2-7-0=5 b1`, `5-1-1=3 b0`, `35`: b1 borrows ten from the next column. Needs left >= right >= 0. */
export function subtractionColumns(left: number, right: number): string {
  const width = digitsIn(left);
  const [top, bottom] = [padded(left, width), padded(right, width)];
  const lines = [`${top} - ${bottom}`];
  let borrow = 0;
  for (let i = width - 1; i >= 0; i--) {
    const difference = Number(top[i]) - Number(bottom[i]) - borrow;
    const next = difference < 0 ? 1 : 0;
    lines.push(`${top[i]}-${bottom[i]}-${borrow}=${difference + 10 * next} b${next}`);
    borrow = next;
  }
  return [...lines, padded(left - right, width)].join("\n");
}

/** `234 * 7`, `4*7+0=28`, `3*7+2=23`, `2*7+2=16`, `1638`. `factor` is one digit. */
export function multiplicationColumns(number: number, factor: number): string {
  const digits = String(number);
  const lines = [`${digits} * ${factor}`];
  let carry = 0;
  for (let i = digits.length - 1; i >= 0; i--) {
    const product = Number(digits[i]) * factor + carry;
    lines.push(`${digits[i]}*${factor}+${carry}=${padded(product, 2)}`);
    carry = Math.floor(product / 10);
  }
  return [...lines, padded(number * factor, digits.length + 1)].join("\n");
}

function digitsIn(number: number): number {
  return String(number).length;
}

function padded(number: number, width: number): string {
  return String(number).padStart(width, "0");
}
