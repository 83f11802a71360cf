import { type Call, ok, type Route } from "../call.ts";
import { resolveRevision, tryGit } from "../git.ts";
import { textOf } from "../json.ts";
import { readObject } from "../objects.ts";
import { paged } from "../pages.ts";
import { needs } from "../permissions.ts";
import { notFound, Refusal } from "../refusal.ts";
import { fullName } from "../repository.ts";
import { commitShape, readCommits } from "../shapes/commit.ts";
import { api, base64Lines, tooLarge } from "./git-data.ts";

const read = { needs: [needs("contents: read")], role: "read" } as const;

const getContent = async (call: Call) => {
  const repository = call.repository();
  const path = textOf(call.params["path"]).replace(/\/$/, "");
  const at = call.query.get("ref") ?? repository.defaultBranch;
  const commit = await resolveRevision(repository.dir, `${at}^{commit}`);
  if (commit === undefined) throw new Refusal(404, `No commit found for the ref ${at}`);
  const found = await readObject(repository.dir, `${commit}:${path}`);
  if (found === undefined) throw notFound();
  const { sha, type, bytes } = found;
  if (type === "tree") return ok(await folder(call, at, path, sha));
  if (bytes.length > call.world.largestBlob) throw tooLarge();
  if (call.accept.includes("raw"))
    return { status: 200, body: bytes, headers: { "content-type": "application/vnd.github.raw+json; charset=utf-8" } };
  const large = bytes.length > 1024 * 1024;
  return ok({
    ...entry(call, at, path, sha, "file", bytes.length),
    content: large ? "" : base64Lines(bytes),
    encoding: large ? "none" : "base64",
  });
};

const kinds = { blob: "file", tree: "dir", commit: "submodule" } as const;

const folder = async (call: Call, at: string, path: string, sha: string) => {
  const { text } = await tryGit(call.repository().dir, ["ls-tree", "-l", "-z", sha]);
  return text.split("\0").flatMap((line) => {
    const [head = "", name] = line.split("\t");
    const [mode, type = "", id = "", size = "0"] = head.split(/ +/);
    const kind = mode === "120000" ? "symlink" : Object.entries(kinds).find(([key]) => key === type)?.[1];
    if (name === undefined || kind === undefined) return [];
    return [entry(call, at, path === "" ? name : `${path}/${name}`, id, kind, Number(size) || 0)];
  });
};

const entry = (call: Call, at: string, path: string, sha: string, type: string, size: number) => {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const url = `${api(call)}/contents/${encoded}?ref=${encodeURIComponent(at)}`;
  const page = `${call.world.url()}/${fullName(call.repository())}`;
  const gitUrl = `${api(call)}/git/${type === "dir" ? "trees" : "blobs"}/${sha}`;
  const html = `${page}/${type === "dir" ? "tree" : "blob"}/${encodeURIComponent(at)}/${encoded}`;
  return {
    name: path.split("/").at(-1) ?? "",
    path,
    sha,
    size,
    url,
    html_url: html,
    git_url: gitUrl,
    download_url: type === "dir" ? null : `${page}/raw/${encodeURIComponent(at)}/${encoded}`,
    type,
    _links: { self: url, git: gitUrl, html },
  };
};

const listCommits = async (call: Call) => {
  const repository = call.repository();
  const at = call.query.get("sha") ?? repository.defaultBranch;
  if ((await resolveRevision(repository.dir, `${at}^{commit}`)) === undefined) throw notFound();
  const path = call.query.get("path");
  const { text } = await tryGit(repository.dir, [
    "rev-list",
    "--end-of-options",
    at,
    "--",
    ...(path === null ? [] : [path]),
  ]);
  const shas = text.split("\n").filter((line) => line !== "");
  const commits = shas.length === 0 ? [] : await readCommits(repository, ["--no-walk=unsorted", ...shas]);
  return paged(call, commits, (commit) => commitShape(call.world, repository, commit));
};

export const contentRoutes = {
  "repos/get-content": { ...read, answer: getContent },
  "repos/list-commits": { ...read, answer: listCommits },
} satisfies Readonly<Record<string, Route>>;
