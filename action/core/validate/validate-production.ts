import type { ConventionsRead } from "../conventions/read-conventions.ts";
import { checkUnusual } from "../files/unsupported-files.ts";
import validateRequest from "../generated/validate-request.js";
import { distinctProblems, isOfRule, makeProblem, type Problem, refuses, weightOf } from "../problems/problem.ts";
import { withAcknowledged } from "../production/acknowledge.ts";
import { checkCeiling } from "../production/ceiling.ts";
import type { ValidProduction } from "../production/valid-production.ts";
import { validateTag } from "../production/validate-tag.ts";
import type { Request } from "../request/request.ts";
import { requestSchema } from "../request/schema.ts";
import type { Json } from "../text/canonical-json.ts";
import { isLfsPointer } from "../text/lfs-pointer.ts";
import { type Located, problemAt } from "../text/places.ts";
import { readYaml, type Trust } from "../text/read-yaml.ts";
import { schemaProblems } from "../text/schema-problems.ts";
import type { ProductionSource } from "../text/source-file.ts";
import { checkCutTexts } from "./cut-texts.ts";
import { makeProduction } from "./make-production.ts";
import { checkMatrix, listVariants } from "./matrix.ts";
import { readablePart } from "./readable-part.ts";
import { checkParts, type OneRequest, type RequestFile, readParts } from "./request-parts.ts";
import { checkVariants, checkVariantTags, expandVariants } from "./variants.ts";
import { checkVersionForm } from "./version-form.ts";

export type Validation = {
  readonly source: ProductionSource;
  readonly problems: readonly Problem[];
  /** Absent when a problem refuses it. */
  readonly valid: ValidProduction | undefined;
  /** Of one that is refused, when its refusal hides nothing: its other problems are reported in the same round. */
  readonly whole?: ValidProduction;
};

/** Text to production, or all that is wrong with it, for each of its `variants`; history: `check-version.ts`. */
export const validateProduction = (
  source: ProductionSource,
  conventions: ConventionsRead | undefined,
  trust: Trust = "two-readings",
): readonly Validation[] => {
  const refused = (problems: readonly Problem[]): readonly Validation[] => [{ source, problems, valid: undefined }];
  const odd = checkUnusual(source);
  if (odd.length > 0) return refused(odd);
  if (isLfsPointer(source.bytes)) return refused([keptByLfs(source.file)]);
  const read = readYaml(source.file, source.bytes, trust);
  if (read.kind === "unreadable") return refused(read.problems);
  const where: Located = { file: source.file, places: read.places };
  if (conventions === undefined) {
    return refused([
      problemAt(where, [], "no-conventions", {
        message: "There is no conventions.yaml in a folder above this request.",
      }),
    ]);
  }
  if (conventions.kind === "unreadable") return refused(conventions.problems);
  const file: RequestFile = {
    source,
    where,
    conventions: conventions.conventions,
    listed: conventions.listed ?? [],
    trust,
  };
  return isRequest(read.value) ? checkVariety(file, read.value) : refused(checkMisshapen(file, read.value));
};

/** What variants have in common is reported once. */
const checkVariety = (file: RequestFile, written: Request): readonly Validation[] => {
  const { source } = file;
  const tooMany = checkMatrix(file.where, written);
  if (tooMany.length > 0) return [{ source, problems: tooMany, valid: undefined }];
  const { where, request } = listVariants(file.where, written);
  const cut = checkCutTexts(file.where, source.bytes, written as Json);
  const judgements = expandVariants(where, request).map((one) =>
    checkRequest({ ...file, ...one, variant: request.variants !== undefined }),
  );
  if (request.variants === undefined)
    return cut.length === 0 ? judgements : judgements.map((one) => ({ ...one, problems: [...cut, ...one.problems] }));
  const reported = new Set<string>();
  const ofVariants = [
    ...cut,
    ...checkVariants(where, request),
    ...checkVariantTags(
      where,
      judgements.map(({ valid, whole }) => (valid ?? whole)?.production.tag),
    ),
  ];
  return judgements.map(({ whole, ...judgement }, index) => ({
    ...judgement,
    ...(whole === undefined || refuses(ofVariants) ? {} : { whole }),
    valid: refuses(ofVariants) ? undefined : judgement.valid,
    // What refuses a variant by itself stays with it: the first may be done for good, and taken out of the judgement.
    problems: [
      ...(index === 0 ? ofVariants : []),
      ...(whole === undefined ? distinctProblems(judgement.problems, reported) : judgement.problems),
    ],
  }));
};

const checkRequest = (one: OneRequest): Validation => {
  const { source, request } = one;
  const parts = readParts(one);
  const lists = one.listed.flatMap((read) => read.problems);
  const problems = [...lists, ...withAcknowledged(request, checkParts(one, parts))];
  const { tag } = parts.tagged;
  if (tag === undefined || refuses(problems.filter(hidesMore))) return { source, problems, valid: undefined };

  const whole = makeProduction(one, parts, tag);
  const found = [...problems, ...checkCeiling(whole.production)];
  return refuses(found)
    ? { source, problems: found, valid: undefined, whole }
    : { source, problems: found, valid: whole };
};

/** No other check computes with the rest: commands, versions and neighbours can be checked although it is wrong. */
const hidesMore = ({ code }: Problem): boolean =>
  weightOf(code) === undefined && !isOfRule(code) && code !== "cannot-read-all";

const keptByLfs = (file: string): Problem =>
  makeProblem({ file }, "lfs-pointer", {
    message: "The request is kept by Git LFS: git holds a pointer of a few lines in its place.",
    hint: "commit the file itself",
  });

const isRequest = (value: unknown): value is Request => validateRequest(value);

/** The shape is wrong, but the rest can be checked all the same: nobody should push twice for two slips. */
const checkMisshapen = (file: RequestFile, value: unknown): readonly Problem[] => {
  const { where, conventions } = file;
  const errors = validateRequest.errors ?? [];
  const shape = schemaProblems(where, requestSchema, value, errors);
  const readable = readablePart(value, errors, validateRequest);
  if (readable !== undefined) {
    const reported = new Set(shape.map(({ line, col }) => `${line}:${col}`));
    const problems = checkVariety({ ...file, trust: "two-readings" }, readable).flatMap(
      (judgement) => judgement.problems,
    );
    // An input is only missed where what may read it was readable.
    const dropped = errors.some(({ instancePath }) => /^\/steps(?:\/[^/]+(?:\/in\b.*)?)?$/.test(instancePath));
    const isFollowing = ({ code }: Problem): boolean => follows.has(code) && (dropped || code !== "unused-input");
    return [...shape, ...problems.filter((p) => !isFollowing(p) && !reported.has(`${p.line}:${p.col}`))];
  }
  const salvaged = salvage(value);
  const tag = salvaged.tag === undefined ? [] : validateTag(where, { tag: salvaged.tag }, conventions).problems;
  const version = salvaged.version === undefined ? [] : checkVersionForm(where, salvaged.version, conventions);
  return [...shape, ...tag, ...version];
};

/** May only be there because a part was left out. */
const follows: ReadonlySet<Problem["code"]> = new Set([
  "jobs-missing",
  "no-site",
  "unused-input",
  "secondary-too-small",
  "nothing-to-read",
  "unneeded-reuse",
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
