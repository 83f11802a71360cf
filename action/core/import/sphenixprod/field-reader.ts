import type { Problem, ProblemCode, ProblemWords } from "../../problems/problem.ts";
import { isMapping, type Mapping } from "../../text/mapping.ts";
import { suggestName } from "../../text/nearest-name.ts";
import { type Located, type Path, problemAt } from "../../text/places.ts";
import type { ruleKeys } from "./rule-keys.ts";

/** Reads the values of one mapping of an imported file, and collects what is wrong with them. */
export type FieldReader = {
  readonly problems: Problem[];
  has(section: string, key: string): boolean;
  text(section: string, key: string, usual?: string): string;
  count(section: string, key: string, usual?: number): number;
  yes(section: string, key: string): boolean;
  value(section: string, key: string): unknown;
  tell(section: string, key: string, code: ProblemCode, words: ProblemWords): void;
};

/** `section` is empty for values of the mapping itself. */
export const fieldReader = (where: Located, path: Path, whole: Mapping): FieldReader => {
  const problems: Problem[] = [];
  const pathOf = (section: string, key: string): Path => [...path, ...(section === "" ? [] : [section]), key];
  const tell: FieldReader["tell"] = (section, key, code, words) =>
    void problems.push(problemAt(where, pathOf(section, key), code, words));
  const value: FieldReader["value"] = (section, key) => {
    const within = section === "" ? whole : whole[section];
    return isMapping(within) ? within[key] : undefined;
  };
  const lack = (section: string, key: string): void =>
    tell(section, key, "bad-rule", { message: `\`${key}\` is missing.` });
  return {
    problems,
    value,
    tell,
    has: (section, key) => value(section, key) !== undefined,
    text: (section, key, usual) => {
      const found = value(section, key) ?? usual;
      if (found === undefined) lack(section, key);
      else if (typeof found === "object") tell(section, key, "bad-rule", { message: `\`${key}\` is no text.` });
      else return String(found);
      return "";
    },
    count: (section, key, usual) => {
      const found = value(section, key) ?? usual;
      if (found === undefined) lack(section, key);
      else if (/^[0-9]{1,9}$/.test(String(found))) return Number(found);
      else tell(section, key, "bad-rule", { message: `\`${key}\` is ${JSON.stringify(found)}, and no number.` });
      return 0;
    },
    // PyYAML reads YAML 1.1, where these are true.
    yes: (section, key) => /^(true|yes|on)$/i.test(String(value(section, key) ?? false)),
  };
};

/** A word on each key that is not used. Nothing of an imported file is left out silently. */
export const tellUnused = (
  reader: Pick<FieldReader, "tell">,
  section: string,
  keys: readonly string[],
  known: (typeof ruleKeys)[string],
): void => {
  for (const key of keys) {
    const fate = known[key];
    if (fate === undefined)
      reader.tell(section, key, "rule-key-unknown", {
        severity: "warning",
        message: `sphenixprod does not know \`${key}\` and drops it.`,
        hint: suggestName(key, Object.keys(known)),
      });
    else if (fate !== "used")
      reader.tell(section, key, "rule-key-unsaid", {
        severity: "note",
        message: `\`${key}\` is not in the request: ${fate.reason}.`,
      });
  }
};
