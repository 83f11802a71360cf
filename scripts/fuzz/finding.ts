import type { ProductionSource } from "../../action/core/text/source-file.ts";

/** Something that may not be, whatever was put in. */
export class Finding extends Error {
  override readonly name = "Finding";
}

export const fault = (message: string): never => {
  throw new Finding(message);
};

export type Script = { readonly source: ProductionSource; readonly setup: string; readonly text: string };

/** What two failures have in common when one of them is made smaller. */
export const kindOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const place = /at (?:async )?(\S+) \(?.*\/(action\/[^:]+):/.exec(error.stack ?? "");
  return error instanceof Finding
    ? error.message.replace(/[\d"`'].*$/, "").slice(0, 40)
    : `${error.name} in ${place?.[1] ?? "?"} of ${place?.[2] ?? "?"}`;
};
