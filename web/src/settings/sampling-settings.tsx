import { useId } from "react";
import { useChat, useChatState } from "../chat/chat-context.ts";
import { type Conversation, cardSampling, modelSampling, type SamplingSettings as Sampling } from "../data/index.ts";
import { NumberField } from "../parts/number-field.tsx";
import { SliderRow } from "../parts/slider-row.tsx";
import { Section } from "./section.tsx";

interface SliderFacts {
  readonly field: keyof Sampling;
  readonly label: string;
  readonly hint: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** One row a setting; `max` bounds the slider, not what can be written. */
const sliders: readonly SliderFacts[] = [
  { field: "temperature", label: "Temperature", hint: "0: always the likeliest token.", min: 0, max: 2, step: 0.05 },
  { field: "topP", label: "Top p", hint: "Likeliest tokens up to this probability.", min: 0, max: 1, step: 0.01 },
  { field: "topK", label: "Top k", hint: "So many likeliest tokens; 0: all.", min: 0, max: 100, step: 1 },
  {
    field: "minP",
    label: "Min p",
    hint: "Least share of the likeliest one's probability.",
    min: 0,
    max: 1,
    step: 0.01,
  },
  { field: "repetitionPenalty", label: "Repetition penalty", hint: "1: none.", min: 0.5, max: 2, step: 0.05 },
];

const numbers = [
  { field: "maxTokens", label: "Most tokens of an answer", placeholder: "no limit", min: 1 },
  { field: "seed", label: "Seed", placeholder: "random", min: 0 },
] as const;

export function SamplingSettings({ conversation: { id, settings } }: { readonly conversation: Conversation }) {
  const data = useChat();
  const field = useId();
  const defaults = useChatState(({ model }) => model?.sampling ?? cardSampling);
  const { sampling } = settings;
  const change = (name: keyof Sampling, value: number | null) =>
    data.changeSettings(id, { sampling: { [name]: value } });
  const untouched = Object.values(sampling).every((value) => value === null);
  return (
    <Section title="Sampling">
      {sliders.map(({ field: name, ...facts }) => (
        <SliderRow
          key={name}
          {...facts}
          value={sampling[name]}
          fallback={defaults[name]}
          onChange={(value) => change(name, value)}
        />
      ))}
      {numbers.map(({ field: name, label, placeholder, min }) => (
        <div key={name} className="row-head">
          <label htmlFor={`${field}-${name}`}>{label}</label>
          <NumberField
            id={`${field}-${name}`}
            value={sampling[name]}
            placeholder={defaults[name] ?? placeholder}
            min={min}
            step={1}
            onChange={(value) => change(name, value)}
          />
        </div>
      ))}
      <div className="settings-actions">
        <button
          type="button"
          className="button small"
          disabled={untouched}
          onClick={() => data.changeSettings(id, { sampling: modelSampling })}
        >
          Back to the model's defaults
        </button>
      </div>
    </Section>
  );
}
