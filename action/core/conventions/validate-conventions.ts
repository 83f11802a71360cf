import type { Schema } from "@cfworker/json-schema";
import type { Problem } from "../problems/problem.ts";
import { freezeEnd } from "../text/freeze-end.ts";
import { isLonger, readKeepTime } from "../text/keep-time.ts";
import { patternFault } from "../text/linear-pattern.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";
import { ruleFault } from "../text/rule.ts";
import { conventionsName, productionsFolder } from "../text/source-file.ts";
import type { Conventions } from "./conventions.ts";
import { addressFault } from "./file-address.ts";
import { fileTemplateFault } from "./file-template.ts";
import type { KnownNames } from "./read-lists.ts";
import { fieldFault, fieldsOf, templateFault } from "./template.ts";
import { patternStyle } from "./version-pattern.ts";

const bad = (where: Located, path: Path, message: string, key = false): Problem =>
  problemAt(where, path, "bad-conventions", { message, key });

/** Every part of the template has one source, and every field is in the template. */
export const checkTagRules = (where: Located, { tag }: Conventions): readonly Problem[] => {
  const typed = Object.keys(tag.fields);
  const taken = Object.keys(tag.taken ?? {});
  const used = fieldsOf(tag.template);
  return [
    ...used
      .filter((field) => !typed.includes(field) && !taken.includes(field))
      .map((field) =>
        bad(where, ["tag", "template"], `The tag's template uses {${field}}, which is not among its fields.`),
      ),
    ...typed
      .filter((field) => !used.includes(field))
      .map((field) =>
        bad(
          where,
          ["tag", "fields", field],
          fieldFault(field) ??
            `The field ${field} does not appear in the tag's template as {${field}}, so two tags could be equal.`,
          true,
        ),
      ),
    ...taken
      .filter((field) => !used.includes(field))
      .map((field) =>
        bad(where, ["tag", "taken", field], `${field} is taken from the request and not in the tag's template.`, true),
      ),
    ...taken
      .filter((field) => typed.includes(field))
      .map((field) =>
        bad(where, ["tag", "taken", field], `${field} is a field of the tag, and taken from the request too.`, true),
      ),
  ];
};

/** Shares are of something, and of no more than all of it. */
export const checkLimits = (where: Located, { limits }: Conventions): readonly Problem[] => {
  const shares = Object.values(limits?.shares ?? {});
  const sum = shares.reduce((all, one) => all + one, 0);
  if (shares.length > 0 && limits?.jobs === undefined)
    return [bad(where, ["limits", "shares"], "Shares are percent of `jobs`, which `limits` do not say.", true)];
  return sum > 100 ? [bad(where, ["limits", "shares"], `The shares are ${sum} percent together.`, true)] : [];
};

/** Of conventions with none above them: limits of all productions are read where all are below them. */
export const checkLimitsPlace = (where: Located, { limits }: Conventions): readonly Problem[] => {
  const places = ["", `${productionsFolder}/`].map((folder) => `${folder}${conventionsName}`);
  if (limits === undefined || places.includes(where.file)) return [];
  return [bad(where, ["limits"], `Limits are of all productions: write them into ${places.join(" or ")}.`, true)];
};

export const checkOutDS = (where: Located, { names }: Conventions): readonly Problem[] => {
  const used = fieldsOf(names.outDS);
  const [together] = /\{(?:tag|version|run)\}[0-9]*\{(?:tag|version|run)\}/.exec(names.outDS) ?? [];
  return [
    ...(together === undefined
      ? []
      : [
          bad(
            where,
            ["names", "outDS"],
            `${together} stand side by side: two submissions could have one name, as 1.0.1 with run 82372 and 1.0.18 with run 2372 would. Write a dot and a letter between them.`,
          ),
        ]),
    ...["tag", "version", "run"]
      .filter((field) => !used.includes(field))
      .map((field) =>
        bad(
          where,
          ["names", "outDS"],
          `The template lacks {${field}}: PanDA executes a finished task of the same name again.`,
        ),
      ),
    ...used
      .filter((field) => !["scope", "tag", "version", "run"].includes(field))
      .map((field) =>
        bad(where, ["names", "outDS"], `{${field}} is unknown; known are {scope}, {tag}, {version}, {run}.`),
      ),
  ];
};

export const checkPeriod = (where: Located, { runs }: Conventions): readonly Problem[] =>
  runs === undefined || runs.first <= runs.last
    ? []
    : [bad(where, ["runs"], `The period begins with run ${runs.first} and ends with run ${runs.last}: it has no run.`)];

/** The tag's fields, build and conditions are known for every file; keys in names of files are those of requests. */
export const checkFileTemplate = (where: Located, { names, tag }: Conventions): readonly Problem[] => {
  if (names.file === undefined) return [];
  const fault = fileTemplateFault(names.file, [...knownOfFiles, ...Object.keys(tag.fields)]);
  return fault === undefined ? [] : [bad(where, ["names", "file"], fault)];
};

const knownOfFiles = ["name", "suffix", "tag", "version", "step", "build", "conditions"];

/** One container for each output: what is in two would be read twice. */
export const checkContainer = (where: Located, { rucio }: Conventions): readonly Problem[] => {
  if (rucio?.container === undefined) return [];
  const path = ["rucio", "container"];
  const fault = templateFault(rucio.container);
  if (fault !== undefined) return [bad(where, path, fault)];
  const used = fieldsOf(rucio.container);
  const needed = ["tag", "version", "step", "output"];
  return [
    ...needed
      .filter((field) => !used.includes(field))
      .map((field) =>
        bad(where, path, `The template lacks {${field}}: data that differ by it would be one container.`),
      ),
    ...used
      .filter((field) => ![...needed, "scope"].includes(field))
      .map((field) =>
        bad(where, path, `{${field}} is unknown; known are {scope}, {tag}, {version}, {step}, {output}.`),
      ),
  ];
};

/** Where requests go without a word, by the lists that are known. */
export const checkDestination = (
  where: Located,
  destination: NonNullable<Conventions["destination"]>,
  lists: readonly KnownNames[],
): readonly Problem[] =>
  Object.entries(destination).flatMap(([kind, storage]) =>
    lists
      .filter(({ of, names }) => of.includes("destination") && !names.has(storage))
      .slice(0, 1)
      .map((list) =>
        bad(where, ["destination", kind], `${storage} is not in the list of \`destination\` in ${list.file}.`),
      ),
  );

/** What a request gets without a word must be what it could ask for. */
export const checkKeepTimes = (where: Located, { rucio }: Conventions): readonly Problem[] => {
  if (rucio?.keep === undefined) return [];
  const path = ["rucio", "keep"];
  const { for: usual, least, most } = rucio.keep;
  const [time, shortest, longest] = [usual, least, most].map((text) => text && readKeepTime(text));
  if (!time) return [bad(where, [...path, "for"], `There is no day ${usual.slice("until ".length)}.`)];
  if (shortest && longest && isLonger(shortest, longest))
    return [bad(where, [...path, "least"], `\`least\`, ${least}, is longer than \`most\`, ${most}.`)];
  if (longest && isLonger(time, longest))
    return [bad(where, [...path, "for"], `\`for\`, ${usual}, is longer than \`most\`, ${most}.`)];
  if (shortest && isLonger(shortest, time))
    return [bad(where, [...path, "for"], `\`for\`, ${usual}, is shorter than \`least\`, ${least}.`)];
  return [];
};

/** What was told is remembered by the name of the channel. */
export const checkNews = (where: Located, { news = [] }: Conventions): readonly Problem[] =>
  news.flatMap(({ secret }, index) =>
    news.findIndex((one) => one.secret === secret) === index
      ? []
      : [bad(where, ["news", index, "secret"], `${secret} is a channel already.`)],
  );

export const checkFreeze = (where: Located, { freeze }: Conventions): readonly Problem[] =>
  freeze === undefined || freezeEnd(freeze.until) !== undefined
    ? []
    : [bad(where, ["freeze", "until"], `There is no ${freeze.until}.`)];

/** A reason that stays when a site is back would be read as that of the next time. */
export const checkReasons = (where: Located, { sites }: Conventions): readonly Problem[] =>
  Object.entries(sites).flatMap(([name, { state, reason }]) =>
    state === "online" && reason !== undefined
      ? [bad(where, ["sites", name, "reason"], `${name} is online: \`reason\` says why a site is offline.`, true)]
      : [],
  );

/** Each list has one source, and each key of requests one list. */
export const checkLists = (where: Located, { lists = [], tag }: Conventions): readonly Problem[] => {
  const keys = lists.flatMap(({ of }, index) => of.map((key, at) => ({ key, path: ["lists", index, "of", at] })));
  return [
    ...lists.flatMap(({ names, file, days }, index) => [
      ...((names === undefined) === (file === undefined)
        ? [bad(where, ["lists", index], "A list has `names`, or a `file` that has them.")]
        : []),
      ...(days !== undefined && file === undefined
        ? [bad(where, ["lists", index, "days"], "Only a `file` says of when it is: leave `days` out.", true)]
        : []),
    ]),
    ...keys.flatMap(({ key, path }, at) => {
      const field = /^tag[.](.*)$/.exec(key)?.[1];
      if (field !== undefined && !Object.hasOwn(tag.fields, field))
        return bad(where, path, `${field} is not among the fields of the tag.`);
      return keys.findIndex((one) => one.key === key) === at ? [] : bad(where, path, `\`${key}\` has a list already.`);
    }),
  ];
};

export const checkAddresses = (where: Located, { addresses = {} }: Conventions): readonly Problem[] =>
  Object.entries(addresses).flatMap(([name, template]) => {
    const fault = addressFault(template);
    return fault === undefined ? [] : [bad(where, ["addresses", name], fault)];
  });

/** PanDA takes datasets of a user or a group only. */
export const checkScope = (where: Located, { names }: Conventions): readonly Problem[] =>
  names.outDS.startsWith("{scope}.")
    ? []
    : [bad(where, ["names", "outDS"], "Datasets begin with the scope: the template must begin with {scope}.")];

export const validateTemplateText = (where: Located, { tag, names }: Conventions): readonly Problem[] =>
  [
    { path: ["tag", "template"], text: tag.template },
    { path: ["names", "outDS"], text: names.outDS },
  ].flatMap(({ path, text }) => {
    const fault = templateFault(text);
    return fault === undefined ? [] : [bad(where, path, fault)];
  });

/** The rules are JSON Schema themselves: one that cannot be used is found here, and not by the first request. */
export const checkSchemaRules = (
  where: Located,
  { tag, software, releases, datasets }: Conventions,
): readonly Problem[] => {
  const { stepBuilds: _, ...ofSoftware } = software ?? {};
  return [
    { path: ["tag", "fields"], rules: tag.fields },
    { path: ["software"], rules: ofSoftware },
    { path: ["releases"], rules: releases ?? {} },
    { path: [], rules: datasets === undefined ? {} : { datasets } },
  ].flatMap(({ path, rules }) =>
    Object.entries(rules).flatMap(([field, rule]) => {
      const fault = ruleFault(rule as Schema);
      const name = path[0] === "tag" ? `the field ${field}` : field;
      return fault === undefined
        ? []
        : [bad(where, [...path, field], `The rule for ${name} cannot be used: ${fault}`, true)];
    }),
  );
};

/** A pattern has to be whole, quick, and able to go up: its own example is tried. */
export const checkVersionStyle = (where: Located, { version }: Conventions): readonly Problem[] => {
  const { style, pattern, example } = version;
  if (style !== "pattern") {
    return (["pattern", "example"] as const)
      .filter((key) => version[key] !== undefined)
      .map((key) =>
        bad(where, ["version", key], `Only the style pattern has ${key === "pattern" ? "a" : "an"} ${key}.`, true),
      );
  }
  if (pattern === undefined || example === undefined)
    return [bad(where, ["version"], "The style pattern needs `pattern` and `example`.", true)];
  const fault = versionFault(pattern, example);
  return fault === undefined ? [] : [bad(where, ["version", "pattern"], `The pattern of versions ${fault}.`)];
};

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
