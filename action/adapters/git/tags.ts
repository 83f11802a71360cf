import { Failure } from "../../core/problems/failure.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Tags } from "../../ports/tags.ts";
import { writeObject } from "./loose.ts";
import { readObjects } from "./objects.ts";
import type { GitRefs } from "./refs.ts";
import { git } from "./run.ts";

/** Annotated tags under `refs/tags/`. Made with plumbing: no user name and no signing key is asked for. */
export const gitTags = (dir: string, refs: GitRefs, clock: Clock, remote: string | undefined): Tags => ({
  message: async (name) => {
    const oid = await refs.read(`refs/tags/${name}`);
    if (oid === undefined) return undefined;
    const message = messageIn((await readObjects(dir, [oid]))[0]);
    if (message === undefined)
      throw new Failure(`The tag ${name} is not an annotated tag.`, {
        wayOut: "It was created by hand; check it before anything is submitted.",
      });
    return message;
  },
  names: async () => (await listed(dir, remote)).map(({ name }) => name),
  all: async () => {
    const tags = await listed(dir, remote);
    const oids = tags.map(({ oid }) => oid);
    const known = await readObjects(dir, oids);
    const lacking = tags.filter((_, index) => known[index] === undefined);
    if (remote !== undefined) await fetchTags(dir, remote, lacking);
    const found = await readObjects(dir, oids);
    return new Map(tags.map(({ name }, index) => [name, messageIn(found[index]) ?? ""]));
  },
  create: async (name, commit, message) => {
    // Two processes must not make the same tag object, or both would have created it (SAFETY S9).
    const nonce = Buffer.from(clock.random(16)).toString("hex");
    const seconds = Math.floor(clock.now().getTime() / 1000);
    const body = `object ${commit}\ntype commit\ntag ${name}\ntagger shrek <${nonce}@localhost> ${seconds} +0000\n\n${message}`;
    const oid = await writeObject(dir, "tag", Buffer.from(body), nonce);
    return (await refs.swap(`refs/tags/${name}`, undefined, oid)) === "swapped" ? "created" : "exists";
  },
});

type FoundTag = { readonly name: string; readonly oid: string };

const listed = async (dir: string, remote: string | undefined): Promise<readonly FoundTag[]> => {
  const lines =
    remote === undefined
      ? await git(dir, ["for-each-ref", "--format=%(objectname)\t%(refname)", "refs/tags/production/"])
      : await git(dir, ["ls-remote", "--refs", remote, "refs/tags/production/*"]);
  return [...lines.matchAll(/^([0-9a-f]+)\trefs\/tags\/(production\/\S+)$/gm)].map(([, oid = "", name = ""]) => ({
    oid,
    name,
  }));
};

/** Each is an argument of a command line, which has an end. */
const mostTogether = 500;

const fetchTags = async (dir: string, remote: string, tags: readonly FoundTag[]): Promise<void> => {
  for (let from = 0; from < tags.length; from += mostTogether) {
    const refs = tags.slice(from, from + mostTogether).map(({ name }) => `refs/tags/${name}`);
    await git(dir, ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", remote, ...refs]);
  }
};

/** `undefined`: no annotated tag. */
const messageIn = (object: Buffer | undefined): string | undefined => {
  const text = object?.toString("utf8") ?? "";
  return /^object [0-9a-f]+\ntype \w+\ntag /.test(text) ? text.slice(text.indexOf("\n\n") + 2) : undefined;
};
