import { type Call, created, ok, type Route } from "../call.ts";
import { git, resolveRevision } from "../git.ts";
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

export const gitDataRoutes = {
  "git/get-blob": { ...read, answer: getBlob },
  "git/create-commit": { ...write, answer: createCommit },
  "git/get-commit": { ...read, answer: getCommit },
} satisfies Readonly<Record<string, Route>>;
