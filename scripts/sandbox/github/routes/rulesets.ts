import { type Call, created, ok, type Route } from "../call.ts";
import { type JsonObject, listOf, objectOf, textOf } from "../json.ts";
import { paged } from "../pages.ts";
import { needs } from "../permissions.ts";
import type { Ruleset } from "../records.ts";
import { notFound } from "../refusal.ts";
import { fullName, type Repository } from "../repository.ts";
import { rulesOf } from "../rules/covers.ts";
import { nodeId } from "../shapes/node-id.ts";

const headOf = (repository: Repository, { id, name, target, enforced }: Ruleset) => ({
  id,
  name,
  target,
  source_type: "Repository",
  source: fullName(repository),
  enforcement: enforced ? "active" : "disabled",
  node_id: nodeId("Ruleset", id),
});

/** Who passes is told only to those who may change it. */
const whole = (call: Call, ruleset: Ruleset) => ({
  ...headOf(call.repository(), ruleset),
  conditions: { ref_name: { include: ruleset.include, exclude: ruleset.exclude } },
  rules: ruleset.rules,
  bypass_actors: ruleset.passes,
});

const create = (call: Call) => {
  const { body } = call;
  const refs = objectOf(objectOf(body["conditions"])["ref_name"]);
  const ruleset: Ruleset = {
    id: call.world.nextId(),
    name: textOf(body["name"]),
    target: body["target"] === "tag" ? "tag" : "branch",
    enforced: body["enforcement"] === "active",
    include: listOf(refs["include"]).map(String),
    exclude: listOf(refs["exclude"]).map(String),
    rules: listOf(body["rules"]).map(objectOf),
    passes: listOf(body["bypass_actors"]).map(objectOf),
  };
  call.repository().rulesets.push(ruleset);
  return created(whole(call, ruleset));
};

const one = (call: Call) => {
  const found = call.repository().rulesets.find(({ id }) => String(id) === call.params["ruleset_id"]);
  if (found === undefined) throw notFound();
  return ok(whole(call, found));
};

/** The rules in force for a branch, which the merge of a pull request and a push meet. */
const ofBranch = (call: Call) => {
  const repository = call.repository();
  const name = textOf(call.params["branch"]);
  const rules: readonly JsonObject[] = rulesOf(repository, `refs/heads/${name}`).map(({ written, ruleset }) => ({
    ...written,
    ruleset_source_type: "Repository",
    ruleset_source: fullName(repository),
    ruleset_id: ruleset.id,
  }));
  return paged(call, rules, (rule) => rule);
};

const metadata = { needs: [needs("metadata: read")], role: "read" } as const;

export const rulesetRoutes = {
  "repos/get-repo-rulesets": {
    ...metadata,
    answer: (call: Call) => paged(call, call.repository().rulesets, (each) => headOf(call.repository(), each)),
  },
  "repos/get-repo-ruleset": { ...metadata, answer: one },
  "repos/get-branch-rules": { ...metadata, answer: ofBranch },
  "repos/create-repo-ruleset": { needs: [needs("administration: write")], role: "admin", answer: create },
} satisfies Readonly<Record<string, Route>>;
