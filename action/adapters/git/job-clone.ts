import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Failure } from "../../core/problems/failure.ts";
import { fetchHere } from "./fetch-here.ts";
import { remoteFailure } from "./remote-failure.ts";
import { gitOutcome } from "./run.ts";
import type { HowFar } from "./server/git-server.ts";
import type { RemotePlace } from "./server/service-at.ts";

/** By the environment of the one child that needs it: an argument shows in the list of processes, and a file stays. */
export const tokenEnvironment = (token: string, url: string): Readonly<Record<string, string>> => ({
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: `http.${url}.extraHeader`,
  GIT_CONFIG_VALUE_0: `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`,
});

/** Brings the objects of a pull request's head, a fork's too, without checking anything out; and the branch that it is for. */
export const fetchPullRequest = async (
  dir: string,
  { url, token }: { readonly url: string; readonly token: string },
  number: number,
  into?: string,
): Promise<void> => {
  const env = tokenEnvironment(token, url);
  const base = into === undefined ? [] : [`+refs/heads/${into}:refs/remotes/origin/${into}`];
  const wanted = [`refs/pull/${number}/head`, ...base];
  if (await fetchHere(dir, { url, env }, wanted)) return;
  const what = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", url, ...wanted];
  const { code, stderr } = await gitOutcome(dir, what, { env });
  // Hints come before it.
  const why = /^(?:fatal|error): .*/m.exec(stderr)?.[0] ?? "";
  if (code !== 0)
    throw new Failure(`The head of pull request ${number} cannot be fetched: ${why}`, {
      wayOut: 'The job needs the permission "contents: read".',
    });
};

/** The repository that a job works for, and where the job keeps what ends with it. */
export type JobPlace = RemotePlace & { readonly temporary: string };

/** Main and all before it, as a clone knows the main of its origin. */
export const mainWanted = "+refs/heads/main:refs/remotes/origin/main";
const tagsWanted = "+refs/tags/production/*:refs/tags/production/*";

/** A clone of a job's own with the wanted refs and all of their history, and no file checked out. */
export const openClone = async (place: JobPlace, wanted: readonly string[]): Promise<string> => {
  const dir = await emptyClone(place, "shrek-clone-");
  await fetchInto(dir, place, wanted);
  return dir;
};

/** Main as it is now, without what was before. */
export const openMain = async (place: JobPlace): Promise<string> => {
  const dir = await emptyClone(place, "shrek-main-");
  await fetchInto(dir, place, [mainWanted], "its end");
  return dir;
};

/** The end of the ledger alone. Later fetches bring what came since. */
export const openLedger = async (place: JobPlace, ref: string): Promise<string> => {
  const dir = await emptyClone(place, "shrek-ledger-");
  await fetchInto(dir, place, [ref], "its end");
  return dir;
};

/**
 * What a validation reads: the whole history of a change, the tags, and the end of the ledger. The ledger's history is
 * most of a repository, and no validation needs it. It is fetched first, so that the second fetch need not list all of
 * main.
 */
export const openForValidation = async (place: JobPlace, wanted: readonly string[]): Promise<string> => {
  const dir = await emptyClone(place, "shrek-clone-");
  await fetchInto(dir, place, ["+refs/heads/ledger:refs/remotes/origin/ledger"], "its end");
  await fetchInto(dir, place, [...wanted, tagsWanted]);
  return dir;
};

/** One more commit without its history, if it can be had: its content is compared with what is here. */
export const fetchCommit = async (dir: string, { url, env }: RemotePlace, commit: string): Promise<void> => {
  if (await fetchHere(dir, { url, env }, [commit], "its end")) return;
  await gitOutcome(dir, ["fetch", "--quiet", "--no-tags", "--depth=1", url, commit], { env });
};

const emptyClone = async ({ temporary }: JobPlace, name: string): Promise<string> => {
  const dir = await mkdtemp(join(temporary, name));
  const write = (file: string, text: string): Promise<void> => writeFile(join(dir, ".git", file), text);
  await Promise.all(["objects", "refs"].map((folder) => mkdir(join(dir, ".git", folder), { recursive: true })));
  await Promise.all([write("HEAD", "ref: refs/heads/main\n"), write("config", settings)]);
  return dir;
};

/**
 * What `git init` would write, whatever a person set for it: a pass starts two processes less. It ends with its job: else
 * git asks behind each fetch, in one more process, whether it should tidy up.
 */
/** What `fetchHere` refuses git refuses too, but for slips of old programs that harm nothing. */
const settings = `[core]
	repositoryFormatVersion = 0
	bare = false
	logAllRefUpdates = false
[maintenance]
	auto = false
[fetch]
	fsckObjects = true
[fetch "fsck"]
	zeroPaddedFilemode = ignore
	badTimezone = ignore
	missingSpaceBeforeDate = ignore
`;

const fetchInto = async (
  dir: string,
  { url, env }: JobPlace,
  wanted: readonly string[],
  howFar: HowFar = "all",
): Promise<void> => {
  if (await fetchHere(dir, { url, env }, wanted, howFar)) return;
  const depth = howFar === "all" ? [] : ["--depth=1"];
  const asked = [...nothingHere, "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", ...depth, url, ...wanted];
  const { code, stderr } = await gitOutcome(dir, asked, { env });
  if (code !== 0 && !stderr.includes("couldn't find remote ref"))
    throw remoteFailure(url, { kind: "read", ref: refOf(wanted[0] ?? "") }, stderr);
};

/** Of what is fetched nothing is here, the ledger's end either: git need not ask about it first, in a call of its own. */
const nothingHere = ["-c", "fetch.negotiationAlgorithm=noop"];

/** The name at the remote: `refs/heads/main` of `+refs/heads/main:refs/remotes/origin/main`. */
const refOf = (wanted: string): string => wanted.replace(/^\+/, "").replace(/:.*$/, "");
