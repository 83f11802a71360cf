import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { moreEvents, moreEventsText } from "../../core/command/more-events.ts";
import { Failure } from "../../core/problems/failure.ts";
import { extendProduction } from "../../flows/ledger-access/extension.ts";
import { exiting, print, printJson } from "./command.ts";
import { openWorkPlace } from "./work-place.ts";

type ExtendFlags = { readonly json: boolean; readonly events: string; readonly dryRun: boolean };

export const runExtend = exiting(async ({ json, events, dryRun }: ExtendFlags, target: string) => {
  const [, tag, version] = /^([^@#/]+)@([^@#/]+)$/.exec(target) ?? [];
  if (tag === undefined || version === undefined)
    throw new Failure(`"${target}" names no version.`, { wayOut: "Write TAG@VERSION, as `shrek status` says it." });
  const more = moreEvents(events);
  if (more === undefined)
    throw new Failure(`--events takes ${moreEventsText}, and "${events}" is not that.`, {
      wayOut: "Write --events 1M.",
    });
  const { top, snapshot, ledger } = await openWorkPlace();
  const made = await extendProduction(ledger, (folder) => heldIn(snapshot, folder), { tag, version, more });
  if (made.kind === "refused") {
    if (json) printJson({ written: false, why: made.why });
    else print(made.why);
    return 1;
  }
  if (!dryRun) await writeFile(join(top, made.file), made.bytes);
  const { version: next, jobs, events: wanted } = made.values;
  if (json)
    printJson({
      written: !dryRun,
      file: made.file,
      version: next,
      jobs: Object.fromEntries(jobs),
      events: wanted ?? null,
    });
  else
    print(
      [
        `${made.file}: version ${next} extends ${version} by ${made.amount}`,
        ...(wanted === undefined ? [] : [`events: ${wanted}`]),
        ...(dryRun ? ["Nothing was written."] : []),
      ].join("\n"),
    );
  return 0;
});

const heldIn = async (snapshot: Awaited<ReturnType<typeof openWorkPlace>>["snapshot"], folder: string) =>
  (await snapshot.productions(folder)).includes(folder) ? snapshot.production(folder) : undefined;
