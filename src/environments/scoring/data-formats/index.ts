export { type DataFormat, type DataFormatName, dataFormats } from "./data-format.ts";
