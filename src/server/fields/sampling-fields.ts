import { z } from "zod";
import { honoured, refused } from "./define-field.ts";
import type { Field } from "./field.ts";

/** Far above any use; it bounds the work of looking for them. */
const MOST_STOPS = 64;
/** A bias for more tokens than this is no bias but a mistake. */
const MOST_BIASES = 4096;
/** The engine's own limit. */
const LARGEST_TOP_K = 2 ** 31 - 1;
/** Room for the choices of a request, whose seeds follow one another. */
const LARGEST_SEED = Number.MAX_SAFE_INTEGER - 1024;

const stopString = z.string().min(1, "an empty string would end every answer at once");
const biases = z
  .record(z.string().regex(/^(0|[1-9]\d{0,9})$/, "token ids are whole numbers"), z.number().min(-100).max(100))
  .refine((bias) => Object.keys(bias).length <= MOST_BIASES, `at most ${MOST_BIASES} tokens can have a bias`);

/** How tokens are drawn; the same for all routes. What is not given comes from the server's defaults, else the model's own. */
export const samplingFields: readonly Field[] = [
  honoured("temperature", z.number().min(0).max(100), "0 is greedy. Default: the model's, 0.6 for Hermes 4."),
  honoured("top_p", z.number().gt(0).max(1), "Default: the model's, 0.95 for Hermes 4."),
  honoured(
    "top_k",
    z.int().min(-1).max(LARGEST_TOP_K),
    "Default: the model's, 20 for Hermes 4; 0 and -1 keep all tokens.",
  ),
  honoured("min_p", z.number().min(0).max(1), "Keeps tokens with this fraction of the best one's probability."),
  honoured("seed", z.int().max(LARGEST_SEED), "Same seed, same answer; choice i of several is drawn with seed + i."),
  honoured("presence_penalty", z.number().min(-2).max(2), "Subtracted once from tokens already generated."),
  honoured("frequency_penalty", z.number().min(-2).max(2), "Subtracted per occurrence from tokens already generated."),
  honoured(
    "repetition_penalty",
    z.number().min(0.01).max(100),
    "Divides the logits of seen tokens, prompt included; 1 is off.",
  ),
  honoured("logit_bias", biases, "Added to the logits, by token id."),
  honoured(
    "stop",
    z.union([stopString, z.array(stopString).max(MOST_STOPS)]),
    "Strings that end the answer; they are looked for behind the thought and are not part of the answer.",
  ),
];

const off = (...values: readonly (number | boolean | string)[]) => z.literal([...values]);
const noList = z.array(z.never()).max(0);
const noSuchSampler = "Our sampler has temperature, top_k, top_p and min_p.";

/** Samplers and endings of other servers. */
export const foreignSamplingFields: readonly Field[] = [
  refused("repeat_penalty", "Send repetition_penalty.", off(1)),
  refused("repeat_last_n", "repetition_penalty regards the whole text.", off(-1)),
  refused("n_predict", "Send max_tokens.", off(-1)),
  refused("max_length", "Send max_tokens."),
  refused("max_new_tokens", "Send max_tokens."),
  refused("min_tokens", "An answer ends when the model ends it.", off(0)),
  refused("min_new_tokens", "An answer ends when the model ends it.", off(0)),
  refused("ignore_eos", "An answer ends when the model ends it.", off(false)),
  refused("stop_token_ids", "Send stop, as text.", noList),
  refused("stop_regex", "Send stop, as text.", noList),
  refused("include_stop_str_in_output", "A stop string is never part of the answer.", off(false)),
  refused("no_stop_trim", "A stop string is never part of the answer.", off(false)),
  refused("bad_words", "Send logit_bias with -100 for the tokens.", noList),
  refused("allowed_token_ids", "Send logit_bias.", noList),
  refused("skip_special_tokens", "Control tokens are never part of the answer.", off(true)),
  refused("spaces_between_special_tokens", "Control tokens are never part of the answer.", off(true, false)),
  refused("use_beam_search", "Answers are drawn token by token; send n for several.", off(false)),
  refused("length_penalty", "There is no beam search.", off(1)),
  refused("early_stopping", "There is no beam search.", off(false)),
  refused("typical_p", noSuchSampler, off(1)),
  refused("tfs_z", noSuchSampler, off(1)),
  refused("top_a", noSuchSampler, off(0)),
  refused("top_n_sigma", noSuchSampler, off(-1, 0)),
  refused("mirostat", noSuchSampler, off(0)),
  refused("mirostat_tau", noSuchSampler),
  refused("mirostat_eta", noSuchSampler),
  refused("dynatemp_range", noSuchSampler, off(0)),
  refused("dynatemp_exponent", noSuchSampler, off(1)),
  refused("xtc_probability", noSuchSampler, off(0)),
  refused("xtc_threshold", noSuchSampler),
  refused("dry_multiplier", noSuchSampler, off(0)),
  refused("dry_base", noSuchSampler),
  refused("dry_allowed_length", noSuchSampler),
  refused("dry_penalty_last_n", noSuchSampler),
  refused("dry_sequence_breakers", noSuchSampler),
  refused("samplers", `${noSuchSampler} Their order is fixed.`),
  refused("min_keep", noSuchSampler, off(0)),
  refused("logits_processors", "Programs are not run for clients.", noList),
];
