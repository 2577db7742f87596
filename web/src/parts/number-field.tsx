import { useState } from "react";

interface NumberFieldProps {
  readonly id: string;
  readonly value: number | null;
  /** Shown for null; nothing where it is null too. */
  readonly placeholder: number | string | null;
  readonly min: number;
  readonly step: number;
  readonly onChange: (value: number | null) => void;
}

/** Digits; an empty field is null. What is no number in its range is kept while it is written, and dropped afterwards. */
export function NumberField({ id, value, placeholder, min, step, onChange }: NumberFieldProps) {
  const [text, setText] = useState<string | null>(null);
  const write = (next: string) => {
    setText(next);
    if (next.trim() === "") return onChange(null);
    const number = Number(next);
    const fits = Number.isFinite(number) && number >= min && (step < 1 || Number.isSafeInteger(number));
    if (fits) onChange(number);
  };
  return (
    <input
      id={id}
      className="field number-field"
      inputMode={step < 1 ? "decimal" : "numeric"}
      placeholder={placeholder === null ? "" : String(placeholder)}
      value={text ?? (value === null ? "" : String(value))}
      onChange={(event) => write(event.target.value)}
      onBlur={() => setText(null)}
    />
  );
}
