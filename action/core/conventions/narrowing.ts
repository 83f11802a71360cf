import { isMapping, type Mapping } from "../text/mapping.ts";
import { isNarrowerRule, isSame } from "./narrower-rule.ts";
import type { WideningKey } from "./widening-keys.ts";

/** Whether a value of a folder below allows more than the one above it. `undefined`: the key is not there. */
type Widens = (below: unknown, above: unknown) => boolean;

/** How one key of the conventions is compared with the same key further up. */
export type Narrowing = {
  /** In the schema; `*` matches every name. */
  readonly key: string;
  /** What a folder below may do, for people. */
  readonly narrower: string;
  readonly widens: Widens;
  /** The word that allows it in `mayWiden`; without one nothing can. */
  readonly may?: WideningKey;
};

const differs: Widens = (below, above) => !isSame(below, above);
const never: Widens = () => false;
/** Only items of the list above are allowed; no list is narrower than any list. */
const hasMore: Widens = (below, above) =>
  !listOf(below).every((one) => listOf(above).some((other) => isSame(one, other)));
const hasNewNames: Widens = (below, above) => !keyNames(below).every((name) => keyNames(above).includes(name));
/** A rule that is not written allows everything. */
const rulesLess: Widens = (below, above) =>
  above !== undefined && (below === undefined || !isNarrowerRule(below, above));
const fieldWidens: Widens = (below, above) =>
  below === undefined || above === undefined ? differs(below, above) : !isNarrowerRule(below, above);
const opens: Widens = (below, above) => above === "offline" && below === "online";
/** No ceiling is above every one. */
const isHigher: Widens = (below, above) => typeof above === "number" && (typeof below !== "number" || below > above);
const isLower: Widens = (below, above) => typeof above === "number" && (typeof below !== "number" || below < above);
const lacksText: Widens = (below, above) =>
  Object.entries(mappingOf(above)).some(([value, words]) => hasMore(words, mappingOf(below)[value]));

const isNew: Widens = (below, above) => below !== undefined && below !== above;

const sameOrAbsent = "it may be the same, or absent";
const equal = "it must be the same";

/** One row for each key of the schema: a key without a row fails a test. What cannot be compared counts as wider. */
export const narrowings: readonly Narrowing[] = [
  { key: "conventions", narrower: equal, widens: differs },
  { key: "experiment", narrower: equal, widens: differs, may: "experiment" },
  { key: "tag.template", narrower: equal, widens: differs, may: "tag" },
  { key: "tag.fields.*", narrower: "it may allow fewer values", widens: fieldWidens, may: "tag" },
  { key: "tag.taken.*", narrower: equal, widens: differs, may: "tag" },
  { key: "tag.contradicts.*", narrower: "it may have more words", widens: lacksText, may: "tag" },
  { key: "version.style", narrower: equal, widens: differs, may: "version" },
  { key: "version.pattern", narrower: equal, widens: differs, may: "version" },
  { key: "version.example", narrower: "it may be anything: only messages show it", widens: never },
  { key: "software.build", narrower: "it may allow fewer values", widens: rulesLess, may: "software" },
  { key: "software.conditions", narrower: "it may allow fewer values", widens: rulesLess, may: "software" },
  { key: "software.container", narrower: "it may allow fewer values", widens: rulesLess, may: "software" },
  { key: "software.stepBuilds", narrower: sameOrAbsent, widens: isNew, may: "software" },
  { key: "releases.*", narrower: "it may allow fewer values", widens: rulesLess, may: "releases" },
  // Without a rule there is one that is built in, so a rule alone may allow more.
  { key: "datasets", narrower: "it may allow fewer names", widens: fieldWidens, may: "datasets" },
  { key: "rucio", narrower: equal, widens: differs },
  { key: "destination.*", narrower: "it may be another: a request may name one too", widens: never },
  { key: "lists", narrower: "it may be anything: it adds to the lists above", widens: never },
  { key: "gitHosts", narrower: "it may have some of these hosts", widens: hasMore, may: "gitHosts" },
  { key: "ceiling.coreHours", narrower: "it may be lower", widens: isHigher },
  { key: "ceiling.memory", narrower: "it may be lower", widens: isHigher },
  { key: "ceiling.priority", narrower: "it may be lower", widens: isHigher },
  { key: "runs.first", narrower: "it may be higher", widens: isLower },
  { key: "runs.last", narrower: "it may be lower", widens: isHigher },
  { key: "news", narrower: "only the conventions furthest up may have it", widens: (below) => below !== undefined },
  { key: "limits", narrower: "only the conventions furthest up may have it", widens: (below) => below !== undefined },
  { key: "noSiteAfter", narrower: "it may be anything: it only says when people are called", widens: never },
  { key: "freeze", narrower: "it may be anything: it adds to the freezes above", widens: never },
  { key: "policy", narrower: "it may be anything: it adds to the policies above", widens: never },
  { key: "ledger", narrower: sameOrAbsent, widens: isNew },
  { key: "templates", narrower: "they may be anything: only `shrek new` reads them", widens: never },
  { key: "names.outDS", narrower: equal, widens: differs, may: "names" },
  { key: "names.file", narrower: "it may be anything: only `shrek files` prints it", widens: never },
  { key: "addresses.*", narrower: "it may be anything: only `shrek files` prints it", widens: never },
  { key: "scopes.*", narrower: equal, widens: differs, may: "scopes" },
  { key: "labels.*", narrower: equal, widens: differs, may: "labels" },
  { key: "vo", narrower: equal, widens: differs, may: "vo" },
  { key: "workingGroup", narrower: equal, widens: differs, may: "workingGroup" },
  { key: "sites", narrower: "it may have some of these sites", widens: hasNewNames, may: "sites" },
  { key: "sites.*.state", narrower: "it may be the same, or offline", widens: opens, may: "sites" },
  { key: "sites.*.reason", narrower: "it may be anything: only messages show it", widens: never },
  { key: "sites.*.setup", narrower: equal, widens: differs, may: "setup" },
  { key: "monitor", narrower: equal, widens: differs, may: "monitor" },
  { key: "mayWiden", narrower: "only the conventions furthest up may have it", widens: (below) => below !== undefined },
];

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const mappingOf = (value: unknown): Mapping => (isMapping(value) ? value : {});
const keyNames = (value: unknown): readonly string[] => Object.keys(mappingOf(value));

/** A path in both at which the row compares, with its values. */
export type Compared = { readonly path: readonly string[]; readonly below: unknown; readonly above: unknown };

/** The places of a row in two files; `*` is every name of either, but what a whole site is new, its own row says. */
export const comparedPlaces = (key: string, below: unknown, above: unknown): readonly Compared[] =>
  key.split(".").reduce<readonly Compared[]>(
    (found, part) =>
      found.flatMap(({ path, below: one, above: other }) => {
        const [mine, theirs] = [mappingOf(one), mappingOf(other)];
        const names = part === "*" ? new Set([...Object.keys(mine), ...Object.keys(theirs)]) : [part];
        return [...names]
          .filter((name) => !isSite(path) || (Object.hasOwn(mine, name) && Object.hasOwn(theirs, name)))
          .map((name) => ({ path: [...path, name], below: own(mine, name), above: own(theirs, name) }));
      }),
    [{ path: [], below, above }],
  );

const isSite = (path: readonly string[]): boolean => path.length === 1 && path[0] === "sites";
const own = (of: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(of, name) ? of[name] : undefined;
