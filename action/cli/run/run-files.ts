import { logIn } from "../../adapters/panda/log-in.ts";
import { pandaWatch } from "../../adapters/panda/panda-watch.ts";
import { runThenReport } from "../../adapters/panda/run-then-tell.ts";
import { takeSecrets } from "../../adapters/panda/take-secrets.ts";
import { readSettings } from "../../core/login/settings.ts";
import { Failure } from "../../core/problems/failure.ts";
import { originText } from "../../core/production/list-origin.ts";
import { filesText } from "../../core/view/local/files-text.ts";
import { type FilesFound, filesMade, resolveTargets } from "../../flows/files.ts";
import { exiting, print, printJson, tell } from "./command.ts";
import { openRepository } from "./repository.ts";

type FilesFlags = { readonly json: boolean; readonly remote?: string };

/** Reads only, so any PanDA may be asked. */
export const runFiles = exiting(async ({ json, remote }: FilesFlags, name: string) => {
  const { step, ...named } = meantFiles(name);
  const settings = readSettings(takeSecrets(process.env));
  const repository = await openRepository(remote);
  const { meant, notes } = await resolveTargets(repository, named);
  const login = await logIn(settings, repository.clock.now);
  const ports = { ...repository, watch: pandaWatch(login) };
  return runThenReport(
    login,
    async () => {
      const found: FilesFound[] = [];
      for (const one of meant) found.push(await filesMade(ports, one, step));
      const files = found.flatMap((one) => one.files);
      const allNotes = [...notes, ...found.flatMap((one) => one.notes)];
      const lists = [...new Map(found.flatMap((one) => one.lists.map((list) => [originText(list), list]))).values()];
      if (json) printJson({ files, lists, notes: allNotes });
      else {
        for (const list of lists) tell(originText(list));
        for (const note of allNotes) tell(note);
        if (files.length > 0) print(filesText(files));
      }
      return allNotes.length === 0 ? 0 : 1;
    },
    tell,
  );
});

const meantFiles = (
  name: string,
): {
  readonly tag: string;
  readonly version: string;
  readonly run: number | "all" | undefined;
  readonly step?: string;
} => {
  const [, tag, version, run, step] =
    /^([A-Za-z0-9][A-Za-z0-9._-]*)@([A-Za-z0-9][A-Za-z0-9._-]*)(?:#([1-9][0-9]{0,7}|\*))?(?:\/([A-Za-z][A-Za-z0-9]*))?$/.exec(
      name,
    ) ?? [];
  if (tag === undefined || version === undefined)
    throw new Failure(`${name} is not the name of a submission.`, {
      wayOut: "Write TAG@VERSION, TAG@VERSION#RUN or TAG@VERSION#*, with /STEP for one step.",
    });
  return {
    tag,
    version,
    run: run === "*" ? "all" : run === undefined ? undefined : Number(run),
    ...(step === undefined ? {} : { step }),
  };
};
