export { type Detection, type DetectionOptions, detectRefusal, type Fallback } from "./detect-refusal.ts";
export {
  type DetectorFigures,
  type LabelledDetection,
  measureDetector,
  type RefusalLabel,
} from "./measure-detector.ts";
export { judgingFigures, refusalRates, refusalRatesByCategory, runFigures } from "./refusal-figures.ts";
export { type RefusalItem, type RefusalVerdict, scoreRefusal } from "./score-refusal.ts";
