import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Call, created, ok, type Route } from "../call.ts";
import { writeBlobs } from "../commit-files.ts";
import { git, resolveRevision, tryGit } from "../git.ts";
import { listOf, objectOf, textOf } from "../json.ts";
import { lookUp, readObject } from "../objects.ts";
import { needs } from "../permissions.ts";
import { notFound, Refusal } from "../refusal.ts";
import { fullName } from "../repository.ts";
import { gitCommitShape, readCommit } from "../shapes/commit.ts";
import { nodeId } from "../shapes/node-id.ts";

const read = { needs: [needs("contents: read")], role: "read" } as const;
const write = { needs: [needs("contents: write")], role: "write" } as const;

export const api = (call: Call): string => `${call.world.url()}/repos/${fullName(call.repository())}`;

const createBlob = async (call: Call) => {
  const encoding = textOf(call.body["encoding"], "utf-8") === "base64" ? "base64" : "utf8";
  const input = Buffer.from(textOf(call.body["content"]), encoding);
  const sha = await git(call.repository().dir, ["hash-object", "-w", "--stdin"], { input });
  return created({ sha, url: `${api(call)}/git/blobs/${sha}` });
};

/** GitHub breaks base64 into lines, and a reader must cope. */
export const base64Lines = (bytes: Buffer): string => bytes.toString("base64").replaceAll(/(.{60})/g, "$1\n");

export const tooLarge = (): Refusal => new Refusal(403, "The requested blob is too large to fetch via the API");

const getBlob = async (call: Call) => {
  const sha = textOf(call.params["file_sha"]);
  const found = await readObject(call.repository().dir, sha);
  if (found?.type !== "blob") throw notFound();
  const { bytes } = found;
  if (bytes.length > call.world.largestBlob) throw tooLarge();
  return ok({
    sha,
    node_id: nodeId("Blob", sha),
    size: bytes.length,
    url: `${api(call)}/git/blobs/${sha}`,
    content: base64Lines(bytes),
    encoding: "base64",
  });
};

const createTree = async (call: Call) => {
  const { dir } = call.repository();
  const index = join(dir, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    const base = textOf(call.body["base_tree"]);
    const started = await tryGit(dir, ["read-tree", ...(base === "" ? ["--empty"] : [base])], { env });
    if (started.code !== 0) throw notFound();
    const lines: string[] = [];
    const entries = listOf(call.body["tree"]).map(objectOf);
    const written = await writeBlobs(
      dir,
      entries.flatMap(({ content }) => (typeof content === "string" ? [content] : [])),
    );
    for (const entry of entries) {
      const path = textOf(entry["path"]);
      if (
        path === "" ||
        path.split("/").some((part) => part === "" || part === "." || part === ".." || part === ".git")
      )
        throw new Refusal(422, "tree.path contains a malformed path component");
      if (entry["mode"] === "040000") {
        lines.push(...(await subtree(dir, path, textOf(entry["sha"]))));
        continue;
      }
      const content = entry["content"];
      const sha = typeof content === "string" ? written.get(content) : entry["sha"];
      if (sha !== null && (typeof sha !== "string" || (await resolveRevision(dir, `${sha}^{object}`)) === undefined))
        throw new Refusal(422, "tree.sha is not a valid object");
      lines.push(
        sha === null ? `0 ${"0".repeat(40)}\t${path}` : `${textOf(entry["mode"], "100644")} ${textOf(sha)}\t${path}`,
      );
    }
    const added = await tryGit(dir, ["update-index", "-z", "--add", "--index-info"], {
      env,
      input: lines.map((line) => `${line}\0`).join(""),
    });
    if (added.code !== 0) throw new Refusal(422, added.error.trim());
    return created(await treeShape(call, await git(dir, ["write-tree"], { env }), false));
  } finally {
    await rm(index, { force: true });
  }
};

const subtree = async (dir: string, path: string, sha: string): Promise<readonly string[]> => {
  const listed = await git(dir, ["ls-tree", "-r", "-z", sha]);
  return listed.split("\0").flatMap((line) => {
    const [head = "", name] = line.split("\t");
    const [mode = "", , id = ""] = head.split(" ");
    return name === undefined ? [] : [`${mode} ${id}\t${path}/${name}`];
  });
};

const treeShape = async (call: Call, sha: string, recursive: boolean) => {
  const listed = await tryGit(call.repository().dir, ["ls-tree", "-l", "-z", ...(recursive ? ["-r", "-t"] : []), sha]);
  if (listed.code !== 0) throw notFound();
  const tree = listed.text.split("\0").flatMap((line) => {
    const [head = "", path] = line.split("\t");
    const [mode = "", type = "", id = "", size = "-"] = head.split(/ +/);
    const url = `${api(call)}/git/${type}s/${id}`;
    return path === undefined
      ? []
      : [{ path, mode, type, sha: id, url, ...(size === "-" ? {} : { size: Number(size) }) }];
  });
  return { sha, url: `${api(call)}/git/trees/${sha}`, tree, truncated: false };
};

const getTree = async (call: Call) => {
  const sha = await resolveRevision(call.repository().dir, `${textOf(call.params["tree_sha"])}^{tree}`);
  if (sha === undefined) throw notFound();
  return ok(await treeShape(call, sha, call.query.has("recursive")));
};

const signature = (call: Call, given: unknown): string => {
  const person = objectOf(given);
  const seconds = Math.floor(Date.parse(textOf(person["date"], call.world.now())) / 1000);
  const name = textOf(person["name"], call.token.login);
  return `${name} <${textOf(person["email"], `${call.token.login}@users.noreply.github.com`)}> ${seconds} +0000`;
};

const createCommit = async (call: Call) => {
  const { dir } = call.repository();
  const tree = textOf(call.body["tree"]);
  const parents = listOf(call.body["parents"]).map((parent) => textOf(parent));
  if ((await lookUp(dir, `${tree}^{tree}`)) === undefined) throw new Refusal(422, "Tree SHA does not exist");
  for (const parent of parents)
    if ((await lookUp(dir, `${parent}^{commit}`)) === undefined)
      throw new Refusal(422, "Parent SHA does not exist or is not a commit object");
  const author = call.body["author"];
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${signature(call, author)}`,
    `committer ${signature(call, call.body["committer"] ?? author)}`,
    "",
    textOf(call.body["message"]),
  ];
  const sha = await git(dir, ["hash-object", "-t", "commit", "-w", "--stdin"], { input: lines.join("\n") });
  return created(gitCommitShape(call.world, call.repository(), await readCommit(call.repository(), sha)));
};

const getCommit = async (call: Call) => {
  const sha = textOf(call.params["commit_sha"]);
  if ((await resolveRevision(call.repository().dir, `${sha}^{commit}`)) !== sha) throw notFound();
  return ok(gitCommitShape(call.world, call.repository(), await readCommit(call.repository(), sha)));
};

const createTag = async (call: Call) => {
  const { dir } = call.repository();
  const object = textOf(call.body["object"]);
  if ((await resolveRevision(dir, `${object}^{object}`)) === undefined) throw new Refusal(422, "Object does not exist");
  const lines = [
    `object ${object}`,
    `type ${textOf(call.body["type"])}`,
    `tag ${textOf(call.body["tag"])}`,
    `tagger ${signature(call, call.body["tagger"])}`,
    "",
    textOf(call.body["message"]),
  ];
  const sha = await git(dir, ["hash-object", "-t", "tag", "-w", "--stdin"], { input: lines.join("\n") });
  return created(await tagShape(call, sha));
};

const tagShape = async (call: Call, sha: string) => {
  const found = await readObject(call.repository().dir, sha);
  if (found?.type !== "tag") throw notFound();
  const [head = "", ...rest] = found.bytes.toString("utf8").split("\n\n");
  const fields = new Map(
    head.split("\n").map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)]),
  );
  const [, name = "", email = "", seconds = "0"] = /^(.*) <(.*)> (\d+)/.exec(fields.get("tagger") ?? "") ?? [];
  const type = fields.get("type") ?? "";
  const object = fields.get("object") ?? "";
  return {
    node_id: nodeId("Tag", sha),
    tag: fields.get("tag") ?? "",
    sha,
    url: `${api(call)}/git/tags/${sha}`,
    message: rest.join("\n\n"),
    tagger: { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z") },
    object: { type, sha: object, url: `${api(call)}/git/${type}s/${object}` },
    verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
  };
};

export const gitDataRoutes = {
  "git/create-blob": { ...write, answer: createBlob },
  "git/get-blob": { ...read, answer: getBlob },
  "git/create-tree": { ...write, answer: createTree },
  "git/get-tree": { ...read, answer: getTree },
  "git/create-commit": { ...write, answer: createCommit },
  "git/get-commit": { ...read, answer: getCommit },
  "git/create-tag": { ...write, answer: createTag },
  "git/get-tag": { ...read, answer: async (call: Call) => ok(await tagShape(call, textOf(call.params["tag_sha"]))) },
} satisfies Readonly<Record<string, Route>>;
