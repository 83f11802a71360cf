import { spawnSync } from "node:child_process";

export type Variant = {
  readonly name: string;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
};
export type Timing = { readonly name: string; readonly median: number };

/**
 * Whole processes, every variant once a round in turning order, the first round dropped, medians in milliseconds.
 * The machine is shared: only ratios within one run mean anything.
 */
export const timeInterleaved = (variants: readonly Variant[], rounds: number): readonly Timing[] => {
  const times = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (let n = 0; n < variants.length; n++) {
      const variant = variants[(n + round) % variants.length];
      if (variant === undefined) continue;
      const time = timeOnce(variant);
      if (round > 0) times.get(variant.name)?.push(time);
    }
  }
  return [...times].map(([name, measured]) => ({ name, median: median(measured) }));
};

const timeOnce = ({ command: [program = "", ...args], cwd, name, env = {} }: Variant): number => {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...env },
  });
  const time = performance.now() - began;
  if (status !== 0)
    throw new Error(
      `${name} ended with ${status}: ${stdout.toString("utf8").slice(0, 2000)}${stderr.toString("utf8")}`,
    );
  return time;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
