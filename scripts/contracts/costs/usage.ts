import { execa } from "execa";

/** Seconds: of the clock, and of the processor with all children that were waited for. */
export type Usage = { readonly wall: number; readonly cpu: number };

/** A whole process by bash's own `time`: Node cannot ask what a child used. */
export const usageOf = async (
  command: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Usage & { readonly printed: string }> => {
  const { all, stdio, exitCode } = await execa(
    "bash",
    ["-c", 'TIMEFORMAT="%R %U %S"; { time "$@" 2>&4; } 4>&2 2>&3', "bash", ...command],
    { cwd, env, extendEnv: false, reject: false, all: true, stdio: ["ignore", "pipe", "pipe", "pipe"] },
  );
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = String(stdio[3]).trim().split(" ").map(Number);
  if (exitCode !== 0) throw new Error(`${command.join(" ")} ended with ${exitCode}: ${all}`);
  return { wall, cpu: user + system, printed: all };
};

export const sum = (usages: readonly Usage[]): Usage =>
  usages.reduce<Usage>((total, { wall, cpu }) => ({ wall: total.wall + wall, cpu: total.cpu + cpu }), {
    wall: 0,
    cpu: 0,
  });
export const times = ({ wall, cpu }: Usage, factor: number): Usage => ({ wall: wall * factor, cpu: cpu * factor });
export const minus = (a: Usage, b: Usage): Usage => ({ wall: a.wall - b.wall, cpu: a.cpu - b.cpu });
