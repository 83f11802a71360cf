import type { Status } from "./expression/evaluate.ts";
import type { Masks } from "./masks.ts";
import type { Occasion } from "./occasion.ts";
import type { Setting } from "./setting.ts";

/** What the steps of one job share. */
export type JobRoom = {
  readonly setting: Setting;
  readonly occasion: Occasion;
  readonly workspace: string;
  readonly temp: string;
  readonly token: string;
  readonly masks: Masks;
  readonly signal: AbortSignal;
  readonly timeoutMinutes: number;
  readonly shell: string | undefined;
  status(): Status;
  /** With the step's own `env` filled in. */
  contexts(stepEnv: Readonly<Record<string, string>>): Readonly<Record<string, unknown>>;
  /** What every child of the job sees. */
  baseEnv(): Readonly<Record<string, string>>;
  /** From GITHUB_ENV and GITHUB_PATH: for the steps after this one. */
  addEnv(values: Readonly<Record<string, string>>, paths: readonly string[]): void;
  onLine(line: string, step: string): void;
};
