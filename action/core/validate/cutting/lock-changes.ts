/** Where a lock differs from what the lists give now. */
export type ChangedLine = { readonly line: number; readonly message: string };

/** More are said as a number. */
const most = 10;

/** Line by line, by step and keys: a lock has one line for each. */
export const lockChanges = (locked: string, wanted: string): readonly ChangedLine[] => {
  const [before, now] = [locked, wanted].map((text) => text.replaceAll("\r\n", "\n").split("\n"));
  if (before === undefined || now === undefined || before.join("\n") === now.join("\n")) return [];
  if (before[0] !== now[0]) return [{ line: 1, message: "The lock has other columns than the lists give." }];
  const changed = compared(now[0] ?? "", before, now);
  if (changed.length === 0) return [{ line: 1, message: "The lines of the lock have another order, or stand twice." }];
  const more = changed.length - most;
  return more > 0
    ? [...changed.slice(0, most), { line: 1, message: `${more} more lines of the lock are not as in the lists.` }]
    : changed;
};

const compared = (head: string, before: readonly string[], now: readonly string[]): readonly ChangedLine[] => {
  const [old, fresh] = [entriesOf(before), entriesOf(now)];
  const unmatched = new Map([...fresh].filter(([key]) => !old.has(key)));
  // A line in which somebody wrote keeps the step and keys with which it begins, or the digest of its files.
  const meant = new Map([...unmatched].flatMap(([key, { text }]) => marksOf(head, text).map((mark) => [mark, key])));
  const ofOld = [...old].flatMap(([key, { line, text }]): readonly ChangedLine[] => {
    const mark = fresh.has(key) ? undefined : marksOf(head, text).find((one) => unmatched.has(meant.get(one) ?? ""));
    const named = mark === undefined ? key : (meant.get(mark) ?? key);
    const other = fresh.get(named);
    unmatched.delete(named);
    if (other?.text === text) return [];
    const message =
      other === undefined
        ? `${lineName(head, text)} is in the lock, and not in the lists.`
        : `${lineName(head, other.text)} is not as in the lists: ${difference(head, text, other.text)}.`;
    return [{ line, message }];
  });
  const added = [...unmatched.values()].map(({ text }) => ({
    line: before.length,
    message: `${lineName(head, text)} is in the lists, and not in the lock.`,
  }));
  return [...ofOld, ...added];
};

const marksOf = (head: string, line: string): readonly string[] => {
  const values = line.split(",");
  const keys = head.split(",").length - valuesBehindKeys;
  return [values.slice(0, keys).join(), ...values.filter((value) => /^[0-9a-f]{32}$/.test(value))];
};

type LockedLine = { readonly line: number; readonly text: string };

/** By step, keys, and input of what is left out: nothing of it holds a comma. */
const entriesOf = (lines: readonly string[]): ReadonlyMap<string, LockedLine> => {
  const keys = (lines[0]?.split(",").length ?? 0) - valuesBehindKeys;
  return new Map(
    lines.flatMap((text, index): readonly (readonly [string, LockedLine])[] => {
      if (index === 0 || text === "") return [];
      const values = text.split(",");
      const [input = ""] = (values.at(-1) ?? "").split(":");
      return [[[...values.slice(0, keys), input].join(","), { line: index + 1, text }]];
    }),
  );
};

/** files, events, bytes, names, left out */
const valuesBehindKeys = 5;

const lineName = (head: string, text: string): string => {
  const [names, values] = [head.split(","), text.split(",")];
  return names
    .slice(0, -valuesBehindKeys)
    .flatMap((name, index) =>
      values[index] === "" ? [] : [index === 0 ? (values[0] ?? "") : `${name} ${values[index] ?? ""}`],
    )
    .join(" ");
};

const difference = (head: string, before: string, now: string): string => {
  const [names, old, fresh] = [head.split(","), before.split(","), now.split(",")];
  if (old.length !== names.length) return `it has ${old.length} values, and the first line ${names.length}`;
  return names
    .flatMap((name, index) =>
      old[index] === fresh[index]
        ? []
        : [`${name} ${old[index] || "unknown"} in the lock and ${fresh[index] || "unknown"} by the lists`],
    )
    .join("; ");
};
