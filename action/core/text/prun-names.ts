import type { Path } from "./places.ts";

/** A key of the language and the words that prun and its users have for it. */
export type PrunName = { readonly names: readonly string[]; readonly key: string; readonly section: string };

/** From `x-prun`, and from `x-also` where the key is no option of prun. */
export const prunNames = (schema: unknown, path: Path = []): readonly PrunName[] => {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]: [string, unknown]) => {
    if (key !== "properties") return prunNames(value, path);
    return Object.entries(value as Readonly<Record<string, unknown>>).flatMap(([name, rule]) => [
      ...ownNames(name, rule, path),
      ...prunNames(rule, [...path, name]),
    ]);
  });
};

const ownNames = (key: string, rule: unknown, path: Path): readonly PrunName[] => {
  const { "x-prun": prun, "x-also": also } = rule as Readonly<Record<string, unknown>>;
  const options = typeof prun === "string" ? [...prun.matchAll(/--([A-Za-z]+)/g)].map(([, name = ""]) => name) : [];
  const names = [...options, ...(Array.isArray(also) ? also.map(String) : [])];
  return names.length === 0 ? [] : [{ names, key, section: String(path.at(-1) ?? "") }];
};

/** Our word for one of prun's; if it belongs elsewhere, under which key. */
export const ourNameFor = (written: string, schema: unknown, near: readonly string[]): string | undefined => {
  const wanted = written.replace(/^-+/, "").toLowerCase();
  const found = prunNames(schema).filter(({ names }) => names.some((name) => name.toLowerCase() === wanted));
  const here = found.find(({ key }) => near.includes(key));
  if (here !== undefined) return `that is \`${here.key}\` here`;
  const [elsewhere] = found;
  return elsewhere === undefined ? undefined : `that is \`${elsewhere.key}\` here, under \`${elsewhere.section}\``;
};

/** Of a word that may mean a sum, as `events` does: our key counts the share of each part. `beside`: the map that contains it. */
export const shareOfEach = (
  written: string,
  { properties }: Readonly<Record<string, unknown>>,
  other: unknown,
): string | undefined => {
  const found = prunNames({ properties }).find(({ names }) => names.includes(written));
  const rules = Object(properties) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const per = found === undefined ? undefined : rules[found.key]?.["x-per"];
  if (found === undefined || typeof per !== "string" || /per/i.test(written)) return undefined;
  const { [written]: sum, [per]: parts } = Object(other) as Readonly<Record<string, unknown>>;
  const each = `that is \`${found.key}\` here, of each job`;
  if (typeof sum !== "number" || typeof parts !== "number" || !(parts > 0 && sum >= parts)) return each;
  const share = Math.ceil(sum / parts);
  const made = share * parts === sum ? "" : `, which makes ${share * parts}`;
  return `${each}: for ${sum} in all, with ${parts} ${per}, write \`${found.key}: ${share}\`${made}; for ${sum} in each, \`${found.key}: ${sum}\``;
};

/** A key of the language that belongs in another place: what to write here. */
export const elsewhere = (rule: Readonly<Record<string, unknown>>, key: string): string | undefined => {
  const known = rule["x-elsewhere"];
  if (typeof known !== "object" || known === null || !("keys" in known) || !("hint" in known)) return undefined;
  return Array.isArray(known.keys) && known.keys.includes(key) ? String(known.hint) : undefined;
};
