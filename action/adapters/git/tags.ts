import { Failure } from "../../core/problems/failure.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Tags } from "../../ports/tags.ts";
import { writeObject } from "./loose.ts";
import type { GitRefs } from "./refs.ts";
import { git, gitOutcome } from "./run.ts";

/** Annotated tags under `refs/tags/`. Made with plumbing: no user name and no signing key is asked for. */
export const gitTags = (dir: string, refs: GitRefs, clock: Clock, remote: string | undefined): Tags => ({
  message: async (name) => {
    const oid = await refs.read(`refs/tags/${name}`);
    if (oid === undefined) return undefined;
    const { code, stdout } = await gitOutcome(dir, ["cat-file", "tag", oid]);
    if (code !== 0)
      throw new Failure(`The tag ${name} is not an annotated tag.`, {
        wayOut: "It was created by hand; check it before anything is submitted.",
      });
    const text = stdout.toString("utf8");
    return text.slice(text.indexOf("\n\n") + 2);
  },
  names: async () => {
    const listed =
      remote === undefined
        ? await git(dir, ["for-each-ref", "--format=%(refname)", "refs/tags/production/"])
        : await git(dir, ["ls-remote", "--refs", remote, "refs/tags/production/*"]);
    return listed.split("\n").flatMap((line) => /(?:^|\t)refs\/tags\/(production\/\S+)$/.exec(line)?.[1] ?? []);
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
