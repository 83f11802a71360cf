import type { Conventions } from "../conventions/conventions.ts";
import type { ConventionsRead } from "../conventions/read-conventions.ts";
import validateRequest from "../generated/validate-request.js";
import { type Problem, refuses } from "../problem.ts";
import type { Production, Step } from "../production.ts";
import { type Located, problemAt } from "../request/places.ts";
import { readYaml, type Trust } from "../request/read-yaml.ts";
import type { Request } from "../request/request.ts";
import { requestSchema } from "../request/schema.ts";
import { schemaProblems } from "../request/schema-problems.ts";
import type { ProductionSource } from "../source-file.ts";
import { judgeTag } from "../tag/judge-tag.ts";
import { isTrial, versionFault } from "../tag/version.ts";
import { judgeAcknowledge, withoutAcknowledged } from "./acknowledge.ts";
import { type Content, contentDigest, contentOf } from "./content.ts";
import { judgeText } from "./forbidden-text.ts";
import { judgeNames, outDSOf } from "./names.ts";
import { judgeParameters } from "./parameters.ts";
import { readablePart } from "./readable-part.ts";
import { gatherResources } from "./resources.ts";
import { judgeSites } from "./sites.ts";
import { wireSteps } from "./wiring.ts";

export type Judgement = {
  readonly problems: readonly Problem[];
  /** Absent when a problem refuses it. */
  readonly accepted: { readonly production: Production; readonly content: Content } | undefined;
};

/** Text to production, or to everything that is wrong with it. What history says is judged apart, in `judge-version`. */
export const judgeProduction = (
  source: ProductionSource,
  conventions: ConventionsRead | undefined,
  trust: Trust = "two-readings",
): Judgement => {
  const read = readYaml(source.file, source.bytes, trust);
  if (read.kind === "unreadable") return refused(read.problems);
  const where: Located = { file: source.file, places: read.places };
  if (conventions === undefined) {
    return refused([
      problemAt(where, [], "no-conventions", "There is no conventions.yaml in a folder above this request."),
    ]);
  }
  if (conventions.kind === "unreadable") return refused(conventions.problems);
  if (!isRequest(read.value)) return refused(judgeMisshapen(where, read.value, conventions.conventions, source));
  return judgeRequest(where, read.value, conventions.conventions, source);
};

const refused = (problems: readonly Problem[]): Judgement => ({ problems, accepted: undefined });

const isRequest = (value: unknown): value is Request => validateRequest(value);

/** The shape is wrong, but what stands can be judged all the same: nobody should push twice for two slips. */
const judgeMisshapen = (
  where: Located,
  value: unknown,
  conventions: Conventions,
  source: ProductionSource,
): readonly Problem[] => {
  const errors = validateRequest.errors ?? [];
  const shape = schemaProblems(where, requestSchema, value, errors);
  const readable = readablePart(value, errors, validateRequest);
  if (readable !== undefined) {
    const told = new Set(shape.map(({ line, col }) => `${line}:${col}`));
    const { problems } = judgeRequest(where, readable, conventions, source);
    return [...shape, ...problems.filter((p) => !follows.has(p.code) && !told.has(`${p.line}:${p.col}`))];
  }
  const salvaged = salvage(value);
  const tag = salvaged.tag === undefined ? [] : judgeTag(where, salvaged.tag, conventions).problems;
  const version = salvaged.version === undefined ? [] : judgeVersionForm(where, salvaged.version);
  return [...shape, ...tag, ...version];
};

/** May only be there because a part was left out. */
const follows: ReadonlySet<Problem["code"]> = new Set([
  "jobs-missing",
  "no-site",
  "unused-input",
  "secondary-too-small",
]);

const salvage = (value: unknown): { readonly tag?: Record<string, string>; readonly version?: string } => {
  if (typeof value !== "object" || value === null) return {};
  const tag = "tag" in value && typeof value.tag === "object" && value.tag !== null ? Object.entries(value.tag) : [];
  const texts = tag.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return {
    ...(tag.length > 0 && texts.length === tag.length ? { tag: Object.fromEntries(texts) } : {}),
    ...("version" in value && typeof value.version === "string" ? { version: value.version } : {}),
  };
};

const judgeVersionForm = (where: Located, version: string): readonly Problem[] => {
  const fault = versionFault(version);
  return fault === undefined
    ? []
    : [problemAt(where, ["version"], "bad-version", fault, { hint: "such as 1.2.0, or 1.2.0-test.3 for a trial" })];
};

const judgeRequest = (
  where: Located,
  request: Request,
  conventions: Conventions,
  source: ProductionSource,
): Judgement => {
  const { tag, problems: tagProblems } = judgeTag(where, request.tag, conventions);
  const versionProblems = judgeVersionForm(where, request.version);
  const wiring = wireSteps(where, request);
  const trial = isTrial(request.version);
  const outDS = outDSOf(conventions, tag ?? "", request.version, trial);

  const gathered = new Map(
    Object.entries(request.steps).map(([name, step]) => [name, gatherResources(where, name, step, source.entries)]),
  );
  const sited = new Map(
    Object.keys(request.steps).map((name) => [name, judgeSites(where, request, name, conventions)]),
  );
  const all = distinct([
    ...judgeText(where, request as never),
    ...tagProblems,
    ...versionProblems,
    ...wiring.problems,
    ...(tag === undefined ? [] : judgeNames(where, request, outDS)),
    ...Object.entries(request.steps).flatMap(([name, step]) => judgeParameters(where, name, step)),
    ...[...gathered.values(), ...sited.values()].flatMap((part) => part.problems),
    ...judgeAcknowledge(where, request),
  ]);
  const problems = withoutAcknowledged(request, all);
  if (tag === undefined || refuses(problems)) return { problems, accepted: undefined };

  const steps = wiring.steps.flatMap(({ name, inputs, jobs }): readonly Step[] => {
    const written = request.steps[name];
    if (written === undefined) return [];
    const { sites = [], setup } = sited.get(name) ?? {};
    const defaults = request.defaults ?? {};
    return [
      {
        name,
        inputs,
        jobs,
        outputs: written.out,
        eventsPerJob: written.eventsPerJob,
        memory: written.memory ?? defaults.memory,
        cores: written.cores ?? defaults.cores ?? 1,
        walltime: written.walltime ?? defaults.walltime,
        cpuTimePerEvent: written.cpuTimePerEvent ?? defaults.cpuTimePerEvent,
        maxAttempt: written.maxAttempt ?? defaults.maxAttempt ?? 1,
        sites,
        setup,
        seed:
          written.seed === undefined
            ? undefined
            : { stream: written.seed.stream ?? `${tag}.${name}`, digits: written.seed.digits },
        parameters: written.parameters ?? {},
        resources: gathered.get(name)?.files ?? [],
        run: written.run,
      },
    ];
  });
  const content = contentOf(
    request,
    steps.flatMap((step) => step.resources),
  );
  const production: Production = {
    folder: source.folder,
    where,
    request,
    conventions,
    tag,
    version: request.version,
    trial,
    outDS,
    steps,
    contentDigest: contentDigest(content),
  };
  return { problems, accepted: { production, content } };
};

/** Steps that share `defaults` would tell the same problem once for each. */
const distinct = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((p) => [`${p.code} ${p.line}:${p.col} ${p.message}`, p])).values(),
];
