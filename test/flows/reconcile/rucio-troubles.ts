import type { RucioFault, RucioHandle } from "../../../scripts/sandbox/rucio/start.ts";
import { quickLimits } from "../../adapters/rucio/a-rucio.ts";

/** How Rucio cannot be asked for a while, and what a pass says of it. */
export type RucioTrouble = {
  readonly what: string;
  readonly fault: RucioFault["fault"];
  readonly said: RegExp;
};

export const rucioTroubles: readonly RucioTrouble[] = [
  { what: "is away", fault: "no-answer-before-effect", said: /Rucio cannot be reached/ },
  { what: "does not answer in time", fault: "time-out", said: /Rucio cannot be reached to .*: no answer in time/ },
  { what: "is in trouble", fault: "500", said: /Rucio is in trouble/ },
  { what: "is too busy", fault: "too-many", said: /Rucio is in trouble/ },
  { what: "refuses its login", fault: "expired-token", said: /Rucio refuses the login of the account keeper/ },
  { what: "answers with a login page", fault: "html", said: /is not Rucio's/ },
  { what: "answers with strange rows", fault: "strange-rows", said: /Rucio's answer has no good/ },
  { what: "cuts its lists", fault: "cut-list", said: /left it out of its list|is not Rucio's/ },
  { what: "cuts its lines", fault: "cut-line", said: /broke off|is not Rucio's/ },
];

/**
 * One of each kind, no answer, a refusal, and an answer that lacks something. A pass meets every trouble as a Failure of its
 * question, and which one it was its adapter says (`test/adapters/rucio`).
 */
export const fewTroubles = rucioTroubles.filter(({ fault }) =>
  ["no-answer-before-effect", "expired-token", "cut-list"].includes(fault),
);

/** Each of them at one place, and each place under one. */
export const spreadOver = <T, At>(ones: readonly T[], places: readonly At[]): readonly (readonly [T, At])[] =>
  ones.flatMap((one, index) =>
    places
      .slice(index % places.length)
      .slice(0, 1)
      .map((at) => [one, at] as const),
  );

export const troublesAt = <At>(places: readonly At[]): readonly (readonly [what: string, at: At, RucioTrouble])[] =>
  spreadOver(fewTroubles, places).map(([one, at]) => [one.what, at, one]);

/** Begins and ends troubles. A client with these limits waits for an answer that does not come no longer than a test may. */
export const troublesOf = (rucio: RucioHandle) => {
  const limits = { ...quickLimits };
  return {
    limits,
    begin: ({ fault }: Pick<RucioTrouble, "fault">): void => {
      if (fault === "time-out") limits.read = 30;
      rucio.fault({ fault, at: "*", times: 999 });
    },
    /** Each answer comes late, and in time. */
    slow: (): void => rucio.fault({ fault: "slow", at: "*", times: 999, delay: 20 }),
    end: (): void => {
      limits.read = quickLimits.read;
      rucio.mend();
    },
  };
};
