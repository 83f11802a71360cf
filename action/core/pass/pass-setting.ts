import type { PandaIdentity } from "../ledger/panda-identity.ts";

export type PassSetting = {
  readonly panda: Pick<PandaIdentity, "url" | "vo" | "role" | "userName">;
  readonly monitor: string | undefined;
  /** Where people see the repository of requests. */
  readonly address?: string | undefined;
  /** There is a login for the experiment's Rucio: what had arrived is looked for again. */
  readonly seeksLost?: boolean;
  /** Up to so many names PanDA is asked one by one; only proofs choose it. */
  readonly fewNames?: number;
};

/** The oldest, up to so many names together, are asked for one by one: what stands for weeks makes no list long. */
export const defaultFew = 16;
