import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { authenticate, credential } from "./authenticate.ts";
import type { Answer, Call, Route } from "./call.ts";
import { spendContent } from "./content-limit.ts";
import { isObject, type JsonObject } from "./json.ts";
import { appOfJwt } from "./jwt.ts";
import type { Description, Matched } from "./openapi.ts";
import { meets, type Need, needText } from "./permissions.ts";
import { spendCall, spendLimit, withLimits } from "./rate-limits.ts";
import { forbidden, notFound, Refusal, refusalBody } from "./refusal.ts";
import { fullName } from "./repository.ts";
import { appOperations } from "./routes/app.ts";
import { routes } from "./routes.ts";
import type { Token } from "./tokens.ts";
import { ranks, repositoryNamed, roleOf, type World } from "./world.ts";

/** One REST call: who, whether they may, whether it is well formed, the answer, and whether that is. */
export const answerRest = async (
  world: World,
  description: Description,
  request: IncomingMessage,
  url: URL,
  bytes: Buffer,
): Promise<Answer> => {
  const method = request.method ?? "GET";
  const matched = description.match(method, url.pathname);
  const route = matched === undefined ? undefined : routes[matched.operation];
  if (matched === undefined || route === undefined) {
    // GitHub has it perhaps, the sandbox does not: that is for the sandbox's makers to hear.
    throw new Refusal(404, `Not Found (the sandbox serves no ${method} ${url.pathname})`);
  }
  const version = versionOf(request.headers);
  const byApp = appOperations.has(matched.operation);
  const app = byApp ? appOfJwt(world, credential(request.headers) ?? "") : undefined;
  const token = app === undefined ? authenticate(world, request.headers) : appToken(app.slug);
  const params: Readonly<Record<string, string>> = {
    ...matched.params,
    path$: url.pathname,
    ...(app === undefined ? {} : { app$: String(app.id) }),
  };
  const call: Call = {
    world,
    token,
    params,
    query: url.searchParams,
    body: readBody(bytes),
    accept: request.headers.accept ?? "",
    repository: () => repositoryNamed(world, params["owner"] ?? "", params["repo"] ?? ""),
  };
  const validated = async (): Promise<Answer> => {
    judgeRight(call, route);
    if (method !== "GET" && app === undefined) spendContent(world, token);
    const problem = description.requestProblem(matched, {
      method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: plainHeaders(request),
      body: bytes.length === 0 ? undefined : call.body,
    });
    if (problem !== undefined) throw new Refusal(422, `Invalid request. ${problem}`);
    const answer = await answerOrRefusal(route, call);
    const fault = Buffer.isBuffer(answer.body)
      ? undefined
      : description.answerProblem(matched, answer.status, answer.body);
    if (fault === undefined) return { ...answer, body: inVersion(version, answer.body) };
    world.violations.push(`${method} ${matched.route} answered ${answer.status} with ${fault}`);
    throw new Refusal(500, `The sandbox's answer is not GitHub's: ${fault}`);
  };
  const limited = async (): Promise<Answer> => {
    spendLimit(world);
    // To ask for the limit costs nothing of it.
    if (app === undefined && matched.operation !== "rate-limit/get") spendCall(world, token, "core", method !== "GET");
    return validated();
  };
  return withLimits(world, token, "core", () => recorded(call, method, route, matched, limited));
};

/** A route's no is an answer too, and is judged like one. */
const answerOrRefusal = async (route: Route, call: Call): Promise<Answer> => {
  try {
    return await route.answer(call);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, body: refusalBody(error), headers: error.headers };
  }
};

const appToken = (slug: string): Token => ({
  value: "",
  login: `${slug}[bot]`,
  kind: "app",
  label: `app ${slug}`,
  permissions: {},
  repository: undefined,
  calls: [],
});

const recorded = async (
  call: Call,
  method: string,
  route: Route,
  matched: Matched,
  work: () => Promise<Answer>,
): Promise<Answer> => {
  const used = usedNeed(call.token, route);
  const note = (status: number): void =>
    void call.token.calls.push({
      method,
      route: matched.route,
      permission: used === undefined ? undefined : needText(used),
      status,
    });
  try {
    const answer = await work();
    note(answer.status);
    return answer;
  } catch (error) {
    note(error instanceof Refusal ? error.status : 500);
    throw error;
  }
};

/** The alternative that the token holds, else the first. */
const usedNeed = (token: Token, route: Route): Need | undefined =>
  route.needs.find((need) => meets(token.permissions, need)) ?? route.needs[0];

const judgeRight = (call: Call, route: Route): void => {
  const { token } = call;
  if (route.needs.length > 0 && !route.needs.some((need) => meets(token.permissions, need)))
    throw forbidden(token.kind === "user" ? "Resource not accessible by personal access token" : undefined);
  if (route.role === "none") return;
  const repository = call.repository();
  const isElsewhere = token.repository !== undefined && token.repository !== fullName(repository);
  if (isElsewhere && route.elsewhere !== true) throw notFound();
  if (token.kind === "user" && ranks[roleOf(repository, token.login)] < ranks[route.role])
    throw forbidden("Must have push access to repository");
};

const readBody = (bytes: Buffer): JsonObject => {
  if (bytes.length === 0) return {};
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    if (isObject(value)) return value;
  } catch {
    throw new Refusal(400, "Problems parsing JSON");
  }
  throw new Refusal(400, "Body should be a JSON object");
};

const plainHeaders = (request: IncomingMessage): Readonly<Record<string, string>> => ({
  // octokit sends text/plain for a body it does not know better about; GitHub reads JSON either way.
  ...Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
  "content-type": "application/json",
});

/** Versions of the REST API that GitHub serves; who names none gets the first (docs.github.com, "API Versions"). */
const versions = ["2022-11-28", "2026-03-10"] as const;
type ApiVersion = (typeof versions)[number];

const versionOf = (headers: IncomingHttpHeaders): ApiVersion => {
  const given = headers["x-github-api-version"];
  const found = given === undefined ? versions[0] : versions.find((each) => each === given);
  // docs.github.com, "Troubleshooting the REST API", Not a supported version.
  if (found === undefined) throw new Refusal(400, `${String(given)} is not a supported version.`);
  return found;
};

/** What version 2026-03-10 took away from what is served here (docs.github.com, "Breaking changes"). */
const gone = new Set(["merge_commit_sha", "assignee", "has_downloads", "use_squash_pr_title_as_default", "rate"]);

/** An answer of the older version as a version has it. */
const inVersion = (version: ApiVersion, body: unknown): unknown =>
  version === "2022-11-28" || Buffer.isBuffer(body) ? body : withoutGone(body);

const withoutGone = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutGone);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => (gone.has(name) ? [] : [[name, withoutGone(each)]])),
  );
};
