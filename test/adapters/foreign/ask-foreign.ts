/** Run as a process of its own: prints the file a.C of a commit. */
import { gitForeign } from "../../../action/adapters/foreign/git-foreign.ts";

const [cache = "", url = "", commit = ""] = process.argv.slice(2);
const tree = await gitForeign({ cache, hosts: async () => [new URL(url).host] }).tree("productions/p", {
  git: url,
  commit,
  globs: ["a.C"],
});
const [entry] = tree.kind === "fetched" ? tree.entries : [];
process.stdout.write(entry?.kind === "file" ? new TextDecoder().decode(entry.bytes) : JSON.stringify(tree));
