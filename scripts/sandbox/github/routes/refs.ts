import { type Call, created, noContent, ok, type Route } from "../call.ts";
import { git, isAncestor, noObject, resolveRevision, tryGit } from "../git.ts";
import { textOf } from "../json.ts";
import { watchMoves } from "../moves.ts";
import { lookUp } from "../objects.ts";
import { needs } from "../permissions.ts";
import { allRefs, type Move, moveRef } from "../refs.ts";
import { notFound, Refusal } from "../refusal.ts";
import { moveFaults, refuseByRules } from "../rules/judge-move.ts";
import { workflowFault } from "../rules/workflow-files.ts";
import { nodeId } from "../shapes/node-id.ts";
import { api } from "./git-data.ts";

const read = { needs: [needs("contents: read")], role: "read" } as const;
const write = { needs: [needs("contents: write")], role: "write" } as const;

const refShape = async (call: Call, ref: string, sha: string) => {
  const type = (await lookUp(call.repository().dir, sha))?.type ?? "";
  return {
    ref,
    node_id: nodeId("Ref", ref),
    url: `${api(call)}/git/${ref}`,
    object: { sha, type, url: `${api(call)}/git/${type}s/${sha}` },
  };
};

const named = (call: Call): string => `refs/${textOf(call.params["ref"])}`;

const getRef = async (call: Call) => {
  const sha = allRefs(call.repository().dir).get(named(call));
  if (sha === undefined) throw notFound();
  return ok(await refShape(call, named(call), sha));
};

const matchingRefs = async (call: Call) => {
  const found = [...allRefs(call.repository().dir)].filter(([ref]) => ref.startsWith(named(call)));
  return ok(await Promise.all(found.map(([ref, sha]) => refShape(call, ref, sha))));
};

const createRef = (call: Call) =>
  moving(call, async (dir) => {
    const ref = textOf(call.body["ref"]);
    const sha = textOf(call.body["sha"]);
    if (!/^refs\/[^/]+\/.+/.test(ref) || (await tryGit(dir, ["check-ref-format", ref])).code !== 0)
      throw new Refusal(422, "Reference name must start with 'refs/' and contain at least two slashes");
    if ((await resolveRevision(dir, `${sha}^{object}`)) === undefined) throw new Refusal(422, "Object does not exist");
    if (allRefs(dir).has(ref)) throw new Refusal(422, "Reference already exists");
    await judgeMove(call, { ref, before: noObject, after: sha });
    if ((await moveRef(dir, { ref, before: noObject, after: sha })) !== undefined)
      throw new Refusal(422, "Reference update failed");
    return created(await refShape(call, ref, sha));
  });

const updateRef = (call: Call) =>
  moving(call, async (dir) => {
    const ref = named(call);
    const sha = textOf(call.body["sha"]);
    const before = allRefs(dir).get(ref);
    if (before === undefined) throw new Refusal(422, "Reference does not exist");
    if ((await resolveRevision(dir, `${sha}^{object}`)) === undefined) throw new Refusal(422, "Object does not exist");
    if (call.body["force"] !== true && !(await isAncestor(dir, before, sha)))
      throw new Refusal(422, "Update is not a fast forward");
    await judgeMove(call, { ref, before, after: sha });
    if ((await moveRef(dir, { ref, before, after: sha })) !== undefined)
      throw new Refusal(422, "Reference update failed");
    return ok(await refShape(call, ref, sha));
  });

const deleteRef = (call: Call) =>
  moving(call, async (dir) => {
    const ref = named(call);
    const before = allRefs(dir).get(ref);
    if (before === undefined) throw new Refusal(422, "Reference does not exist");
    await judgeMove(call, { ref, before, after: noObject });
    await git(dir, ["update-ref", "-d", ref]);
    return noContent;
  });

const judgeMove = async ({ world, repository, token }: Call, move: Move): Promise<void> => {
  refuseByRules(422, await moveFaults(world, repository(), token, move));
  if ((await workflowFault(repository(), token, move)) !== undefined)
    throw new Refusal(403, "Resource not accessible by integration", {
      "x-accepted-github-permissions": "contents=write; contents=write,workflows=write",
    });
};

const moving = <T>(call: Call, work: (dir: string) => Promise<T>): Promise<T> =>
  watchMoves(call.world, call.repository(), call.token, () => work(call.repository().dir));

export const refRoutes = {
  "git/get-ref": { ...read, answer: getRef },
  "git/list-matching-refs": { ...read, answer: matchingRefs },
  "git/create-ref": { ...write, answer: createRef },
  "git/update-ref": { ...write, answer: updateRef },
  "git/delete-ref": { ...write, answer: deleteRef },
} satisfies Readonly<Record<string, Route>>;
