/** Where a lock differs from what the lists give now. */
export type ChangedLine = { readonly line: number; readonly message: string };

/** More are said as a number. */
const most = 10;

/** Line by line, by step and keys: a lock has one line for each. */
export const lockChanges = (locked: string, wanted: string): readonly ChangedLine[] => {
  const [before, now] = [locked, wanted].map((text) => text.replaceAll("\r\n", "\n").split("\n"));
  if (before === undefined || now === undefined || before.join("\n") === now.join("\n")) return [];
  if (before[0] !== now[0]) return [{ line: 1, message: "The lock has other columns than the lists give." }];
  const [old, fresh] = [entriesOf(before), entriesOf(now)];
  const changed = [
    ...[...old].flatMap(([key, { line, text }]): readonly ChangedLine[] => {
      const other = fresh.get(key);
      if (other?.text === text) return [];
      const message =
        other === undefined
          ? `${said(now[0] ?? "", text)} is in the lock, and not in the lists.`
          : `${said(now[0] ?? "", text)} is not as in the lists: ${difference(now[0] ?? "", text, other.text)}.`;
      return [{ line, message }];
    }),
    ...[...fresh].flatMap(([key, { text }]): readonly ChangedLine[] =>
      old.has(key)
        ? []
        : [{ line: before.length, message: `${said(now[0] ?? "", text)} is in the lists, and not in the lock.` }],
    ),
  ];
  if (changed.length === 0) return [{ line: 1, message: "The lines of the lock have another order, or stand twice." }];
  const more = changed.length - most;
  return more > 0
    ? [...changed.slice(0, most), { line: 1, message: `${more} more lines of the lock are not as in the lists.` }]
    : changed;
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

const said = (head: string, text: string): string => {
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
  return names
    .flatMap((name, index) =>
      old[index] === fresh[index]
        ? []
        : [`${name} ${old[index] || "unknown"} in the lock and ${fresh[index] || "unknown"} by the lists`],
    )
    .join("; ");
};
