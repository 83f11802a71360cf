import type { JsonObject } from "../json.ts";
import { pythonQuote } from "../python-text.ts";

const holders = ["SEQNUMBER", "SKIPEVENTS", "FIRSTEVENT", "MAXEVENTS", "SEGMENT_NAME"];
const split = new RegExp(`(${holders.map((name) => `[^=,"' ({;]*\\$\\{${name}[^}]*\\}[^,"' )};]*`).join("|")})`);

/** The exec text as job parameters: constants URL-quoted, placeholders as templates (panda-client PsubUtils). */
export const execParameters = (exec: string): readonly JsonObject[] => {
  const offsets: Record<string, number> = {};
  const seed = /%RNDM[:=](\d+)%?/.exec(exec)?.[1];
  if (seed !== undefined) offsets["SEQNUMBER"] = Number(seed);
  const first = /%FIRSTEVENT[:=](\d+)%?/.exec(exec)?.[1];
  if (first !== undefined) offsets["FIRSTEVENT"] = Number(first);
  const text = exec
    .replace(/%RNDM[:=]\d+%?/g, "$${SEQNUMBER}")
    .replace(/%FIRSTEVENT[:=]\d+%?/g, "$${FIRSTEVENT}")
    .replace(/%(SKIPEVENTS|MAXEVENTS|SEGMENT_NAME)/g, "$${$1}");
  return text.split(split).map((item, index): JsonObject => {
    if (index % 2 === 0) return { type: "constant", value: pythonQuote(item), padding: false };
    const holder = /\$\{([^:}]+)/.exec(item)?.[1] ?? "";
    const offset = offsets[holder];
    return {
      type: "template",
      value: item,
      ...(holder === "SEQNUMBER" ? { param_type: "pseudo_input", dataset: "seq_number" } : { param_type: "number" }),
      ...(offset === undefined ? {} : { offset }),
      padding: false,
    };
  });
};
