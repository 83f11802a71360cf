import { readFile } from "node:fs/promises";
import type { State, Task, TaskJob } from "../state.ts";
import { filePath } from "./datasets.ts";
import { type ExecutionShape, outputFile } from "./task-shape.ts";

/** The Rucio that outputs are registered in, as whom, and where jobs put them. */
export type OutputsRegistered = {
  readonly url: string;
  readonly account: string;
  readonly password: string;
  readonly storage: string;
  /** What goes wrong with a file: it comes with `registerLate`, never, or with another size. Asked for each. */
  readonly fault?: (file: string) => "late" | "missing" | "wrong-size" | undefined;
};

export type Adder = {
  /** In words, why Rucio did not take them; `undefined`: it did. */
  register(state: State, made: MadeOutputs): Promise<string | undefined>;
  /** What was late. */
  registerLate(): Promise<void>;
};
type MadeOutputs = { readonly task: Task; readonly shape: ExecutionShape; readonly job: TaskJob };
type Row = { readonly scope: string; readonly name: string; readonly bytes: number; readonly adler32: string };

/** As PanDA's plugin for VOs with Rucio: the container, a dataset of a number in it, and the files where the job ran. It tries three times. */
export const openAdder = (place: OutputsRegistered): Adder => {
  let waiting: { readonly container: string; readonly number: number; readonly row: Row }[] = [];
  const add = async (container: string, number: number, rows: readonly Row[]): Promise<void> => {
    const scope = scopeOf(container);
    const call = await caller(place);
    const dataset = `${container}.${number}`;
    await call(`/dids/${scope}/${container}`, { type: "CONTAINER" });
    await call(`/dids/${scope}/${dataset}`, { type: "DATASET", meta: { task_id: number } });
    await call(`/dids/${scope}/${container}/dids`, { dids: [{ scope, name: dataset }] });
    await call(`/dids/${scope}/${dataset}/dids`, { rse: place.storage, dids: rows });
  };
  return {
    register: async (state, { task, shape, job }) => {
      for (const { dataset, template, expression } of shape.outputs) {
        const container = dataset.replace(/\/$/, "");
        const names = expression === undefined ? [outputFile(template, task.id, shape, job)] : (job.found ?? []);
        const rows: Row[] = [];
        for (const name of names) {
          const row = await rowOf(scopeOf(container), name, filePath(state, dataset, name));
          const fault = place.fault?.(name);
          if (row === undefined || fault === "missing") continue;
          if (fault === "late") waiting.push({ container, number: task.id, row });
          else rows.push(fault === "wrong-size" ? { ...row, bytes: row.bytes + 1 } : row);
        }
        const why = await thrice(() => add(container, task.id, rows));
        if (why !== undefined) return `Could not add files to DDM: ${why}`;
      }
      return undefined;
    },
    registerLate: async () => {
      const late = waiting;
      waiting = [];
      for (const { container, number, row } of late) await add(container, number, [row]);
    },
  };
};

const scopeOf = (name: string): string =>
  name
    .split(".")
    .slice(0, /^(user|group)/.test(name) ? 2 : 1)
    .join(".");

const thrice = async (work: () => Promise<void>, left = 3): Promise<string | undefined> => {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (left === 1) return error instanceof Error ? error.message : String(error);
    return thrice(work, left - 1);
  }
};

/** Logged in, a call; what is there already is fine. */
const caller = async ({ url, account, password }: OutputsRegistered) => {
  const login = { "X-Rucio-Account": account, "X-Rucio-Username": account, "X-Rucio-Password": password };
  const token = (await fetch(`${url}/auth/userpass`, { headers: login })).headers.get("x-rucio-auth-token") ?? "";
  return async (path: string, body: object): Promise<void> => {
    const answer = await fetch(`${url}${path}`, {
      method: "POST",
      headers: { "X-Rucio-Auth-Token": token },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok && answer.status !== 409) throw new Error(`${answer.status} ${text}`);
  };
};

const rowOf = async (scope: string, name: string, path: string): Promise<(Row & { meta: object }) | undefined> => {
  const bytes = await readFile(path).catch(() => undefined);
  return bytes && { scope, name, bytes: bytes.length, adler32: adler32(bytes), meta: { guid: guidOf(name) } };
};

const guidOf = (name: string): string => Buffer.from(name).toString("hex").padStart(32, "0").slice(-32);

/** RFC 1950, 8.2. */
export const adler32 = (bytes: Uint8Array): string => {
  let [a, b] = [1, 0];
  for (const byte of bytes) [a, b] = [(a + byte) % 65_521, (b + a + byte) % 65_521];
  return (b * 65_536 + a).toString(16).padStart(8, "0");
};
