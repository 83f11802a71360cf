import type { Intent } from "../../../action/core/ledger/event.ts";
import { anIntent } from "./a-submission.ts";

type Change = Partial<Pick<Intent, "accept">> & {
  readonly when?: string;
  /** What more the join says of how it reads `background`. */
  readonly reading?: object;
};

/** `pileup` reads signal and background, and `merge` reads pileup. */
export const aJoinIntent = ({ accept = {}, when, reading = {} }: Change = {}): Intent => {
  const pileup = {
    in: [{ from: "signal" }, { from: "background", ...reading }],
    out: ["pileup.txt"],
    ...(when === undefined ? {} : { when }),
  };
  const steps = {
    signal: { out: ["signal.txt"] },
    background: { out: ["background.txt"] },
    pileup,
    merge: { in: [{ from: "pileup" }], out: ["merged.txt"] },
  };
  return anIntent({
    accept,
    steps: ["signal", "background", "pileup", "merge"],
    content: { format: 1, request: { schema: 1, steps } as never, resources: [] },
  });
};
