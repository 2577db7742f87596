import { Slider } from "radix-ui";
import { useId } from "react";
import { IconButton } from "./icon-button.tsx";
import { NumberField } from "./number-field.tsx";
import "./rows.css";

interface SliderRowProps {
  readonly label: string;
  readonly hint?: string;
  /** Null: left to the model. */
  readonly value: number | null;
  /** What null means; null where nobody knows. */
  readonly fallback: number | null;
  /** Shown instead of `fallback` in the field. */
  readonly placeholder?: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly onChange: (value: number | null) => void;
}

/** A number that is left to the model or chosen, by slider or in digits. */
export function SliderRow({ label, hint, value, fallback, placeholder, min, max, step, onChange }: SliderRowProps) {
  const id = useId();
  const shown = Math.min(max, value ?? fallback ?? min);
  return (
    <div className="slider-row">
      <div className="row-head">
        <label htmlFor={id}>{label}</label>
        {value !== null && <IconButton small icon="again" label={`Reset ${label}`} onClick={() => onChange(null)} />}
        <NumberField
          id={id}
          value={value}
          placeholder={placeholder ?? fallback}
          min={min}
          step={step}
          onChange={onChange}
        />
      </div>
      <Slider.Root
        className={value === null ? "slider by-model" : "slider"}
        value={[shown]}
        min={min}
        max={max}
        step={step}
        onValueChange={([next]) => next !== undefined && onChange(next)}
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
        </Slider.Track>
        <Slider.Thumb
          className="slider-thumb"
          aria-label={label}
          aria-valuetext={value === null && placeholder !== undefined ? placeholder : `${shown}`}
        />
      </Slider.Root>
      {hint !== undefined && <p className="hint">{hint}</p>}
    </div>
  );
}
