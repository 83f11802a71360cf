import { join } from "node:path";
import { text } from "node:stream/consumers";
import { replaceFile } from "../../adapters/disk/replace-file.ts";
import { systemClock } from "../../adapters/system/system-clock.ts";
import { Failure } from "../../core/problems/failure.ts";
import { dayOf, headValue, type ListHead, maxHeadLength } from "../../core/text/list-head.ts";
import { addRunsTo, sharersIn } from "../../flows/validation/add-runs.ts";
import { exiting, print, printJson, reportProblems } from "./command.ts";
import { openWorkPlace, productionAt } from "./work-place.ts";

type RunsAddFlags = {
  readonly new: boolean;
  readonly json: boolean;
  readonly source?: string;
  readonly query?: string;
};

export const runRunsAdd = exiting(async (flags: RunsAddFlags, ...given: readonly string[]) => {
  const { new: isNew, json } = flags;
  const [path, ...words] = given;
  const isInput = words.includes("-");
  if (path === undefined || words.length === 0)
    throw new Failure("Which runs, and of which production?", {
      wayOut: "Write shrek runs add PATH RUN..., or - for standard input.",
    });
  if (isInput && words.length > 1)
    throw new Failure("Runs come from standard input or stand in the command.", { wayOut: "Remove - or the runs." });
  const place = await openWorkPlace();
  const source = await place.snapshot.production(await productionAt(place, path));
  const runs = isInput
    ? { name: "standard input", text: await text(process.stdin) }
    : { name: "runs of the command", text: words.join("\n") };
  // A query that failed gives nothing; one that found nothing says so, in JSON or with psql's "(0 rows)".
  if (runs.text.trim() === "")
    throw new Failure("There is no run in standard input.", { wayOut: "Look at what was to write it." });
  const head = headOf(flags, isInput ? runs.name : "shrek runs add, by hand", systemClock().now());
  const readersOf = sharersIn(place.snapshot);
  const added = await addRunsTo(source, { ...runs, head }, { which: isNew ? "new" : "all", readersOf });
  if (added.kind === "refused") {
    if (json) printJson({ added: [], problems: added.problems });
    else {
      reportProblems(added.problems);
      print("Nothing was added.");
    }
    return 1;
  }
  const { file, readers } = added;
  if (added.runs.length > 0) await replaceFile(join(place.top, file), added.bytes);
  if (json) {
    printJson({ added: added.runs, list: file, otherwise: added.otherwise, beside: readers, problems: [] });
    return 0;
  }
  if (added.otherwise.length > 0)
    print(`The list has these runs already, with other columns, and keeps them: ${added.otherwise.join(", ")}`);
  if (added.runs.length === 0) {
    print("There is no run to add.");
    return 0;
  }
  print(
    `${added.runs.length === 1 ? "1 run was" : `${added.runs.length} runs were`} added to ${file}: ${added.runs.join(", ")}`,
  );
  if (readers.length > 0) print(`These productions read the list too, and get the same runs: ${readers.join(", ")}`);
  return 0;
});

/** `given`: what is said where neither flag is. */
const headOf = ({ source, query }: RunsAddFlags, given: string, now: Date): ListHead => {
  const flags = Object.entries({ source, query }).map(([flag, words]) => {
    const value = words === undefined ? undefined : headValue(words);
    if (words !== undefined && value === undefined)
      throw new Failure(
        `What --${flag} says cannot be kept: it is empty, too long, or holds what looks like a password.`,
        { wayOut: `Give up to ${maxHeadLength} characters, and read passwords from the environment.` },
      );
    return [flag, value] as const;
  });
  const values: ListHead = Object.fromEntries(flags.filter(([, value]) => value !== undefined));
  return { ...(flags.every(([, value]) => value === undefined) ? { source: given } : values), date: dayOf(now) };
};
