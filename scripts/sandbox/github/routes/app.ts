import { type Call, created, noContent, ok, type Route } from "../call.ts";
import { isObject, listOf, textOf } from "../json.ts";
import { meets, type Permissions, permissionNames, permissionsForRest, permissionsFromRest } from "../permissions.ts";
import { forbidden, notFound, Refusal } from "../refusal.ts";
import { fullName, type Repository } from "../repository.ts";
import { repositoryShape } from "../shapes/repository.ts";
import { userShape } from "../shapes/user.ts";
import { endOf } from "../tokens.ts";
import type { App, World } from "../world.ts";

/** Routes for an App's own signed word (a JWT) instead of a token; `call.params["app$"]` is its number. */
export const appOperations = new Set(["apps/create-installation-access-token", "apps/get-repo-installation"]);

const appOf = (call: Call): App => {
  const app = call.world.apps.find((each) => String(each.id) === call.params["app$"]);
  if (app === undefined) throw new Refusal(401, "A JSON web token could not be decoded");
  return app;
};

const main = (world: World): Repository => {
  const repository = [...world.repositories.values()].find((each) => each.parent === undefined);
  if (repository === undefined) throw notFound();
  return repository;
};

const times = { created_at: "2020-01-01T00:00:00Z", updated_at: "2020-01-01T00:00:00Z" };

const installationShape = (call: Call, app: App) => {
  const { owner } = main(call.world);
  const account = userShape(call.world, owner);
  return {
    id: app.installationId,
    account,
    repository_selection: "all",
    access_tokens_url: `${call.world.url()}/app/installations/${app.installationId}/access_tokens`,
    repositories_url: `${call.world.url()}/installation/repositories`,
    html_url: `${call.world.url()}/organizations/${owner}/settings/installations/${app.installationId}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: permissionsForRest(app.permissions),
    events: [],
    single_file_name: null,
    suspended_by: null,
    suspended_at: null,
    ...times,
  };
};

const createToken = (call: Call) => {
  const app = appOf(call);
  if (Number(call.params["installation_id"]) !== app.installationId) throw notFound();
  const asked = isObject(call.body["permissions"]) ? permissionsFromRest(call.body["permissions"]) : app.permissions;
  judgeAsked(app, asked);
  const names = listOf(call.body["repositories"]).map((name) => textOf(name));
  const owner = main(call.world).owner;
  const chosen =
    names.length === 0
      ? [main(call.world)]
      : names.map((name) => call.world.repositories.get(`${owner}/${name}`.toLowerCase()));
  const [repository] = chosen;
  if (repository === undefined || chosen.includes(undefined))
    throw new Refusal(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  const ends = endOf("app", Date.parse(call.world.now()));
  const token = call.world.tokens.mint({
    login: `${app.slug}[bot]`,
    kind: "app",
    label: `app ${app.slug}`,
    permissions: asked,
    repository: fullName(repository),
    ends,
  });
  const expires = new Date(ends ?? 0).toISOString().replace(".000Z", "Z");
  return created({
    token: token.value,
    expires_at: expires,
    permissions: permissionsForRest(asked),
    repository_selection: names.length === 0 ? "all" : "selected",
    ...(names.length === 0 ? {} : { repositories: [repositoryShape(call.world, repository)] }),
  });
};

const judgeAsked = (app: App, asked: Permissions): void => {
  for (const permission of permissionNames) {
    const level = asked[permission];
    if (
      level !== undefined &&
      (app.permissions[permission] === undefined || !meets(app.permissions, { permission, level }))
    )
      throw new Refusal(422, "The permissions requested are not granted to this installation.");
  }
};

/** Of the token that asks, which is good no more when it has its answer. */
const revokeToken = ({ world, token }: Call) => {
  if (token.kind !== "app") throw forbidden();
  world.tokens.revoke(token.value);
  return noContent;
};

const byJwt = { needs: [], role: "none" } as const;

export const appRoutes = {
  "apps/get-repo-installation": { ...byJwt, answer: (call: Call) => ok(installationShape(call, appOf(call))) },
  "apps/create-installation-access-token": { ...byJwt, answer: createToken },
  "apps/revoke-installation-access-token": { needs: [], role: "none", answer: revokeToken },
} satisfies Readonly<Record<string, Route>>;
