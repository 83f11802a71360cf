import { type Call, ok, type Route } from "../call.ts";
import { resolveRevision } from "../git.ts";
import { textOf } from "../json.ts";
import { needs } from "../permissions.ts";
import { Refusal } from "../refusal.ts";
import { fullName } from "../repository.ts";
import { commitShape, readCommit } from "../shapes/commit.ts";
import { fullRepositoryShape } from "../shapes/repository.ts";
import { api } from "./git-data.ts";

const metadata = { needs: [needs("metadata: read")], role: "read" } as const;
const administration = { needs: [needs("administration: read")], role: "admin" } as const;

const branch = async (call: Call) => {
  const repository = call.repository();
  const name = textOf(call.params["branch"]);
  const sha = await resolveRevision(repository.dir, `refs/heads/${name}`);
  if (sha === undefined) throw new Refusal(404, "Branch not found");
  const url = `${api(call)}/branches/${encodeURIComponent(name)}`;
  return ok({
    name,
    commit: commitShape(call.world, repository, await readCommit(repository, sha)),
    _links: { self: url, html: `${call.world.url()}/${fullName(repository)}/tree/${name}` },
    protected: repository.protections.has(name),
    protection: repository.protections.get(name) ?? { enabled: false },
    protection_url: `${url}/protection`,
  });
};

const protection = (call: Call) => {
  const found = call.repository().protections.get(textOf(call.params["branch"]));
  if (found === undefined) throw new Refusal(404, "Branch not protected");
  return ok(found);
};

export const repositoryRoutes = {
  "repos/get": { ...metadata, answer: (call: Call) => ok(fullRepositoryShape(call.world, call.repository())) },
  "repos/get-branch": { needs: [needs("contents: read")], role: "read", answer: branch },
  "repos/get-branch-protection": { ...administration, answer: protection },
} satisfies Readonly<Record<string, Route>>;
