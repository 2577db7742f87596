/** A whole number, exact whatever its size, or a double. */
export type NumberValue = bigint | number;

export type BinaryOperator = "+" | "-" | "*" | "/" | "%" | "^";

export type Expression =
  | { readonly type: "number"; readonly value: NumberValue }
  | { readonly type: "negate"; readonly operand: Expression }
  | {
      readonly type: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly type: "call"; readonly name: string; readonly operands: readonly Expression[] };
