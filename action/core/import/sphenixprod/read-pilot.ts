import type { Problem } from "../../problems/problem.ts";
import { isMapping } from "../../text/mapping.ts";
import { type Located, problemAt } from "../../text/places.ts";
import { fieldReader, tellUnused } from "./field-reader.ts";
import { readMemory } from "./memory.ts";
import { pilotKeys } from "./rule-keys.ts";

/** What a pilot says of a rule, of all its hosts. */
export type PilotEntry = {
  readonly ranges: readonly RunRange[];
  readonly runlist: string | undefined;
  readonly submits: boolean;
  /** Events of a job; 0 is all. */
  readonly nevents: number;
  readonly memory: readonly number[] | undefined;
};
export type RunRange = { readonly first: number; readonly last: number };

export type PilotRead = { readonly entries: readonly PilotEntry[]; readonly problems: readonly Problem[] };

/** The entries of one rule, whose own file is called `config`. */
export const readPilot = (where: Located, value: unknown, rule: string, config: string): PilotRead => {
  const hosts = isMapping(value) ? Object.entries(value) : [];
  const found = hosts.flatMap(([host, rules]) =>
    isMapping(rules) && isMapping(rules[rule]) ? [readEntry(where, [host, rule], rules[rule], config)] : [],
  );
  return { entries: found.flatMap(({ entries }) => entries), problems: found.flatMap(({ problems }) => problems) };
};

const readEntry = (
  where: Located,
  path: readonly string[],
  written: Readonly<Record<string, unknown>>,
  config: string,
): PilotRead => {
  const reader = fieldReader(where, path, written);
  const named = reader.text("", "config");
  const meant = named.split("/").at(-1);
  if (named !== "" && meant !== config)
    return {
      entries: [],
      problems: [
        problemAt(where, [...path, "config"], "bad-pilot", {
          severity: "warning",
          message: `The pilot runs ${path[1]} of ${meant}, and not of ${config}; the entry was passed over.`,
        }),
      ],
    };
  tellUnused(reader, "", Object.keys(written), pilotKeys);
  const memory = reader.has("", "jobmem") ? readMemory(reader.value("", "jobmem")) : undefined;
  if (reader.has("", "jobmem") && memory === undefined)
    reader.tell("", "jobmem", "bad-pilot", { message: "`jobmem` is no amount of memory." });
  const runlist = reader.has("", "runlist") ? reader.text("", "runlist") : undefined;
  if (runlist !== undefined && reader.has("", "runs"))
    reader.tell("", "runlist", "bad-pilot", { message: "sphenixprod refuses `runs` beside `runlist`." });
  return {
    entries: [
      {
        ranges: rangesOf(reader, reader.value("", "runs")),
        runlist,
        submits: reader.yes("", "submit"),
        nevents: reader.count("", "nevents", 0),
        memory,
      },
    ],
    problems: reader.problems,
  };
};

/** One number is a run, two are the ends of a range, more are runs. */
const rangesOf = (reader: Pick<ReturnType<typeof fieldReader>, "tell">, runs: unknown): readonly RunRange[] => {
  if (runs === undefined) return [];
  const words = [runs].flat().flatMap((one) => String(one).split(/\s+/));
  const numbers = words.map(Number);
  const message = (text: string) => reader.tell("", "runs", "bad-pilot", { message: text });
  if (!words.every((word) => /^[1-9][0-9]{0,7}$/.test(word))) {
    message(`${JSON.stringify(runs)} is no list of runs.`);
    return [];
  }
  if (Array.isArray(runs) && runs.length > 1)
    reader.tell("", "runs", "bad-pilot", {
      severity: "warning",
      message: "Commas between runs break sphenixprod's pilot, which writes them into one word.",
      hint: `with blanks alone they are read, as here: [${words.join(" ")}]`,
    });
  const [first = 0, last = first] = numbers;
  if (numbers.length > 2) return numbers.map((run) => ({ first: run, last: run }));
  if (last < first) message(`The range ends at ${last}, before it begins at ${first}.`);
  else if (numbers.length === 2)
    reader.tell("", "runs", "rule-corrected", {
      severity: "note",
      message: `Two runs are a range for sphenixprod: ${first} to ${last}.`,
      hint: "if only the two are meant, write only them into runs.txt",
    });
  return [{ first, last }];
};
