import { createRequire } from "node:module";
import { isObject, type JsonObject, listOf, objectOf } from "./json.ts";
import type { Repository } from "./repository.ts";
import { repositoryShape } from "./shapes/repository.ts";
import { userShape } from "./shapes/user.ts";
import type { World } from "./world.ts";

let examples: readonly unknown[] | undefined;

/** An event as GitHub really sent one (`@octokit/webhooks-examples`), to be overlaid with what is true here. */
export const example = (name: string, action?: string): JsonObject => {
  examples ??= listOf(createRequire(import.meta.url)("@octokit/webhooks-examples/api.github.com/index.json"));
  const kind = objectOf(examples.find((each) => isObject(each) && each["name"] === name));
  const all = listOf(kind["examples"]).map(objectOf);
  const found = all.find((each) => action === undefined || each["action"] === action) ?? all[0];
  if (found === undefined) throw new Error(`no example of event ${name}`);
  return found;
};

/** Our values over the example's, so that every field GitHub sends is there; an organisation's are left out. */
export const payload = (
  world: World,
  repository: Repository,
  sender: string,
  from: JsonObject,
  ours: JsonObject,
): JsonObject => {
  const { organization: _, installation: __, enterprise: ___, ...kept } = from;
  return {
    ...kept,
    ...ours,
    repository: { ...objectOf(from["repository"]), ...repositoryShape(world, repository) },
    sender: userShape(world, sender),
  };
};

/** One named object of the example, overlaid. */
export const overlay = (from: JsonObject, name: string, ours: JsonObject): JsonObject => ({
  ...objectOf(from[name]),
  ...ours,
});
