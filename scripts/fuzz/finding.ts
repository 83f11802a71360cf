import type { ProductionSource } from "../../action/core/text/source-file.ts";

/** Something that may not be, whatever was put in. */
export class Finding extends Error {
  override readonly name = "Finding";
}

export const fault = (message: string): never => {
  throw new Finding(message);
};

export type Script = { readonly source: ProductionSource; readonly setup: string; readonly text: string };
