import { expect, test } from "vitest";
import { leaveOutKnown } from "../../../action/flows/propose/leave-out-known.ts";

const production = "productions/a";
const checkout: Readonly<Record<string, string>> = {
  "productions/a/production.yaml": "runs: { list: [old.txt, new.txt] }\n",
  "productions/a/old.txt": "run events\n66001 10\n66002 10\n",
  "productions/a/new.txt": "run events\n66003 10\n",
  "productions/plain/production.yaml": "runs: { list: runs.txt }\n",
  "productions/plain/runs.txt": "66001\n66002\n",
  "productions/uneven/production.yaml": "runs: { list: [old.txt, new.txt] }\n",
  "productions/uneven/old.txt": "66001\n",
  "productions/uneven/new.txt": "run events\n66003 10\n",
  "productions/out/production.yaml": "runs: { list: ../plain/runs.txt }\n",
  "productions/conventions.yaml": "",
  "productions/_shared/runs.txt": "66001\n",
  "productions/shared/production.yaml": "runs: { list: shared:runs.txt }\n",
  "productions/bad/production.yaml": "runs: [\n",
};
const fileAt = (path: string): Uint8Array | undefined => {
  const text = checkout[path];
  return text === undefined ? undefined : new TextEncoder().encode(text);
};

test.each<[string, string, string, string]>([
  [
    "runs that stand in any of the lists are left out",
    production,
    "run events\n66001 10\n66003 10\n66004 7\n",
    '[{"run":66004,"events":7}]',
  ],
  ["a run with other columns stays, to be told", production, "66001 11\n66002 10\n", '[{"run":66001,"events":11}]'],
  ["a run whose own list has fewer columns is left out", "productions/uneven", "run events\n66001 10\n", ""],
  ["where all are known nothing is left", "productions/plain", "66001\n66002\n", ""],
  ["where none is known the text stays as it was", "productions/plain", "# new\n66009\n", "# new\n66009\n"],
  ["a text that nobody can read stays", "productions/plain", "66001\nno run\n", "66001\nno run\n"],
  ["runs of a shared list are left out", "productions/shared", "66001\n66002\n", '[{"run":66002}]'],
  ["a list outside of the folder is not read", "productions/out", "66001\n", "66001\n"],
  ["a request that nobody can read names no list", "productions/bad", "66001\n", "66001\n"],
  ["a folder without a request holds no run", "productions/none", "66001\n", "66001\n"],
])("Runs that main has are left out of a proposal: %s", (_, folder, text, left) => {
  const answer = { production: folder, command: "psql", text };

  expect(leaveOutKnown(answer, fileAt)).toEqual({ ...answer, text: left });
});
