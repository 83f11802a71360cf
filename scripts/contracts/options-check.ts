import assert from "node:assert/strict";
import { type OptionKind, prunAliases, prunChoices, prunOptions } from "../sandbox/panda/prun/prun-options.ts";
import type { Check } from "./check.ts";
import { askPython } from "./real-parser.ts";
import type { Venv } from "./venv.ts";

/** Options that only show help. */
const help = ["-h", "--help", "--helpGroup"];

/** The sandbox must know each option of prun and none besides, or a test takes what PanDA refuses. */
export const optionsCheck = (venv: Venv): Check => ({
  name: "the sandbox's prun has the options of prun: names, second names, kinds and choices",
  run: async () => {
    const asked = Object.entries(await askPython(venv, "prun_options.py", [])) as readonly (readonly [
      string,
      Option,
    ])[]; // prun_options.py wrote it
    const real = asked.filter(([name]) => !help.includes(name));
    assert.deepEqual(
      new Map(real.map(([name, { kind }]) => [name, kind])),
      new Map([...prunOptions].toSorted()),
      "options",
    );
    assert.deepEqual(
      new Map(real.flatMap(([name, { choices }]) => (choices === null ? [] : [[name, choices.map(String)]]))),
      prunChoices,
      "choices",
    );
    const destination = new Map(real.map(([name, { dest }]) => [name, dest]));
    for (const [second, first] of prunAliases) assert.equal(destination.get(second), destination.get(first), second);
  },
});

type Option = {
  readonly kind: OptionKind;
  readonly dest: string;
  readonly choices: readonly (string | number)[] | null;
};
