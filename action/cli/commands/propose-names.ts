import { relative, resolve } from "node:path";
import { ruleOf, type Verb } from "../../core/command/verbs.ts";
import { partsOfKey, type SubmissionKey } from "../../core/ledger/event.ts";
import { readRules, rulePlaces } from "../../core/policy/rules.ts";
import { compareText } from "../../core/problems/problem.ts";
import { productionsFolder } from "../../core/text/source-file.ts";
import { openWorkPlace } from "../run/work-place.ts";

/** Names for the shell, from the clone alone: nothing is fetched, and where nothing can be read nothing is proposed. */
const orNone = async (names: () => Promise<readonly string[]>): Promise<readonly string[]> => {
  try {
    return await names();
  } catch {
    return [];
  }
};

/** Folders with a request, as they are typed from here. */
export const proposeFolders = (begun: string): Promise<readonly string[]> =>
  orNone(async () => {
    const { top, snapshot } = await openWorkPlace();
    const folders = await snapshot.productions(productionsFolder);
    return folders
      .map((folder) => relative(process.cwd(), resolve(top, folder)))
      .filter((path) => path.startsWith(begun));
  });

/** Tags on the ledger, and after `@` their versions; `whole`: versions only, as `files` wants them. */
export const proposeSubmissions = (begun: string, whole = false): Promise<readonly string[]> =>
  orNone(async () => {
    const keys = await keysHere();
    const versions = keys.map(withVersion);
    const names = whole || begun.includes("@") ? versions : keys.map((key) => partsOfKey(key).tag);
    return [...new Set(names)].filter((name) => name.startsWith(begun)).toSorted(compareText);
  });

const keysHere = async (): Promise<readonly SubmissionKey[]> => {
  const { ledger } = await openWorkPlace();
  return ledger.submissions(await ledger.head());
};

const withVersion = (key: SubmissionKey): string => {
  const { tag, version, run } = partsOfKey(key);
  return `${tag}@${version}${run === undefined ? "" : `#${run}`}`;
};

/** Sites of the conventions furthest up. */
export const proposeSites = (begun: string): Promise<readonly string[]> =>
  orNone(async () => {
    const { snapshot } = await openWorkPlace();
    const rules = readRules(await snapshot.files(rulePlaces([productionsFolder])));
    const [top] = rules.conventions;
    const names = top?.read.kind === "read" ? Object.keys(top.read.value.sites) : [];
    return names.filter((name) => name.startsWith(begun));
  });

/** What may follow a verb: its words, settings and productions. */
export const proposeWords = async (verb: Verb, begun: string): Promise<readonly string[]> => {
  const { words = [], settings } = ruleOf(verb);
  const own = [...words, ...(begun === "" ? [] : settings.map((name) => `${name}=`))];
  return [...own.filter((word) => word.startsWith(begun)), ...(await proposeSubmissions(begun))];
};
