import { spawnSync } from "node:child_process";

export type Variant = {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
};
/** Medians in milliseconds: by the clock, and of the processor by the process and all that it waited for. */
export type Timing = { readonly name: string; readonly median: number; readonly processor: number };
type Spent = { readonly clock: number; readonly processor: number };

/**
 * Whole processes, every variant once a round in turning order, the first round dropped. The machine is shared: only
 * ratios within one run mean anything, and where others work too, those of the processor mean more.
 */
export const timeInterleaved = (variants: readonly Variant[], rounds: number): readonly Timing[] => {
  const times = new Map<string, Spent[]>(variants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (let n = 0; n < variants.length; n++) {
      const variant = variants[(n + round) % variants.length];
      if (variant === undefined) continue;
      const time = timeOnce(variant);
      if (round > 0) times.get(variant.name)?.push(time);
    }
  }
  return [...times].map(([name, measured]) => ({
    name,
    median: median(measured.map(({ clock }) => clock)),
    processor: median(measured.map(({ processor }) => processor)),
  }));
};

/** bash says what its children took of the processor, in seconds of a user and of the system. */
const timing = ["-c", 'TIMEFORMAT="%U %S"; time "$@"', "bash"];

const timeOnce = ({ command, cwd, name, env = {} }: Variant): Spent => {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync("bash", [...timing, ...command], {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...env },
  });
  const clock = performance.now() - began;
  if (status !== 0)
    throw new Error(
      `${name} ended with ${status}: ${stdout.toString("utf8").slice(0, 2000)}${stderr.toString("utf8")}`,
    );
  const seconds = stderr.toString("utf8").trimEnd().split("\n").at(-1)?.split(" ").map(Number) ?? [];
  return { clock, processor: 1000 * seconds.reduce((sum, one) => sum + one, 0) };
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
