import { logIn } from "../../adapters/panda/log-in.ts";
import { pandaWatch } from "../../adapters/panda/panda-watch.ts";
import { runThenReport } from "../../adapters/panda/run-then-tell.ts";
import { takeSecrets } from "../../adapters/panda/take-secrets.ts";
import { readSettings } from "../../core/login/settings.ts";
import { Failure } from "../../core/problems/failure.ts";
import { type ListedData, listedDataText, originText } from "../../core/production/list-origin.ts";
import { joinedBy } from "../../core/text/amounts.ts";
import { dayOf } from "../../core/text/list-head.ts";
import { meantFiles } from "../../core/text/step-name.ts";
import { addressesText, type FileAtPanda, filesText, listOfFiles } from "../../core/view/local/files-text.ts";
import { type FilesFound, filesMade, resolveTargets } from "../../flows/files.ts";
import { exiting, print, printJson, tell } from "./command.ts";
import { openRepository } from "./work-place.ts";

type FilesFlags = { readonly json: boolean; readonly list?: string; readonly as?: string; readonly remote?: string };

/** Reads only, so any PanDA may be asked. */
export const runFiles = exiting(async ({ json, list: place, as, remote }: FilesFlags, name: string) => {
  const { step, output, ...named } = meantFiles(name);
  if (place !== undefined && (step === undefined || json))
    throw new Failure("A list is of the files of one output.", {
      wayOut: "Write TAG@VERSION/STEP --list PLACE, without --json.",
    });
  if (as !== undefined && (place !== undefined || json))
    throw new Failure("--as prints addresses alone.", { wayOut: "Leave --list and --json out." });
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
      const files = filesOfOutput(
        found.flatMap((one) => one.files),
        output,
      );
      const allNotes = [...notes, ...found.flatMap((one) => one.notes)];
      const lists = [...new Map(found.flatMap((one) => one.lists.map((list) => [originText(list), list]))).values()];
      if (place !== undefined && step !== undefined)
        return printList(files, allNotes, { ...named, step, place, now: repository.clock.now() });
      if (as !== undefined) printAddresses(files, allNotes, as);
      else if (json) printJson({ files, lists, notes: allNotes });
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

const printAddresses = (files: readonly FileAtPanda[], notes: readonly string[], as: string): void => {
  for (const note of notes) tell(note);
  const names = [...new Set(files.flatMap(({ addresses }) => Object.keys(addresses)))];
  if (files.length > 0 && as !== "lfn" && !names.includes(as))
    throw new Failure(`The conventions on main give no address called ${as}.`, {
      wayOut: `Take ${joinedBy(["lfn", ...names], "or")}, or write it under \`addresses\` in the conventions.`,
    });
  const text = addressesText(files, as);
  if (text !== "") print(text);
};

const filesOfOutput = (files: readonly FileAtPanda[], output: string | undefined): readonly FileAtPanda[] => {
  if (output === undefined || files.length === 0) return files;
  const meant = files.filter((one) => one.output === output);
  if (meant.length > 0) return meant;
  throw new Failure(`There is no file of ${output}.`, { wayOut: `Name one of ${outputsOf(files).join(", ")}.` });
};

const outputsOf = (files: readonly FileAtPanda[]): readonly string[] => [
  ...new Set(files.map(({ output, dataset }) => output ?? dataset)),
];

type ListAsked = Omit<ListedData, "run"> & {
  readonly run: number | "all" | undefined;
  readonly place: string;
  readonly now: Date;
};

/** A part of the files would be cut into jobs as if it were all of them. */
const printList = (files: readonly FileAtPanda[], notes: readonly string[], asked: ListAsked): 0 => {
  const { run, place, now, ...data } = asked;
  for (const note of notes) tell(note);
  if (notes.length > 0 || files.length === 0)
    throw new Failure("No list was written: PanDA does not tell all files.", { wayOut: "Try again later." });
  const [first, ...others] = outputsOf(files);
  if (others.length > 0)
    throw new Failure(`${data.step} makes ${[first, ...others].join(", ")}, and a list is of one of them.`, {
      wayOut: `Name it behind the step: ${data.step}/${first}.`,
    });
  const of = run === undefined ? undefined : run === "all" ? "*" : String(run);
  print(listOfFiles(files, { source: listedDataText({ ...data, run: of }), date: dayOf(now) }, place).trimEnd());
  return 0;
};
