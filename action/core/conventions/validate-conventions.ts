import type { Schema } from "@cfworker/json-schema";
import type { Problem } from "../problems/problem.ts";
import { freezeEnd } from "../text/freeze-end.ts";
import { isLonger, readKeepTime } from "../text/keep-time.ts";
import { patternFault } from "../text/linear-pattern.ts";
import { type Faults, type Located, type Path, problemAt } from "../text/places.ts";
import { ruleFault } from "../text/rule.ts";
import { conventionsName, productionsFolder } from "../text/source-file.ts";
import type { Conventions } from "./conventions.ts";
import { addressFault } from "./file-address.ts";
import { fileTemplateFault } from "./file-template.ts";
import type { KnownNames } from "./read-lists.ts";
import { fieldFault, fieldsOf, templateFault } from "./template.ts";
import { patternStyle } from "./version-pattern.ts";

/** A problem of the conventions; `key`: at the name, and not at the value. */
type Bad = (path: Path, message: string, key?: boolean) => Problem;
const badIn =
  (where: Located): Bad =>
  (path, message, key = false) =>
    problemAt(where, path, "bad-conventions", { message, key });

/** What the schema cannot say: rules between the keys, and texts that are no pattern, template or date. */
export const validateBetweenKeys = (where: Located, conventions: Conventions): readonly Problem[] =>
  [
    ...[tagFaults, newsFaults, outDSFaults, periodFaults, keepFaults, containerFaults, fileNameFaults, addressFaults],
    ...[scopeFaults, textFaults, ruleFaults, freezeFaults, reasonFaults, limitFaults, listFaults, styleFaults],
  ].flatMap((faults) => [...faults(conventions, badIn(where))]);

/** Every part of the template has one source, and every field is in the template. */
function* tagFaults({ tag }: Conventions, bad: Bad): Faults {
  const typed = Object.keys(tag.fields);
  const taken = Object.keys(tag.taken ?? {});
  const used = fieldsOf(tag.template);
  for (const field of used)
    if (!typed.includes(field) && !taken.includes(field))
      yield bad(["tag", "template"], `The tag's template uses {${field}}, which is not among its fields.`);
  for (const field of typed) {
    const unused = `The field ${field} does not appear in the tag's template as {${field}}, so two tags could be equal.`;
    if (!used.includes(field)) yield bad(["tag", "fields", field], fieldFault(field) ?? unused, true);
  }
  for (const field of taken)
    if (!used.includes(field))
      yield bad(["tag", "taken", field], `${field} is taken from the request and not in the tag's template.`, true);
  for (const field of taken)
    if (typed.includes(field))
      yield bad(["tag", "taken", field], `${field} is a field of the tag, and taken from the request too.`, true);
}

/** Shares are of something, and of no more than all of it. */
function* limitFaults({ limits }: Conventions, bad: Bad): Faults {
  const shares = Object.values(limits?.shares ?? {});
  const sum = shares.reduce((all, one) => all + one, 0);
  const path = ["limits", "shares"];
  if (shares.length > 0 && limits?.jobs === undefined)
    yield bad(path, "Shares are percent of `jobs`, which `limits` do not say.", true);
  else if (sum > 100) yield bad(path, `The shares are ${sum} percent together.`, true);
}

/** Of conventions with none above them: limits of all productions are read where all are below them. */
export const checkLimitsPlace = (where: Located, { limits }: Conventions): readonly Problem[] => {
  const places = ["", `${productionsFolder}/`].map((folder) => `${folder}${conventionsName}`);
  if (limits === undefined || places.includes(where.file)) return [];
  return [badIn(where)(["limits"], `Limits are of all productions: write them into ${places.join(" or ")}.`, true)];
};

function* outDSFaults({ names }: Conventions, bad: Bad): Faults {
  const path = ["names", "outDS"];
  const used = fieldsOf(names.outDS);
  const [together] = /\{(?:tag|version|run)\}[0-9]*\{(?:tag|version|run)\}/.exec(names.outDS) ?? [];
  if (together !== undefined)
    yield bad(
      path,
      `${together} stand side by side: two submissions could have one name, as 1.0.1 with run 82372 and 1.0.18 with run 2372 would. Write a dot and a letter between them.`,
    );
  for (const field of ["tag", "version", "run"])
    if (!used.includes(field))
      yield bad(path, `The template lacks {${field}}: PanDA executes a finished task of the same name again.`);
  for (const field of used)
    if (!["scope", "tag", "version", "run"].includes(field))
      yield bad(path, `{${field}} is unknown; known are {scope}, {tag}, {version}, {run}.`);
}

function* periodFaults({ runs }: Conventions, bad: Bad): Faults {
  if (runs !== undefined && runs.first > runs.last)
    yield bad(["runs"], `The period begins with run ${runs.first} and ends with run ${runs.last}: it has no run.`);
}

/** The tag's fields, build and conditions are known for every file; keys in names of files are those of requests. */
function* fileNameFaults({ names, tag }: Conventions, bad: Bad): Faults {
  if (names.file === undefined) return;
  const fault = fileTemplateFault(names.file, [...knownOfFiles, ...Object.keys(tag.fields)]);
  if (fault !== undefined) yield bad(["names", "file"], fault);
}

const knownOfFiles = ["name", "suffix", "tag", "version", "step", "build", "conditions"];

/** One container for each output: what is in two would be read twice. */
function* containerFaults({ rucio }: Conventions, bad: Bad): Faults {
  if (rucio?.container === undefined) return;
  const path = ["rucio", "container"];
  const fault = templateFault(rucio.container);
  if (fault !== undefined) return yield bad(path, fault);
  const used = fieldsOf(rucio.container);
  const needed = ["tag", "version", "step", "output"];
  for (const field of needed)
    if (!used.includes(field))
      yield bad(path, `The template lacks {${field}}: data that differ by it would be one container.`);
  for (const field of used)
    if (![...needed, "scope"].includes(field))
      yield bad(path, `{${field}} is unknown; known are {scope}, {tag}, {version}, {step}, {output}.`);
}

/** Where requests go without a word, by the lists that are known. */
export const checkDestination = (
  where: Located,
  destination: NonNullable<Conventions["destination"]>,
  lists: readonly KnownNames[],
): readonly Problem[] =>
  Object.entries(destination).flatMap(([kind, storage]) => {
    const lacking = lists.find(({ of, names }) => of.includes("destination") && !names.has(storage));
    if (lacking === undefined) return [];
    return badIn(where)(["destination", kind], `${storage} is not in the list of \`destination\` in ${lacking.file}.`);
  });

/** What a request gets without a word must be what it could ask for. */
function* keepFaults({ rucio }: Conventions, bad: Bad): Faults {
  if (rucio?.keep === undefined) return;
  const path = ["rucio", "keep"];
  const { for: usual, least, most } = rucio.keep;
  const [time, shortest, longest] = [usual, least, most].map((text) => text && readKeepTime(text));
  if (!time) yield bad([...path, "for"], `There is no day ${usual.slice("until ".length)}.`);
  else if (shortest && longest && isLonger(shortest, longest))
    yield bad([...path, "least"], `\`least\`, ${least}, is longer than \`most\`, ${most}.`);
  else if (longest && isLonger(time, longest))
    yield bad([...path, "for"], `\`for\`, ${usual}, is longer than \`most\`, ${most}.`);
  else if (shortest && isLonger(shortest, time))
    yield bad([...path, "for"], `\`for\`, ${usual}, is shorter than \`least\`, ${least}.`);
}

/** News that was sent is remembered by the name of the channel. */
function* newsFaults({ news = [] }: Conventions, bad: Bad): Faults {
  for (const [index, { secret }] of news.entries())
    if (news.findIndex((one) => one.secret === secret) !== index)
      yield bad(["news", index, "secret"], `${secret} is a channel already.`);
}

function* freezeFaults({ freeze }: Conventions, bad: Bad): Faults {
  if (freeze !== undefined && freezeEnd(freeze.until) === undefined)
    yield bad(["freeze", "until"], `There is no ${freeze.until}.`);
}

/** A reason that stays when a site is back would be read as that of the next time. */
function* reasonFaults({ sites }: Conventions, bad: Bad): Faults {
  for (const [name, { state, reason }] of Object.entries(sites))
    if (state === "online" && reason !== undefined)
      yield bad(["sites", name, "reason"], `${name} is online: \`reason\` says why a site is offline.`, true);
}

/** Each list has one source, and each key of requests one list. */
function* listFaults({ lists = [], tag }: Conventions, bad: Bad): Faults {
  for (const [index, { names, file, days }] of lists.entries()) {
    if ((names === undefined) === (file === undefined))
      yield bad(["lists", index], "A list has `names`, or a `file` that has them.");
    if (days !== undefined && file === undefined)
      yield bad(["lists", index, "days"], "Only a `file` says of when it is: leave `days` out.", true);
  }
  const keys = lists.flatMap(({ of }, index) => of.map((key, at) => ({ key, path: ["lists", index, "of", at] })));
  for (const [at, { key, path }] of keys.entries()) {
    const field = /^tag[.](.*)$/.exec(key)?.[1];
    if (field !== undefined && !Object.hasOwn(tag.fields, field))
      yield bad(path, `${field} is not among the fields of the tag.`);
    else if (keys.findIndex((one) => one.key === key) !== at) yield bad(path, `\`${key}\` has a list already.`);
  }
}

function* addressFaults({ addresses = {} }: Conventions, bad: Bad): Faults {
  for (const [name, template] of Object.entries(addresses)) {
    const fault = addressFault(template);
    if (fault !== undefined) yield bad(["addresses", name], fault);
  }
}

/** PanDA takes datasets of a user or a group only. */
function* scopeFaults({ names }: Conventions, bad: Bad): Faults {
  if (!names.outDS.startsWith("{scope}."))
    yield bad(["names", "outDS"], "Datasets begin with the scope: the template must begin with {scope}.");
}

function* textFaults({ tag, names }: Conventions, bad: Bad): Faults {
  const [ofTag, ofOutDS] = [tag.template, names.outDS].map(templateFault);
  if (ofTag !== undefined) yield bad(["tag", "template"], ofTag);
  if (ofOutDS !== undefined) yield bad(["names", "outDS"], ofOutDS);
}

/** The rules are JSON Schema themselves: one that cannot be used is found here, and not by the first request. */
function* ruleFaults({ tag, software, releases, datasets }: Conventions, bad: Bad): Faults {
  const { stepBuilds: _, ...ofSoftware } = software ?? {};
  for (const { path, rules } of [
    { path: ["tag", "fields"], rules: tag.fields },
    { path: ["software"], rules: ofSoftware },
    { path: ["releases"], rules: releases ?? {} },
    { path: [], rules: datasets === undefined ? {} : { datasets } },
  ])
    for (const [field, rule] of Object.entries(rules)) {
      const fault = ruleFault(rule as Schema);
      const name = path[0] === "tag" ? `the field ${field}` : field;
      if (fault !== undefined) yield bad([...path, field], `The rule for ${name} cannot be used: ${fault}`, true);
    }
}

/** A pattern has to be whole, quick, and able to go up: its own example is tried. */
function* styleFaults({ version }: Conventions, bad: Bad): Faults {
  const { style, pattern, example } = version;
  if (style !== "pattern") {
    if (pattern !== undefined) yield bad(["version", "pattern"], "Only the style pattern has a pattern.", true);
    if (example !== undefined) yield bad(["version", "example"], "Only the style pattern has an example.", true);
  } else if (pattern === undefined || example === undefined)
    yield bad(["version"], "The style pattern needs `pattern` and `example`.", true);
  else {
    const fault = versionFault(pattern, example);
    if (fault !== undefined) yield bad(["version", "pattern"], `The pattern of versions ${fault}.`);
  }
}

/** Of a pattern without escapes and classes. */
const isOptionalGroup = /\)(\?|\*|\{0)/;

const versionFault = (pattern: string, example: string): string | undefined => {
  if (!pattern.startsWith("^") || !pattern.endsWith("$")) return "must begin with ^ and end with $";
  if (!/\(\?<(major|minor|patch)>/.test(pattern)) return "has none of the groups major, minor and patch";
  const fault = patternFault(pattern);
  if (fault !== undefined) return fault;
  if (isOptionalGroup.test(pattern.replaceAll(/\\.|\[(\\.|[^\]\\])*\]/g, "x")))
    return "has a group that may be missing, so nobody could say which of two versions is newer: write it in every version, such as v001p0 before v001p2, with its number in a group: p(?<minor>[0-9]+)";
  const style = patternStyle(pattern, example);
  if (style.fault(example) !== undefined) return `does not fit its example ${example}`;
  const next = style.raised(example, "patch");
  return style.fault(next) === undefined && style.compare(next, example) > 0
    ? undefined
    : `cannot be raised from ${example}: no group ends in a number that can increase`;
};
